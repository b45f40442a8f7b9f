"""The view of claims with how each reads alone, who says it and how, what happened, and who else says the same."""

from alembic import op

from newsextract.store.migrations.views import VIEW_0002

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the view anew: a view cannot get columns in its middle."""
    op.execute("DROP VIEW v_claims")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(VIEW_0002.replace("JOINED", "group_concat" if is_sqlite else "string_agg"))
