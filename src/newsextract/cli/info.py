"""``newsextract info``: what is installed and what it would extract with."""

import json
from typing import Annotated

import typer

from newsextract.cli.console import errors_in_one_line


def info(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Print versions, the pipeline's fingerprint, its model, and how many rules and words it has.

    Two installations with the same fingerprint write the same bytes from the same articles.

    \b
    Example:
      newsextract info --json
    """
    with errors_in_one_line():
        from newsextract.run.inventory import take_inventory  # noqa: PLC0415 - reads rules and lexicons

        inventory = take_inventory()
    if as_json:
        typer.echo(json.dumps(inventory, ensure_ascii=False, indent=2))
        return
    for name, value in inventory.items():
        if isinstance(value, dict):
            typer.echo(f"{name}:")
            for key, part in value.items():
                typer.echo(f"  {key:20} {part:,}" if isinstance(part, int) else f"  {key:20} {part}")
        else:
            typer.echo(f"{name + ':':22} {value}")
