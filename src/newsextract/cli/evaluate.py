"""``newsextract evaluate``: records against gold annotations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsextract.cli.console import errors_in_one_line, one_line

if TYPE_CHECKING:
    from newsextract.evaluate.gold import GoldArticle
    from newsextract.evaluate.score import Scores

_KINDS = ("", "firm", "metric", "claim", "type")


def evaluate(
    records: Annotated[Path, typer.Argument(help="A record file, or a folder of them.")],
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD", help="Gold files (.json), or folders of them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Print up to N differences.")] = 0,
    only: Annotated[str, typer.Option(metavar="KIND", help="Differences of firm, metric, claim or type only.")] = "",
    gate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Exit with 1 if a figure is below its floor.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors of --gate to these figures.")] = False,
    allow_regression: Annotated[bool, typer.Option(help="With --update, lower floors as well.")] = False,
) -> None:
    """Score RECORDS against GOLD annotations: precision, recall and F1 over all articles.

    A record is paired with the gold article that has exactly its text. A figure is named as in the report:
    firm_mentions (exact spans), metric_values, metric_strict (with unit and qualifier), claim_types, ...

    \b
    Examples:
      newsextract evaluate out corpus/gold
      newsextract evaluate out corpus/gold --errors 20 --only metric
      newsextract evaluate out corpus/gold --gate pipeline/eval/floors.json
    """
    with errors_in_one_line():
        if update and gate is None:
            raise typer.BadParameter("--update needs --gate FILE")
        if only not in _KINDS:
            raise typer.BadParameter(f"--only {only}: give one of {', '.join(_KINDS[1:])}")
        from newsextract.evaluate.gate import check_floors, pin_floors  # noqa: PLC0415 - loads pydantic
        from newsextract.evaluate.gold import read_gold  # noqa: PLC0415
        from newsextract.evaluate.score import evaluate_records  # noqa: PLC0415

        golds = read_gold(gold)
        scores = evaluate_records([records], golds)
        _print_scores(scores, golds, as_json=as_json)
        shown = [d for d in scores.differences if d.kind.startswith(only)][:errors]
        for article, kind, text in shown:
            typer.echo(f"{article}\t{kind}\t{one_line(text)}")
        if gate and update:
            pin_floors(gate, scores, golds, allow_regression=allow_regression)
        fallen = check_floors(gate, scores, golds) if gate and not update else []
        for message in fallen:
            typer.echo(f"error: {message}", err=True)
    raise typer.Exit(1 if fallen else 0)


def _print_scores(scores: "Scores", golds: "list[GoldArticle]", *, as_json: bool) -> None:
    if scores.unpaired:
        names = ", ".join(scores.unpaired[:5])
        typer.echo(f"no record for {len(scores.unpaired)} of {len(golds)} gold articles: {names}", err=True)
    if as_json:
        typer.echo(json.dumps(scores.as_json(), ensure_ascii=False))
        return
    for name, figure in scores.figures.items():
        fields = "  ".join(f"{key} {value:.4f}" for key, value in figure.as_json().items() if key != "n")
        typer.echo(f"{name:18} {fields}  n {figure.n}")
