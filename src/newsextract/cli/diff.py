"""``newsextract diff``: what differs between two runs."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsextract.cli.console import errors_in_one_line, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsextract.diff.compare import Change, Summary, What

_KINDS = ("article", "firm", "metric", "claim")
_SIGNS: "dict[What, str]" = {"appeared": "+", "vanished": "-", "changed": "~"}
_FIRMS_SHOWN = 10


def diff(
    before: Annotated[str, typer.Argument(metavar="RUN_A", help="Output folder, record file or database URL.")],
    after: Annotated[str, typer.Argument(metavar="RUN_B", help="The same, later.")],
    only: Annotated[str, typer.Option(metavar="KIND", help="Show article, firm, metric or claim only.")] = "",
    firm: Annotated[str, typer.Option(metavar="NAME", help="Show what is about this firm only.")] = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Show up to N changes; all are counted.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Print a change a line as JSON, the summary last.")] = False,
) -> None:
    """Compare the records of RUN_A and RUN_B: what appeared (+), vanished (-) and changed (~).

    A firm is known by its name, a metric by its place (or its words where the text was edited), a claim by its
    key. What only moved in the text is no change, and neither is another version of the pipeline that says the same.

    \b
    Examples:
      newsextract diff out-monday out-tuesday
      newsextract diff sqlite:///news.db out --only metric --limit 20
      newsextract diff old.jsonl new.jsonl --json > changes.jsonl

    Exit status: 0 no differences, 1 differences, 2 trouble.
    """
    with errors_in_one_line():
        if only and only not in _KINDS:
            raise typer.BadParameter(f"--only {only}: give one of {', '.join(_KINDS)}")
        from newsextract.diff.compare import Summary, compare  # noqa: PLC0415 - loads pydantic
        from newsextract.diff.sides import open_side  # noqa: PLC0415 - loads SQLAlchemy

        summary, shown = Summary(), 0
        show = _show_json if as_json else _text_shower()
        with open_side(before) as one, open_side(after) as other:
            for change in compare(one, other, summary):
                if (only in {"", change.kind}) and (not firm or firm in change.firms):
                    shown += 1
                    if as_json or shown <= limit:
                        show(change)
        if as_json:
            _echo_json({"summary": _summary_json(summary)})
        else:
            _show_summary(summary, shown - limit)
    raise typer.Exit(1 if summary.differs else 0)


def _text_shower() -> "Callable[[Change], None]":
    """Return what prints changes, each article's under its id."""
    article = ""

    def show(change: "Change") -> None:
        nonlocal article
        if change.article_id != article:
            article = change.article_id
            typer.echo(f"\n{article}")
        typer.echo(f"  {_SIGNS[change.what]} {change.kind:7} {one_line(change.text)}")
        for name, (old, new) in change.fields.items():
            typer.echo(f"      {name}: {one_line(str(old))} -> {one_line(str(new))}")

    return show


def _show_summary(summary: "Summary", left_out: int) -> None:
    if left_out > 0:
        typer.echo(f"\n... {left_out:,} more changes: --limit shows them")
    typer.echo(f"\narticles  {summary.before:,} before, {summary.after:,} after, {summary.equal:,} with equal findings")
    for kind in _KINDS:
        counts = [f"{summary.counts[kind, what]:,} {what}" for what in _SIGNS]
        typer.echo(f"{kind + 's':9} {', '.join(counts)}")
    if summary.fields:
        fields = (f"{name} {count:,}" for name, count in summary.fields.most_common())
        typer.echo(f"fields    {', '.join(fields)}")
    for name, count in _firms(summary).items():
        typer.echo(f"firm      {one_line(name)}: {', '.join(f'{number:,} {what}' for what, number in count.items())}")


def _firms(summary: "Summary") -> dict[str, dict[str, int]]:
    """Return the counts of the firms that changed most."""
    by_firm: dict[str, dict[str, int]] = {}
    for (name, what), count in summary.firms.items():
        by_firm.setdefault(name, {})[what] = count
    most = sorted(by_firm, key=lambda name: (-sum(by_firm[name].values()), name))
    return {name: by_firm[name] for name in most[:_FIRMS_SHOWN]}


def _show_json(change: "Change") -> None:
    _echo_json(change._asdict())


def _summary_json(summary: "Summary") -> dict[str, Any]:
    counts = {kind: {what: summary.counts[kind, what] for what in _SIGNS} for kind in _KINDS}
    totals = {"before": summary.before, "after": summary.after, "equal": summary.equal}
    return {"articles": totals, "changes": counts, "fields": dict(summary.fields), "firms": _firms(summary)}


def _echo_json(value: object) -> None:
    import simplejson  # noqa: PLC0415

    typer.echo(simplejson.dumps(value, use_decimal=True, ensure_ascii=False, default=str))
