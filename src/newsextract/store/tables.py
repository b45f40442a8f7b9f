"""The tables, as SQLAlchemy sees them; ``migrations/`` makes them. A record's parts hang on its article's id."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)
from sqlalchemy.schema import SchemaItem

from newsextract.store.columns import PLAIN_TEXT, ExactNumber, JsonText

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, PLAIN_TEXT, nullable=False) for name in names]


def _maybe_text(*names: str) -> list[Column[str]]:
    return [Column(name, PLAIN_TEXT) for name in names]


def _whole(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _maybe_whole(*names: str) -> list[Column[int]]:
    return [Column(name, Integer) for name in names]


def _json(*names: str) -> list[Column[object]]:
    return [Column(name, JsonText, nullable=False) for name in names]


def _of_article() -> Column[str]:
    return Column("article_id", PLAIN_TEXT, ForeignKey("articles.id"), nullable=False)


def _of(parent: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["article_id", column], [f"{parent}.article_id", f"{parent}.id"])


def _child_table(name: str, *items: SchemaItem) -> Table:
    """Return a table whose rows lie together by article, without a second copy of their key."""
    return Table(name, METADATA, *items, sqlite_with_rowid=False)


ARTICLES = Table(
    "articles",
    METADATA,
    Column("id", PLAIN_TEXT, primary_key=True),
    *_text("source"),
    *_maybe_text("url", "title", "author", "publisher", "published_at", "published_at_how"),
    *_text("script", "locale", "conversion", "encoding", "encoding_how"),
    *_json("fields"),
    *_text("sha256"),
    *_whole("length"),
    *_text("text"),
    *_json("warnings"),
    *_text("schema_version", "pipeline_name", "pipeline_version", "fingerprint", "record_sha256"),
    *_maybe_text("run_started_at"),
    *_maybe_whole("run_place"),
    Index(None, "published_at"),
)

FIRMS = _child_table(
    "firms",
    _of_article(),
    *_text("id"),
    *_whole("position"),
    *_text("name", "name_simplified"),
    *_json("aliases"),
    *_maybe_text("canonical_id", "canonical_name", "canonical_source"),
    PrimaryKeyConstraint("article_id", "id"),
    Index(None, "name_simplified"),
    Index(None, "canonical_id"),
)

MENTIONS = _child_table(
    "mentions",
    *_text("article_id"),
    *_text("firm_id", "kind"),
    *_whole("position", "span_start", "span_end"),
    *_text("text"),
    *_maybe_text("method"),
    PrimaryKeyConstraint("article_id", "firm_id", "kind", "position"),
    _of("firms", "firm_id"),
)

METRICS = _child_table(
    "metrics",
    _of_article(),
    *_text("id"),
    *_whole("position", "span_start", "span_end"),
    *_text("text"),
    *(Column(name, ExactNumber) for name in ("value", "low", "high")),
    *_text("unit", "kind", "qualifier"),
    *_maybe_text("indicator", "subject_text", "subject_firm_id", "period_text"),
    *_maybe_whole("period_start", "period_end"),
    *_maybe_text("change", "basis"),
    *_whole("sentence_start", "sentence_end"),
    *_text("rule"),
    PrimaryKeyConstraint("article_id", "id"),
    _of("firms", "subject_firm_id"),
    Index(None, "article_id", "subject_firm_id", "indicator"),
    Index(None, "indicator"),
)

CLAIMS = _child_table(
    "claims",
    _of_article(),
    *_text("id"),
    *_whole("position"),
    *_text("key"),
    *_whole("span_start", "span_end"),
    *_text("text"),
    *_json("types"),
    *_maybe_text("speaker_text", "speaker_kind", "speaker_firm_id"),
    *_maybe_whole("speaker_start", "speaker_end"),
    *_maybe_text("cue_text"),
    *_maybe_whole("cue_start", "cue_end"),
    *_maybe_text("subject_text", "subject_firm_id"),
    *_text("modality"),
    Column("score", ExactNumber, nullable=False),
    *_json("rules"),
    *_text("digest"),
    *_text("text_resolved"),
    *_json("substitutions"),
    *_maybe_text("speaker_role_text"),
    *_maybe_whole("speaker_role_start", "speaker_role_end"),
    *_maybe_text("speaker_written_text"),
    *_maybe_whole("speaker_written_start", "speaker_written_end"),
    *_maybe_text("content_text"),
    *_maybe_whole("content_start", "content_end"),
    *_maybe_text("stance", "event_kind"),
    *(Column(name, JsonText) for name in ("event", "superlative", "comparison", "forecast")),
    *_json("why"),
    PrimaryKeyConstraint("article_id", "id"),
    _of("firms", "speaker_firm_id"),
    _of("firms", "subject_firm_id"),
    Index(None, "key", unique=True),
    Index(None, "score"),
    Index(None, "types"),
    Index(None, "event_kind"),
)

CLAIM_FIRMS = _child_table(
    "claim_firms",
    *_text("article_id"),
    *_text("claim_id"),
    *_whole("position"),
    *_text("firm_id"),
    PrimaryKeyConstraint("article_id", "claim_id", "position"),
    _of("claims", "claim_id"),
    _of("firms", "firm_id"),
    Index(None, "article_id", "firm_id"),
)

CLAIM_METRICS = _child_table(
    "claim_metrics",
    *_text("article_id"),
    *_text("claim_id"),
    *_whole("position"),
    *_text("metric_id"),
    PrimaryKeyConstraint("article_id", "claim_id", "position"),
    _of("claims", "claim_id"),
    _of("metrics", "metric_id"),
    Index(None, "article_id", "metric_id"),
)

CLAIM_CLUSTERS = Table(
    "claim_clusters",
    METADATA,
    Column("claim_key", PLAIN_TEXT, primary_key=True),
    *_text("cluster"),
    *_whole("size", "sources"),
    Index(None, "cluster"),
    comment="claims that say the same, of the last newsextract cluster; hangs on claims.key without a foreign key",
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    *_text("claim_key", "article_id", "verdict", "reviewer", "decided_at"),
    *_maybe_text("note"),
    *_json("snapshot"),
    Column("edits", JsonText),
    Column("outcome", JsonText),
    *_text("digest", "outcome_digest", "request_id"),
    *_maybe_whole("takes_back"),
    Index(None, "claim_key"),
    Index(None, "reviewer", "request_id", unique=True),
    Index(None, "takes_back", unique=True),
    comment="append-only; hangs on claims.key without a foreign key, so that it outlives the claim",
)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", PLAIN_TEXT, primary_key=True),
    *_text("started_at", "finished_at", "version", "fingerprint"),
    *_whole("articles", "records", "rejected"),
    *_json("report"),
)

OF_AN_ARTICLE = (ARTICLES, FIRMS, MENTIONS, METRICS, CLAIMS, CLAIM_FIRMS, CLAIM_METRICS)
"""The tables that a load replaces, parents first."""
