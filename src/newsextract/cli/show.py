"""``newsextract show``: one article with what was found in it, in the terminal or as a page for the browser."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.console import GAZETTEER, errors_in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsextract.records import ArticleRecord, Reject


def show(
    article: Annotated[Path, typer.Argument(help="An article file, or a file or folder of records.")],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page for the browser instead.")] = None,
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="Which article, where there are several.")] = 1,
    gazetteer: Annotated[Path | None, GAZETTEER] = None,
) -> None:
    """Show ARTICLE with its firms, metrics and claims highlighted, and their fields in tables.

    ARTICLE is anything that run reads; it is extracted now. Of records that a run wrote, the record is shown.

    \b
    Examples:
      newsextract show article.txt
      newsextract show article.txt --html article.html
      newsextract show out --number 12
    """
    with errors_in_one_line():
        record = _find_record(article, number, gazetteer)
        if html is None:
            from newsextract.cli.terminal import print_record  # noqa: PLC0415 - loads rich

            print_record(record)
            return
        from newsextract.show.html import render_page  # noqa: PLC0415 - loads pydantic
        from newsextract.store.atomic import write_atomically  # noqa: PLC0415

        with write_atomically(html) as file:
            file.write(render_page(record).encode())
        typer.echo(f"wrote {html}: open it in a browser", err=True)


def _find_record(path: Path, number: int, gazetteer: Path | None) -> "ArticleRecord":
    from newsextract.errors import ArticleError, ConfigError  # noqa: PLC0415
    from newsextract.records import Reject  # noqa: PLC0415 - loads pydantic

    found = list(islice(_records(path, gazetteer), number - 1, number + 1))
    if not found:
        raise ConfigError(f"{path}: there is no article {number} in it")
    if isinstance(found[0], Reject):
        raise ArticleError(found[0].reason, found[0].message)
    if len(found) > 1 and number == 1:
        typer.echo(f"note: {path} holds more than one article; --number 2 shows the next", err=True)
    return found[0]


def _records(path: Path, gazetteer: Path | None) -> "Iterator[ArticleRecord | Reject]":
    from newsextract.store.jsonl import holds_records, read_records  # noqa: PLC0415 - loads pydantic

    if holds_records(path):
        yield from read_records([path])
        return
    import newsextract  # noqa: PLC0415
    from newsextract.records import Reject  # noqa: PLC0415

    extractor = None
    for item in newsextract.read_articles([path]):
        if isinstance(item, Reject):
            yield item
        else:
            extractor = extractor or newsextract.load(gazetteer=gazetteer)
            yield from extractor.extract_many([item])
