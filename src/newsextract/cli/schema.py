"""``newsextract schema``: the JSON Schemas of records and rejects."""

from pathlib import Path
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line


def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file is not current.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the schemas. [default: the project's schemas/]")
    ] = None,
) -> None:
    """Write the JSON Schemas of records and rejects, made from the models.

    \b
    Examples:
      newsextract schema --out schemas
      newsextract schema --check
    """
    with errors_in_one_line():
        from newsextract.records.schema import stale_schemas, write_schemas  # noqa: PLC0415 - loads pydantic
        from newsextract.resources import data_root  # noqa: PLC0415

        folder = out or data_root() / "schemas"
        if not check:
            for path in write_schemas(folder):
                typer.echo(path)
            return
        stale = stale_schemas(folder)
        for path in stale:
            found = "not what the models say" if path.exists() else "missing"
            typer.echo(f"error: {path}: {found}: run newsextract schema and commit the result", err=True)
    raise typer.Exit(1 if stale else 0)
