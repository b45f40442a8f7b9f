"""``newsextract cluster``: which claims of many articles are the same, as in wire reprints."""

from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line
from newsextract.masking import mask_secrets


def cluster(
    records: Annotated[list[Path], typer.Argument(metavar="RECORDS", help="Output folders of runs, or record files.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="[default: RECORDS/clusters.jsonl]")] = None,
    db: Annotated[str | None, typer.Option(metavar="URL", help="Put the clusters into a database as well.")] = None,
) -> None:
    """Find the claims of RECORDS that say the same, nearly word for word and with the same figures.

    Writes a line for each cluster of two or more: its size, how many independent sources it has (reprints of one
    agency count once), and the keys of its claims. In the database, the table claim_clusters holds the clusters of
    the last time, so that a reviewer sees one of forty reprints. Run it again after each run or load.

    \b
    Examples:
      newsextract cluster out
      newsextract cluster monday tuesday --out week.jsonl --db sqlite:///news.db
    """
    with errors_in_one_line("stopped: nothing was changed"):
        from newsextract.run.clusters import cluster_records  # noqa: PLC0415 - loads numpy and the converter

        target = out or (records[0] if records[0].is_dir() else records[0].parent) / "clusters.jsonl"
        if db is None:
            report = cluster_records(records, target)
        else:
            from newsextract.store.clusters import load_clusters  # noqa: PLC0415 - loads SQLAlchemy
            from newsextract.store.database import Database  # noqa: PLC0415

            with Database(db, create=False) as database:  # opened first: a wrong URL shall not show afterwards
                report = cluster_records(records, target)
                load_clusters(database, target)
            typer.echo(f"database {mask_secrets(db)}: {report.clustered:,} claims in clusters", err=True)
    typer.echo(
        f"{report.articles:,} articles, {report.claims:,} claims: {report.clusters:,} clusters of "
        f"{report.clustered:,} claims in {target}",
        err=True,
    )
