"""Text and Markdown files: the whole file is the text."""

import re

from newsextract.errors import ArticleError
from newsextract.read.draft import Draft, ReadOptions
from newsextract.read.encoding import decode
from newsextract.read.streams import Blocks

_BYTES_A_CHAR = 4  # at most, in every codec that is tried
_TITLE_CHARS = 60
_MARKDOWN_TITLE = re.compile(r"^#{1,2}[ \t]+(\S[^\n]{0,200}?)[ \t#]*$", re.MULTILINE)
_HAN = re.compile("[\u4e00-\u9fff]")
_SENTENCE_END = "。！？!?；;，,："
_HEAD_CHARS = 1000


def read_text(blocks: Blocks, source: str, options: ReadOptions) -> Draft:
    """Return the article of a .txt or .md file: all of it, exactly as decoded.

    Raises:
        ArticleError: the file is empty, too large, binary or cannot be decoded.
    """
    data = blocks.read_all(_BYTES_A_CHAR * options.max_chars + _BYTES_A_CHAR)
    if not data:
        raise ArticleError("empty", "empty: there is no text to read; leave it out")
    text, encoding = decode(data)
    draft = Draft(text=text, source=source, encoding=encoding)
    draft.title, where = _title(text)
    if draft.title:
        draft.fields["title"] = where
    return draft


def _title(text: str) -> tuple[str | None, str]:
    head = text[:_HEAD_CHARS]
    heading = _MARKDOWN_TITLE.search(head)
    if heading:
        return heading[1], "heading"
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    if len(lines) > 1 and len(lines[0]) <= _TITLE_CHARS and lines[0][-1] not in _SENTENCE_END and _HAN.search(lines[0]):
        return lines[0], "first line"
    return None, ""
