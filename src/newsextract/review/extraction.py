"""A text that a program sent to its record. The extractor is loaded with the first one, and does one at a time."""

from threading import Lock

from newsextract.errors import ArticleError
from newsextract.read.draft import Draft, ReadOptions, finish
from newsextract.read.encoding import Encoding
from newsextract.records import Article, ArticleRecord
from newsextract.review.api_models import LONGEST_TEXT, ArticleIn
from newsextract.run.extractor import Extractor, load


class SharedExtractor:
    """One extractor for all requests of a server."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._extractor: Extractor | None = None

    def extract(self, sent: ArticleIn) -> ArticleRecord:
        """Return the record of a text.

        Raises:
            ArticleError: the text cannot be used; says why.
        """
        article = read_article(sent)
        with self._lock:
            if self._extractor is None:
                self._extractor = load()
            return self._extractor.extract(article)


def read_article(sent: ArticleIn) -> Article:
    """Return the article as the reader of files would.

    Raises:
        ArticleError: the text cannot be used; says why.
    """
    if len(sent.text) > LONGEST_TEXT:
        message = (
            f"{len(sent.text):,} characters, more than {LONGEST_TEXT:,}: split it, or give it to `newsextract run`"
        )
        raise ArticleError("too_large", message)
    draft = Draft(
        text=sent.text,
        source=sent.source or "<api>",
        encoding=Encoding("utf-8", "sent as text"),
        url=sent.url,
        title=sent.title,
        publisher=sent.publisher,
        date=sent.published_at,
    )
    for name in ("text", "title", "url", "publisher", "published_at"):
        if getattr(sent, name):
            draft.fields[name] = name
    return finish(draft, ReadOptions())
