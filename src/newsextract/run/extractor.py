"""The default pipeline over one text or many articles."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import newsextract
from newsextract.errors import ArticleError
from newsextract.layers import LOCALE_KEY, MARKS_ONLY_KEY, REFERENCE_KEY, TEXT_KEY
from newsextract.normalise import Normalised, normalise
from newsextract.records import Article, ArticleRecord, PipelineInfo, Reject
from newsextract.resources import pipeline_file
from newsextract.run.fingerprint import fingerprint
from newsextract.run.gazetteer_file import read_gazetteer
from newsextract.validate import find_problems

BATCH_ARTICLES = 64
BATCH_CHARS = 200_000


def load(config: str = "extract", *, gazetteer: str | Path | None = None) -> "Extractor":
    """Return an extractor that runs ``pipeline/configs/<config>.cfg``, with its model loaded.

    Args:
        config: its name.
        gazetteer: a CSV or TSV file of firms (columns id, name, aliases, valid_from, valid_to) that are found and
            linked besides those that are known anyway.

    Raises:
        ConfigError: there is no such config, the gazetteer has a fault, or the installation is broken.
    """
    path = Path(gazetteer) if gazetteer else None
    from spacy.util import load_config, load_model_from_config  # noqa: PLC0415 - a second; not for --help

    settings = load_config(pipeline_file("configs", f"{config}.cfg"))
    nlp = load_model_from_config(settings, auto_fill=True, validate=True)
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]  # attributes of words: no stage asks for any
    if path:
        nlp.get_pipe("newsextract_firms").gazetteer = read_gazetteer(path)  # type: ignore[attr-defined]
    info = PipelineInfo(name=config, version=newsextract.__version__, fingerprint=fingerprint(path))
    return Extractor(nlp, info)


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
            yield from self._settle(batch)

    def _settle(self, batch: list[Article]) -> list[ArticleRecord | Reject]:
        try:
            return self._run(batch)
        except Exception as error:  # noqa: BLE001 - whatever one article provokes, the others get their records
            if len(batch) == 1:
                return [_reject(batch[0], error)]
        return [result for article in batch for result in self._settle([article])]  # alone, each shows its own fault

    def _run(self, batch: list[Article]) -> list[ArticleRecord | Reject]:
        from newsextract.assemble.record import assemble_record  # noqa: PLC0415 - loads spaCy

        with self._stage("normalise"):
            texts = [normalise(_encodable(article)) for article in batch]
        with self.nlp.memory_zone():  # spaCy forgets the words of these articles with them
            with self._stage("segment"):
                docs = [self.make_doc(text, article.published_at) for article, text in zip(batch, texts, strict=True)]
            for name, component in self.nlp.pipeline:
                with self._stage(name.removeprefix("newsextract_")):
                    docs = _apply(component, docs)
            with self._stage("assemble"):
                parts = zip(batch, texts, docs, strict=True)
                records = [assemble_record(*part, self.pipeline) for part in parts]
        with self._stage("validate"):
            return [_checked(*pair) for pair in zip(batch, records, strict=True)]

    def make_doc(self, texts: Normalised, published_at: datetime | None = None) -> Any:  # noqa: ANN401 - a spaCy Doc
        """Return the Doc that the stages of ``nlp`` read one after the other, without any marks yet."""
        make_doc = getattr(self.nlp.tokenizer, "whole", self.nlp.make_doc)  # a pipeline may bring its own tokenizer
        doc = make_doc(texts.text)
        doc.user_data[TEXT_KEY] = texts.text
        doc.user_data[LOCALE_KEY] = texts.locale
        doc.user_data[MARKS_ONLY_KEY] = True
        if published_at:
            doc.user_data[REFERENCE_KEY] = published_at.date()
        return doc

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


def _apply(component: Any, docs: list[Any]) -> list[Any]:  # noqa: ANN401 - spaCy's components and Docs
    if hasattr(component, "pipe"):
        return list(component.pipe(docs, batch_size=len(docs)))
    return [component(doc) for doc in docs]


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


def _checked(article: Article, record: ArticleRecord) -> ArticleRecord | Reject:
    problems = find_problems(record)
    if not problems:
        return record
    message = f"{article.source}: the record breaks its own rules: {'; '.join(problems[:3])}"
    return Reject(source=article.source, id=article.id, stage="validate", reason="invalid_record", message=message)
