"""The month that an article is filed under in partitioned files."""

import re

NO_MONTH = "unknown"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def month_of(published_at: str | None) -> str:
    """Return ``2025-03``; ``unknown`` without a date, or with one that cannot be the name of a folder."""
    found = _MONTH.match(published_at or "")
    return found.group() if found else NO_MONTH


MONTH_OF = (
    f"CASE WHEN regexp_matches(published_at, '^{_MONTH.pattern}') THEN substr(published_at, 1, 7) ELSE '{NO_MONTH}' END"
)
"""The same in SQL, as DuckDB has it."""
