"""The views for people as SQLAlchemy sees them: migrations make them, exports read them."""

from sqlalchemy import Column, Float, Integer, MetaData, Table

from newsextract.store.columns import PLAIN_TEXT, ExactNumber, JsonText


def _view(name: str, columns: str) -> Table:
    exact = {"value", "low", "high", "score"}
    types = {
        "value_number": Float,
        "types": JsonText,
        "cluster_size": Integer,
        "cluster_sources": Integer,
    } | dict.fromkeys(exact, ExactNumber)
    return Table(name, MetaData(), *(Column(column, types.get(column, PLAIN_TEXT)) for column in columns.split()))


V_CLAIMS = _view(
    "v_claims",
    "published_at publisher title text text_resolved types modality speaker speaker_role speaker_kind cue stance"
    " content subject firms metrics event_kind score verdict cluster cluster_size cluster_sources"
    " article_id claim_id claim_key url source",
)

V_METRICS = _view(
    "v_metrics",
    "published_at publisher title firm firm_simplified canonical_id subject indicator period text value value_number"
    " low high unit kind qualifier change basis sentence article_id metric_id url source",
)
