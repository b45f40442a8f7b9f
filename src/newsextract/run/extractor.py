"""The default pipeline over one text or many articles."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import newsextract
from newsextract.errors import ArticleError
from newsextract.layers import LOCALE_KEY, REFERENCE_KEY, TEXT_KEY
from newsextract.normalise import Normalised, normalise
from newsextract.records import Article, ArticleRecord, PipelineInfo, Reject
from newsextract.resources import pipeline_file
from newsextract.run.fingerprint import fingerprint
from newsextract.validate import find_problems

BATCH_ARTICLES = 64
BATCH_CHARS = 200_000


def load(config: str = "extract") -> "Extractor":
    """Return an extractor that runs ``pipeline/configs/<config>.cfg``, with its model loaded.

    Raises:
        ConfigError: there is no such config, or the installation is broken.
    """
    from spacy.util import load_config, load_model_from_config  # noqa: PLC0415 - a second; not for --help

    settings = load_config(pipeline_file("configs", f"{config}.cfg"))
    nlp = load_model_from_config(settings, auto_fill=True, validate=True)
    return Extractor(nlp, PipelineInfo(name=config, version=newsextract.__version__, fingerprint=fingerprint()))


@dataclass(slots=True)
class _Work:
    """One article on its way through the stages."""

    article: Article
    texts: Normalised | None = None
    doc: Any = None
    done: ArticleRecord | Reject | None = None


@dataclass(slots=True)
class Extractor:
    """Articles to records. Make one with ``newsextract.load()``; it is not shared between processes."""

    nlp: Any
    pipeline: PipelineInfo
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds of processor time spent so far, by stage, in the order of the stages."""

    @property
    def fingerprint(self) -> str:
        """Of code version, config, rules, lexicons and model."""
        return self.pipeline.fingerprint

    def extract(self, article: str | Article) -> ArticleRecord:
        """Return the record of a text or an article.

        Raises:
            ArticleError: the article cannot be used; says why.
        """
        (result,) = self.extract_many([article_of(article) if isinstance(article, str) else article])
        if isinstance(result, Reject):
            raise ArticleError(result.reason, result.message)
        return result

    def extract_many(self, articles: Iterable[Article]) -> Iterator[ArticleRecord | Reject]:
        """Yield a record, or a reject that says why there is none, for each article, in their order.

        Articles go through the stages in batches: the model is quicker over many sentences at once.
        """
        for batch in _batches(articles):
            for work in self._run([_Work(article) for article in batch]):
                if work.done is None:  # the batch stopped at another article's fault: alone, each shows its own
                    (work,) = self._run([_Work(work.article)], alone=True)  # noqa: PLW2901
                if work.done is not None:
                    yield work.done

    def _run(self, works: list[_Work], *, alone: bool = False) -> list[_Work]:
        try:
            self._prepare(works)
            for name, component in self.nlp.pipeline:
                with self._stage(name.removeprefix("newsextract_")):
                    _apply(component, works)
            self._finish(works)
        except Exception as error:  # noqa: BLE001 - whatever one article provokes, the others get their records
            if alone:
                works[0].done = _reject(works[0].article, error)
        return works

    def _prepare(self, works: list[_Work]) -> None:
        for work in works:
            with self._stage("normalise"):
                work.texts = normalise(_encodable(work.article))
            with self._stage("segment"):
                work.doc = self.nlp.make_doc(work.texts.text)
            work.doc.user_data[TEXT_KEY] = work.texts.text
            work.doc.user_data[LOCALE_KEY] = work.texts.locale
            if work.article.published_at:
                work.doc.user_data[REFERENCE_KEY] = work.article.published_at.date()

    def _finish(self, works: list[_Work]) -> None:
        from newsextract.assemble.record import assemble_record  # noqa: PLC0415 - loads spaCy

        for work in works:
            if work.texts is None:
                continue
            with self._stage("assemble"):
                record = assemble_record(work.article, work.texts, work.doc, self.pipeline)
            with self._stage("validate"):
                problems = find_problems(record)
            work.done = _invalid(work.article, problems) if problems else record
            work.doc = None

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = time.process_time()
        try:
            yield
        finally:
            self.timings[name] = self.timings.get(name, 0.0) + time.process_time() - begun


def article_of(text: str) -> Article:
    """Return a bare text as an article, with an id made from its content."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(text=text, id=f"sha256:{digest[:16]}", source="<text>", sha256=digest)


def _encodable(article: Article) -> str:
    try:
        article.text.encode()
    except UnicodeEncodeError as error:
        message = f"{article.source}: the text has a lone surrogate at {error.start}; decode it as UTF-16, or drop it"
        raise ArticleError("lone_surrogate", message) from error
    return article.text


def _apply(component: Any, works: list[_Work]) -> None:  # noqa: ANN401 - a spaCy component
    if hasattr(component, "pipe"):
        docs = component.pipe((work.doc for work in works), batch_size=len(works))
        for work, doc in zip(works, docs, strict=True):
            work.doc = doc
    else:
        for work in works:
            work.doc = component(work.doc)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    stream = iter(articles)
    while batch := list(islice(stream, 1)):
        size = len(batch[0].text)
        while len(batch) < BATCH_ARTICLES and size < BATCH_CHARS and (more := list(islice(stream, 1))):
            batch += more
            size += len(more[0].text)
        yield batch


def _reject(article: Article, error: Exception) -> Reject:
    if isinstance(error, ArticleError):
        return Reject(source=article.source, id=article.id, stage="extract", reason=error.reason, message=str(error))
    message = f"{article.source}: {type(error).__name__}: {error}. This is a fault of newsextract: please report it"
    return Reject(source=article.source, id=article.id, stage="extract", reason="internal_error", message=message)


def _invalid(article: Article, problems: list[str]) -> Reject:
    message = f"{article.source}: the record breaks its own rules: {'; '.join(problems[:3])}"
    return Reject(source=article.source, id=article.id, stage="validate", reason="invalid_record", message=message)
