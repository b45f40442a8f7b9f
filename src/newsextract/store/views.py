"""The views for people as SQLAlchemy sees them: migrations make them, exports read them."""

from sqlalchemy import Column, Float, MetaData, Table

from newsextract.store.columns import PLAIN_TEXT, ExactNumber, JsonText


def _view(name: str, columns: str) -> Table:
    exact = {"value", "low", "high", "score"}
    types = {"value_number": Float, "types": JsonText} | dict.fromkeys(exact, ExactNumber)
    return Table(name, MetaData(), *(Column(column, types.get(column, PLAIN_TEXT)) for column in columns.split()))


V_CLAIMS = _view(
    "v_claims",
    "published_at publisher title text types modality speaker speaker_kind subject firms metrics score verdict"
    " article_id claim_id claim_key url source",
)

V_METRICS = _view(
    "v_metrics",
    "published_at publisher title firm firm_simplified canonical_id subject indicator period text value value_number"
    " low high unit kind qualifier change basis sentence article_id metric_id url source",
)
