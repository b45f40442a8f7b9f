"""What one reader found, and how it becomes an Article: identity, date, language."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newsextract.errors import ArticleError
from newsextract.read.datelines import SelfDescription, read_datelines
from newsextract.read.dates import Moment, day_in_url, read_moment
from newsextract.read.encoding import Encoding
from newsextract.read.language import check_chinese
from newsextract.read.zones import guess_zone
from newsextract.records import Article

IdFrom = Literal["auto", "url", "path", "content"]
DEFAULT_MAX_CHARS = 2_000_000
"""Code points. The longest news articles have 50,000; what is longer is a book, a dump or a mistake."""

_METADATA_CHARS = 500
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\ufeff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller may choose."""

    id_from: IdFrom = "auto"
    max_chars: int = DEFAULT_MAX_CHARS

    @property
    def max_bytes(self) -> int:
        """Bytes that an article may take in a file: more than any codec or escape needs for ``max_chars``."""
        return 6 * self.max_chars + 65_536


@dataclass(slots=True)
class Draft:
    """A text with what its file says about it; metadata still as written."""

    text: str
    source: str
    encoding: Encoding
    own_id: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: object = None
    fields: dict[str, str] = field(default_factory=dict)
    """Our field name to where it was found."""
    above: str = ""
    """Lines of a page that stand above the article and may hold its date and source."""
    warnings: list[str] = field(default_factory=list)


def finish(draft: Draft, options: ReadOptions) -> Article:
    """Return the article of ``draft``.

    Raises:
        ArticleError: ``empty``, ``too_large``, ``binary`` or ``not_chinese``.
    """
    text = _checked_text(draft, options)
    language = check_chinese(text)
    said = read_datelines(text, above=draft.above)
    url = clean(draft.url)
    published_at, published_at_how = _publication(draft, said, url)
    fields = dict(draft.fields)
    for name in ("publisher", "author"):
        if not clean(getattr(draft, name)) and getattr(said, name):
            fields[name] = f"rule {said.rules[name]}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        text=text,
        id=_identity(draft, url, digest, options),
        source=draft.source,
        sha256=digest,
        encoding=draft.encoding.codec,
        encoding_how=draft.encoding.how,
        url=url,
        title=clean(draft.title),
        author=clean(draft.author) or clean(said.author),
        publisher=clean(draft.publisher) or clean(said.publisher),
        published_at=published_at,
        published_at_how=published_at_how,
        fields=fields,
        warnings=(*draft.encoding.warnings, *draft.warnings, *language),
    )


def clean(value: str | None) -> str | None:
    """Return metadata as one line of printable text, or None where nothing is left."""
    if not value:
        return None
    line = " ".join(_UNPRINTABLE.sub(" ", _SURROGATE.sub("\ufffd", value[: 4 * _METADATA_CHARS])).split())
    return line[:_METADATA_CHARS] or None


def _checked_text(draft: Draft, options: ReadOptions) -> str:
    text = draft.text
    if len(text) > options.max_chars:
        raise ArticleError(
            "too_large", f"{len(text)} characters, more than {options.max_chars}: split it, or raise max_chars"
        )
    if not _VISIBLE.search(text):
        what = "nothing but white space" if text else "empty"
        raise ArticleError("empty", f"{what}: there is no text to read; leave it out")
    if "\0" in text:
        raise ArticleError(
            "binary", f"zero character (U+0000) at {text.index(chr(0))}, which no database holds: remove it"
        )
    lone = _SURROGATE.findall(text)
    if lone:
        draft.warnings.append(
            f"text: {len(lone)} lone surrogate(s), the first at {_SURROGATE.search(text).start()}, "  # type: ignore[union-attr]
            "are no characters and were replaced by U+FFFD"
        )
        text = _SURROGATE.sub("\ufffd", text)
    elif "\ufffd" in text:
        draft.warnings.append(f"text: {text.count(chr(0xFFFD))} U+FFFD: characters that were lost before it came here")
    return text


def _identity(draft: Draft, url: str | None, digest: str, options: ReadOptions) -> str:
    content = f"sha256:{digest[:16]}"
    if options.id_from == "path":
        return draft.source
    if options.id_from == "content":
        return content
    if options.id_from == "url":
        if url is None:
            draft.warnings.append("id: made from the content, since there is no url")
        return url or content
    return clean(draft.own_id) or url or content


def _publication(draft: Draft, said: SelfDescription, url: str | None) -> tuple[datetime | None, str | None]:
    """Return the date of publication, and where it was found; or None, and why there is none."""
    problem = None
    if draft.date is not None:
        name = draft.fields.get("published_at", "date")
        moment = read_moment(draft.date)
        if moment:
            when, settled = _settle(moment, draft, url)
            return when, f"field {name}; {settled}"
        written = clean(str(draft.date)[:80])
        relative = written and read_datelines(written).undated
        problem = f"{relative or f'not a date: {written}'} (field {name})"
    if said.moment:
        when, settled = _settle(said.moment, draft, url)
        return when, f"rule {said.rules['published_at']}; {settled}"
    day = day_in_url(url) if url else None
    if day:
        return day.when, "day in the url; day only"
    return None, problem or said.undated


def _settle(moment: Moment, draft: Draft, url: str | None) -> tuple[datetime, str]:
    return moment.settle("" if moment.is_settled else guess_zone(draft.text, url))
