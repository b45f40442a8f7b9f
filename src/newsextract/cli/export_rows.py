"""The part of ``newsextract export`` that writes rows: Parquet, CSV, workbooks, JSON lines."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from newsextract.store.export.exporting import Format

FORMATS: "tuple[Format, ...]" = ("parquet", "csv", "xlsx", "jsonl")


def export_rows(
    db: str, output: Path | None, kind: "Format", tables: list[str], *, firm: str, since: str, until: str
) -> None:
    """Write the rows that are asked for, and say how many there were."""
    from newsextract import normalise  # noqa: PLC0415 - loads OpenCC
    from newsextract.store.export.exporting import export_records, export_tables  # noqa: PLC0415
    from newsextract.store.export.selection import Selection  # noqa: PLC0415
    from newsextract.store.opening import open_store  # noqa: PLC0415 - loads SQLAlchemy

    if output is None:
        raise typer.BadParameter(f"--format {kind} needs -o OUT")
    forms = tuple(dict.fromkeys((firm, normalise(firm).text))) if firm else ()
    wanted = Selection(firm=forms, since=_day(since, "--since"), until=_day(until, "--until"))
    with open_store(db, create=False) as database:
        if kind == "jsonl" and not tables:
            counts = {"records": export_records(database, output, wanted)}
        else:
            counts = export_tables(database, output, kind, tables=tables, wanted=wanted)
    for name, count in counts.items():
        typer.echo(f"{name:13} {count:>12,}", err=True)
    typer.echo(f"wrote {output}", err=True)


def _day(text: str, option: str) -> str:
    """Return a day, month or year as given: articles are compared with it as text."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) in {4, 7} else text or "2000-01-01")
    except ValueError:
        message = f"{text}: give a day, month or year: 2026-03-31, 2026-03, 2026"
        raise typer.BadParameter(message, param_hint=option) from None
    return text
