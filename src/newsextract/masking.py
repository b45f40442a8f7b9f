"""Keep passwords out of messages, logs and reports."""

import re

_PASSWORD_IN_URL = re.compile(r"([A-Za-z][\w+.-]{0,40}://[^\s:/@?#]{0,200}):[^\s/?#]{1,200}@")
_NAMED_SECRET = re.compile(
    r"(?i)\b(password|passwd|pwd|secret|token|api_?key|signature|x-amz-\w{1,40})=[^\s&;'\"]{1,2000}"
)


def mask_secrets(text: str) -> str:
    """Return ``text`` with ``***`` in the place of passwords in URLs and of values of parameters named like secrets."""
    return _NAMED_SECRET.sub(r"\1=***", _PASSWORD_IN_URL.sub(r"\1:***@", text))
