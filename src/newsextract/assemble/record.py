"""Marks on a Doc to the article's record, in offsets of the original text."""

import hashlib
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from newsextract.assemble.cast import cast_of
from newsextract.assemble.claim_records import write_claim
from newsextract.assemble.claims import state_claims
from newsextract.assemble.firms import find_ambiguities, group_firms
from newsextract.assemble.linking import link
from newsextract.assemble.metrics import own_metrics
from newsextract.records import (
    Article,
    ArticleInfo,
    ArticleRecord,
    Claim,
    Firm,
    FirmMention,
    Metric,
    PipelineInfo,
    Subject,
    TextSpan,
)
from newsextract.records.fields import Locale, Script, SpanFields
from newsextract.records.marks import SENTENCES, Piece

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from newsextract.assemble.findings import ClaimFinding, FirmGroup, MetricFinding


class TextMap(Protocol):
    """What assembling needs to know of the normalised text (``newsextract.normalise.Normalised`` is one)."""

    @property
    def text(self) -> str:
        """The text of the Doc."""
        ...

    @property
    def original(self) -> str:
        """The article's text."""
        ...

    @property
    def script(self) -> Script:
        """Its script."""
        ...

    @property
    def locale(self) -> Locale:
        """Its locale."""
        ...

    @property
    def conversion(self) -> str:
        """The OpenCC configuration used."""
        ...

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``original`` that ``text[start:end]`` was made from."""
        ...


def assemble_record(article: Article, texts: TextMap, doc: "Doc", pipeline: PipelineInfo) -> ArticleRecord:
    """Return the record of ``article``, whose normalised text ``doc`` carries every layer of marks."""
    firms = group_firms(doc)
    cast = cast_of(doc, firms)
    metrics, claim_marks = link(doc, firms, own_metrics(doc, firms, cast), cast)
    claims = state_claims(doc, firms, metrics, claim_marks)
    writer = _Writer(article, texts, doc)
    return ArticleRecord(
        article=describe_article(article, texts),
        text=article.text,
        firms=tuple(writer.firm(group) for group in firms),
        metrics=tuple(writer.metric(number, finding) for number, finding in enumerate(metrics, start=1)),
        claims=tuple(writer.claim(number, finding) for number, finding in enumerate(claims, start=1)),
        warnings=(
            *article.warnings,
            *find_ambiguities(doc, firms),
            *(warning for finding in metrics for warning in finding.warnings),
        ),
        pipeline=pipeline,
    )


def describe_article(article: Article, texts: TextMap) -> ArticleInfo:
    """Return the article's metadata as records carry it."""
    return ArticleInfo(
        id=article.id,
        source=article.source,
        url=article.url,
        title=article.title,
        author=article.author,
        publisher=article.publisher,
        published_at=_iso(article),
        published_at_how=article.published_at_how,
        script=texts.script,
        locale=texts.locale,
        conversion=texts.conversion,
        encoding=article.encoding,
        encoding_how=article.encoding_how,
        fields=dict(sorted(article.fields.items())),
        sha256=article.sha256,
        length=len(article.text),
    )


def _iso(article: Article) -> str | None:
    moment = article.published_at
    if moment is None:
        return None
    day_only = moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() if day_only else moment.isoformat()


class _Writer:
    """Writes findings of one article in offsets of its original text."""

    def __init__(self, article: Article, texts: TextMap, doc: "Doc") -> None:
        self.article = article
        self.texts = texts
        self.sentences = SENTENCES.read(doc)
        self.sentence_starts = [sentence.start for sentence in self.sentences]
        self.turns: Counter[str] = Counter()
        self.firm_names: dict[str, str] = {}

    def fields(self, start: int, end: int) -> SpanFields:
        first, last = self.texts.to_original(start, end)
        return {"start": first, "end": last, "text": self.texts.original[first:last]}

    def words(self, start: int, end: int) -> str:
        return self.fields(start, end)["text"]

    def span(self, start: int, end: int) -> TextSpan:
        return TextSpan(**self.fields(start, end))

    def piece(self, piece: Piece | None) -> TextSpan | None:
        return None if piece is None else self.span(piece.start, piece.end)

    def firm(self, group: "FirmGroup") -> Firm:
        name = self.words(group.name.start, group.name.end)
        self.firm_names[group.id] = name
        mentions = tuple(FirmMention(**self.fields(mark.start, mark.end), method=mark.method) for mark in group.marks)
        forms = dict.fromkeys(mention.text for mention in mentions)
        return Firm(
            id=group.id,
            name=name,
            name_simplified=self.texts.text[group.name.start : group.name.end],
            aliases=tuple(form for form in forms if form != name),
            canonical=group.canonical,
            mentions=mentions,
            references=tuple(self.span(mark.start, mark.end) for mark in group.references),
        )

    def subject(self, piece: Piece | None, firm_id: str | None) -> Subject | None:
        text = self.words(piece.start, piece.end) if piece else self.firm_names.get(firm_id or "")
        return Subject(text=text, firm_id=firm_id) if text else None

    def metric(self, number: int, finding: "MetricFinding") -> Metric:
        mark, quantity = finding.mark, finding.mark.quantity
        unit = quantity.unit or ""
        if quantity.kind == "count" and quantity.unit_span:
            unit = self.words(*quantity.unit_span)
        indicator = mark.indicator
        return Metric(
            id=f"M{number}",
            **self.fields(mark.start, mark.end),
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            unit=unit,
            kind="other" if quantity.kind == "number" else quantity.kind,
            qualifier=quantity.qualifier,
            indicator=self.words(indicator.start, indicator.end) if indicator else None,
            subject=self.subject(finding.subject, finding.firm_id),
            period=self.piece(mark.period),
            change=mark.change,
            basis=mark.basis,
            sentence=self.sentence_of(mark.start, mark.end),
            rule=mark.rule,
        )

    def sentence_of(self, start: int, end: int) -> tuple[int, int]:
        number = bisect_right(self.sentence_starts, start) - 1
        first, last = (
            (start, end) if number < 0 else (self.sentence_starts[number], max(self.sentences[number].end, end))
        )
        begin, stop = self.texts.to_original(first, last)
        return begin, stop

    def claim(self, number: int, finding: "ClaimFinding") -> Claim:
        mark = finding.mark
        span = self.fields(mark.start, mark.end)
        subject = self.subject(finding.subject, finding.subject_firm_id)
        key = self.key(self.texts.text[mark.start : mark.end])
        return write_claim(f"C{number}", key, span, finding, subject, self)

    def key(self, normalised: str) -> str:
        """Return a key that only the article's identity, the sentence's words and its turn decide."""
        words = "".join(normalised.split())
        self.turns[words] += 1
        parts = (self.article.id, words, str(self.turns[words]))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
