"""``newsextract rules``: which rules earn their keep, by what reviewers decided."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.console import errors_in_one_line, one_line
from newsextract.masking import mask_secrets

if TYPE_CHECKING:
    from newsextract.store.scoreboard import RuleScore

_TOLD = {
    "retire": "retire: surely wrong more often than right",
    "fix": "fix: surely not good",
    "watch": "watch: looks weak, too little decided",
    "undecided": "looks good, too little decided",
    "good": "good",
}


def rules(
    db: Annotated[str, typer.Option(metavar="URL", help="A database with decisions, e.g. sqlite:///news.db")],
    report: Annotated[bool, typer.Option("--report", help="Print the scoreboard.")] = False,
    examples: Annotated[int, typer.Option(min=0, metavar="N", help="Print up to N wrong claims a rule.")] = 1,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this reviewer decided.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Score the rules by review decisions, the worst first: which to retire and which to fix.

    Precision is the share of a rule's decided claims that were right, between the ends of Wilson's interval (95 %).
    A rejected claim counts against every rule that found it ("alone": where no other did); an edited one counts
    against those whose type or speaker was taken away. Claims that changed since do not count.

    \b
    Examples:
      newsextract rules --report --db sqlite:///news.db
      newsextract rules --report --db sqlite:///news.db --examples 5
      newsextract rules --report --db sqlite:///news.db --json | jq 'select(.advice == "retire")'

    Exit status: 0 printed, 2 the database cannot be read.
    """
    with errors_in_one_line():
        if not report:
            raise typer.BadParameter("say what to do with the rules: --report")
        from newsextract.store.database import Database  # noqa: PLC0415 - loads SQLAlchemy
        from newsextract.store.scoreboard import read_rule_scores  # noqa: PLC0415

        with Database(db, create=False) as database, database.reading() as connection:
            scores = read_rule_scores(connection, reviewer=reviewer, examples=examples)
    if as_json:
        for score in scores:
            typer.echo(json.dumps(_as_object(score), ensure_ascii=False))
    elif scores:
        _print_table(scores)
    else:
        shown = mask_secrets(db)
        typer.echo(f"{shown}: no decisions yet: newsextract review --db {shown}", err=True)


def _print_table(scores: "list[RuleScore]") -> None:
    from rich.console import Console  # noqa: PLC0415 - 0.1 s
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head, justify in (("rule", "left"), ("decided", "right"), ("wrong", "right"), ("alone", "right")):
        table.add_column(head, justify=justify, header_style="dim", no_wrap=True)  # type: ignore[arg-type]
    table.add_column("precision", header_style="dim", no_wrap=True)
    table.add_column("what to do", header_style="dim")
    for score in scores:
        low, high = score.interval
        share = f"{score.precision:.2f} ({low:.2f} to {high:.2f})"
        counts = (str(score.decided), str(score.wrong), str(score.blamed_alone))
        table.add_row(score.rule, *counts, share, _TOLD[score.advice])
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(table)
    for score in scores:
        for example in score.examples:
            console.print(Text(f"\n{score.rule}  {example.verdict}  {example.key}\n  {one_line(example.text)}"))


def _as_object(score: "RuleScore") -> dict[str, object]:
    low, high = score.interval
    return {
        "rule": score.rule,
        "decided": score.decided,
        "right": score.right,
        "wrong": score.wrong,
        "alone": score.blamed_alone,
        "precision": round(score.precision, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "advice": score.advice,
        "examples": [example._asdict() for example in score.examples],
    }
