"""One record in the terminal: the text in colours, then tables."""

import sys

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsextract.records import ArticleRecord
from newsextract.show.fields import change_words, headline, value_words
from newsextract.show.pieces import Piece, cut_paragraphs
from newsextract.show.text import printable

_WIDTH = 100
_STYLES = {"firm": "bold blue", "reference": "blue", "metric": "bold yellow"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def print_record(record: ArticleRecord) -> None:
    """Print the record on standard output, in colours where that is a terminal."""
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    console.width = min(console.width, _WIDTH)
    console.print(Text(printable(headline(record)), "bold"))
    article = record.article
    about = (article.publisher, article.published_at, article.script, f"{article.length:,} characters")
    console.print(Text(" · ".join(printable(part) for part in about if part), "dim"))
    for warning in record.warnings:
        console.print(Text(f"! {printable(warning)}", "red"))
    console.print()
    begun: set[str] = set()
    for paragraph in cut_paragraphs(record):
        line = Text()
        for piece in paragraph:
            _append(line, piece, begun)
        for row in _wrap(line, console.width):
            console.print(row, no_wrap=True)
    console.print()
    legend = Text.assemble(("firm", "bold blue"), "  ", ("metric", "bold yellow"), "  ", ("claim¹", "underline green"))
    console.print(legend)
    for table in (_firms(record), _metrics(record), _claims(record)):
        console.print()
        console.print(table)


def _append(line: Text, piece: Piece, begun: set[str]) -> None:
    for key in piece.claims:
        if key not in begun:
            begun.add(key)
            line.append(key[1:].translate(_SUPERSCRIPTS), "green")
    kinds = {mark.kind for mark in piece.marks}
    style = next((style for kind, style in _STYLES.items() if kind in kinds), "")
    line.append(printable(piece.text), f"{style} underline" if piece.claims else style)


def _wrap(line: Text, width: int) -> list[Text]:
    """Return the rows of a line: broken after any Chinese character, but not inside a Latin word."""
    cuts: list[int] = []
    used, last_break, used_at_break = 0, 0, 0
    for index, char in enumerate(line.plain):
        cells = cell_len(char)
        if used + cells > width:
            if last_break <= (cuts[-1] if cuts else 0):
                last_break, used_at_break = index, used
            cuts.append(last_break)
            used -= used_at_break
        used += cells
        if cells == 2 or char.isspace():
            last_break, used_at_break = index + 1, used
    return list(line.divide(cuts))


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, header_style="dim", overflow="fold")
    return table


def _add(table: Table, *cells: str | None) -> None:
    table.add_row(*(Text(printable(cell or "")) for cell in cells))


def _firms(record: ArticleRecord) -> Table:
    table = _table(f"Firms {len(record.firms)}", "", "firm", "also called", "known as", "places")
    for firm in record.firms:
        known = firm.canonical.id if firm.canonical else ""
        _add(table, firm.id, firm.name, "、".join(firm.aliases), known, str(len(firm.mentions)))
    return table


def _metrics(record: ArticleRecord) -> Table:
    table = _table(f"Metrics {len(record.metrics)}", "", "as written", "value", "what", "whose", "when", "change")
    for metric in record.metrics:
        whose = metric.subject.text if metric.subject else ""
        when = metric.period.text if metric.period else ""
        _add(table, metric.id, metric.text, value_words(metric), metric.indicator, whose, when, change_words(metric))
    return table


def _claims(record: ArticleRecord) -> Table:
    table = _table(f"Claims {len(record.claims)}", "", "claim", "types", "who says so", "firms, metrics", "score")
    for claim in record.claims:
        speaker = claim.speaker.text if claim.speaker else ""
        links = " ".join((*claim.firm_ids, *claim.metric_ids))
        _add(table, claim.id, claim.text, ", ".join(claim.types), speaker, links, f"{claim.score:.2f}")
    return table
