"""Articles with their firms, metrics and claims; decisions; runs. No way back: decisions are never thrown away."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from newsextract.store.columns import PLAIN_TEXT, ExactNumber, JsonText
from newsextract.store.migrations.views import VIEWS_0001

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Item = sa.schema.SchemaItem
_Type = sa.types.TypeEngine[Any]


def upgrade() -> None:
    """Make the tables, then the views for people."""
    _make_articles()
    _make_firms()
    _make_metrics()
    _make_claims()
    _make_links()
    _make_clusters()
    _make_decisions()
    op.create_table(
        "runs",
        sa.Column("id", PLAIN_TEXT, primary_key=True),
        *_columns(sa.Text, "started_at finished_at version fingerprint"),
        *_columns(sa.Integer, "articles records rejected"),
        *_columns(JsonText, "report"),
    )
    for statement in VIEWS_0001:
        op.execute(statement.replace("JOINED", "group_concat" if _database() == "sqlite" else "string_agg"))


def _database() -> str:
    return op.get_bind().dialect.name


def _columns(kind: type[_Type], names: str, *, null: bool = False) -> list[_Item]:
    typed = PLAIN_TEXT if kind is sa.Text else kind
    return [sa.Column(name, typed, nullable=null) for name in names.split()]


def _refer(table: str, column: str, parent: str) -> _Item:
    name = f"fk_{table}_article_id_{column}"
    return sa.ForeignKeyConstraint(["article_id", column], [f"{parent}.article_id", f"{parent}.id"], name=name)


def _belong(table: str) -> _Item:
    return sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=f"fk_{table}_article_id")


def _make_child(table: str, key: str, *items: _Item) -> None:
    primary = sa.PrimaryKeyConstraint("article_id", *key.split(), name=f"pk_{table}")
    op.create_table(table, *_columns(sa.Text, "article_id"), *items, primary, sqlite_with_rowid=False)


def _index(table: str, columns: str, *, unique: bool = False) -> None:
    if _database() == "duckdb" and table != "decisions":
        return  # its scans skip blocks by themselves: an index would only slow down loading
    op.create_index(f"ix_{table}_{columns.replace(' ', '_')}", table, columns.split(), unique=unique)


def _make_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", PLAIN_TEXT, nullable=False),
        *_columns(sa.Text, "source"),
        *_columns(sa.Text, "url title author publisher published_at published_at_how", null=True),
        *_columns(sa.Text, "script locale conversion encoding encoding_how"),
        *_columns(JsonText, "fields"),
        *_columns(sa.Text, "sha256"),
        *_columns(sa.Integer, "length"),
        *_columns(sa.Text, "text"),
        *_columns(JsonText, "warnings"),
        *_columns(sa.Text, "schema_version pipeline_name pipeline_version fingerprint record_sha256"),
        *_columns(sa.Text, "run_started_at", null=True),
        *_columns(sa.Integer, "run_place", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    _index("articles", "published_at")


def _make_firms() -> None:
    _make_child(
        "firms",
        "id",
        *_columns(sa.Text, "id"),
        *_columns(sa.Integer, "position"),
        *_columns(sa.Text, "name name_simplified"),
        *_columns(JsonText, "aliases"),
        *_columns(sa.Text, "canonical_id canonical_name canonical_source", null=True),
        _belong("firms"),
    )
    _index("firms", "name_simplified")
    _index("firms", "canonical_id")
    _make_child(
        "mentions",
        "firm_id kind position",
        *_columns(sa.Text, "firm_id kind"),
        *_columns(sa.Integer, "position span_start span_end"),
        *_columns(sa.Text, "text"),
        *_columns(sa.Text, "method", null=True),
        _refer("mentions", "firm_id", "firms"),
    )


def _make_metrics() -> None:
    _make_child(
        "metrics",
        "id",
        *_columns(sa.Text, "id"),
        *_columns(sa.Integer, "position span_start span_end"),
        *_columns(sa.Text, "text"),
        *_columns(ExactNumber, "value low high", null=True),
        *_columns(sa.Text, "unit kind qualifier"),
        *_columns(sa.Text, "indicator subject_text subject_firm_id period_text", null=True),
        *_columns(sa.Integer, "period_start period_end", null=True),
        *_columns(sa.Text, "change basis", null=True),
        *_columns(sa.Integer, "sentence_start sentence_end"),
        *_columns(sa.Text, "rule"),
        _belong("metrics"),
        _refer("metrics", "subject_firm_id", "firms"),
    )
    _index("metrics", "article_id subject_firm_id indicator")
    _index("metrics", "indicator")


def _make_claims() -> None:
    _make_child(
        "claims",
        "id",
        *_columns(sa.Text, "id"),
        *_columns(sa.Integer, "position"),
        *_columns(sa.Text, "key"),
        *_columns(sa.Integer, "span_start span_end"),
        *_columns(sa.Text, "text"),
        *_columns(JsonText, "types"),
        *_columns(sa.Text, "speaker_text speaker_kind speaker_firm_id", null=True),
        *_columns(sa.Integer, "speaker_start speaker_end", null=True),
        *_columns(sa.Text, "cue_text", null=True),
        *_columns(sa.Integer, "cue_start cue_end", null=True),
        *_columns(sa.Text, "subject_text subject_firm_id", null=True),
        *_columns(sa.Text, "modality"),
        *_columns(ExactNumber, "score"),
        *_columns(JsonText, "rules"),
        *_columns(sa.Text, "digest"),
        *_columns(sa.Text, "text_resolved"),
        *_columns(JsonText, "substitutions"),
        *_columns(sa.Text, "speaker_role_text", null=True),
        *_columns(sa.Integer, "speaker_role_start speaker_role_end", null=True),
        *_columns(sa.Text, "speaker_written_text", null=True),
        *_columns(sa.Integer, "speaker_written_start speaker_written_end", null=True),
        *_columns(sa.Text, "content_text", null=True),
        *_columns(sa.Integer, "content_start content_end", null=True),
        *_columns(sa.Text, "stance event_kind", null=True),
        *_columns(JsonText, "event superlative comparison forecast", null=True),
        *_columns(JsonText, "why"),
        _belong("claims"),
        _refer("claims", "speaker_firm_id", "firms"),
        _refer("claims", "subject_firm_id", "firms"),
    )
    _index("claims", "key", unique=True)
    _index("claims", "score")
    _index("claims", "types")
    _index("claims", "event_kind")


def _make_links() -> None:
    for table, other in (("claim_firms", "firm"), ("claim_metrics", "metric")):
        _make_child(
            table,
            "claim_id position",
            *_columns(sa.Text, "claim_id"),
            *_columns(sa.Integer, "position"),
            *_columns(sa.Text, f"{other}_id"),
            _refer(table, "claim_id", "claims"),
            _refer(table, f"{other}_id", f"{other}s"),
        )
        _index(table, f"article_id {other}_id")


def _make_clusters() -> None:
    op.create_table(
        "claim_clusters",
        *_columns(sa.Text, "claim_key cluster"),
        *_columns(sa.Integer, "size sources"),
        sa.PrimaryKeyConstraint("claim_key", name="pk_claim_clusters"),
        comment="claims that say the same, of the last newsextract cluster; hangs on claims.key without a foreign key",
    )
    _index("claim_clusters", "cluster")


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        *_columns(sa.Text, "claim_key article_id verdict reviewer decided_at"),
        *_columns(sa.Text, "note", null=True),
        *_columns(JsonText, "snapshot"),
        *_columns(JsonText, "edits outcome", null=True),
        *_columns(sa.Text, "digest outcome_digest request_id"),
        *_columns(sa.Integer, "takes_back", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        comment="append-only; hangs on claims.key without a foreign key, so that it outlives the claim",
    )
    _index("decisions", "claim_key")
    _index("decisions", "reviewer request_id", unique=True)
    _index("decisions", "takes_back", unique=True)
    if _database() == "sqlite":
        _refuse_in_sqlite()
    elif _database() == "postgresql":
        _refuse_in_postgresql()


def _refuse_in_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_no_{act.lower()} BEFORE {act} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only: add a new one'); END"
        )


def _refuse_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are append-only: add a new one' USING ERRCODE = 'restrict_violation'; "
        "END $$"
    )
    op.execute(
        "CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change()"
    )
