"""`wholeplace measures`: the indicators."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from wholeplace.cli.common import (
    AsJson,
    AsOf,
    StoreFolder,
    print_json,
    print_table,
    say,
    the_snapshot,
    warn_if_invented,
)

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_measures(json: AsJson = False) -> None:
    """List all indicators."""
    from wholeplace.evidence.measures import measures

    found = measures().values()
    if json:
        print_json([_plain(m) for m in found])
        return
    print_table(
        ("Measure", "Title", "Unit", "Applies to"), [(m.id, m.title, m.unit, ", ".join(m.classes)) for m in found]
    )


@app.command("show")
def show(measure: Annotated[str, typer.Argument(help="Measure id.")], json: AsJson = False) -> None:
    """Show one indicator: what it means, its formula, caveats, source and who checked it."""
    from wholeplace.evidence.measures import the_measure

    found = the_measure(measure)
    if json:
        print_json(_plain(found))
        return
    say(f"{found.title}  [{found.id}]")
    say(f"  {found.why}")
    say(f"  Unit: {found.unit}. Better: {found.polarity}. Applies to: {', '.join(found.classes)}.")
    say(
        f"  Formula: {found.formula}"
        + (f"   only when {found.only_when}, otherwise {found.otherwise}" if found.only_when else "")
    )
    for name, line in found.terms.items():
        say(f"    {name} = {line}")
    for caveat in found.caveats:
        say(f"  Caveat: {caveat}")
    say(f"  Source: {found.source}")
    say(f"  Checked by {found.checked_by} on {found.checked_on}; next review {found.next_review}.")


@app.command("check")
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Drafts to check; all installed when left out.")
    ] = None,
    store: StoreFolder = None,
) -> None:
    """Check definitions: keys, formula, terms found in what is loaded, review dates. Exit code 1 when one is wrong."""
    from wholeplace.cli.common import the_store
    from wholeplace.core.errors import MeasureError
    from wholeplace.evidence.measures import measures, read_measure_file
    from wholeplace.evidence.snapshot import Snapshot

    wrong = 0
    found = []
    for path in files or []:
        try:
            found.append(read_measure_file(path))
        except MeasureError as error:
            wrong += 1
            say(f"WRONG  {error}")
    if not files:
        found = list(measures().values())
    lines = Snapshot(the_store(store)).lines
    today = datetime.now(UTC).date()
    for measure in found:
        remarks = []
        if lines and (unknown := sorted(measure.lines - set(lines))):
            remarks.append(f"not in what is loaded: {', '.join(unknown)}")
        if measure.next_review < today:
            remarks.append(f"review was due on {measure.next_review}")
        say(f"{'CHECK' if remarks else 'ok':6} {measure.id}{': ' if remarks else ''}{'; '.join(remarks)}")
    if not lines:
        say("Nothing is loaded, so the terms could not be held against published lines.")
    if wrong:
        raise typer.Exit(1)


@app.command("preview")
def preview(
    file: Annotated[Path, typer.Argument(help="A definition that is being drafted.")],
    as_of: AsOf = None,
    store: StoreFolder = None,
) -> None:
    """Work out a draft definition on what is loaded, before anyone else sees it."""
    from wholeplace.evidence.figures import compute
    from wholeplace.evidence.measures import read_measure_file

    measure = read_measure_file(file)
    snapshot = the_snapshot(store, as_of)
    warn_if_invented(snapshot)
    found = list(compute(snapshot, [measure]).figures(measure))
    by_period: dict[str, list[Any]] = {}
    for figure in found:
        by_period.setdefault(figure.period, []).append(figure)
    rows = []
    for period, figures in sorted(by_period.items()):
        values = sorted(f for f in (float(x.value) for x in figures if x.value is not None))
        missing = len(figures) - len(values)
        if values:
            from wholeplace.evidence.figure import show_value

            picks = [values[int(q * (len(values) - 1))] for q in (0, 0.25, 0.5, 0.75, 1)]
            shown = [show_value(v if measure.unit != "£" else round(v), measure.unit, measure.decimals) for v in picks]
        else:
            shown = ["–"] * 5
        rows.append((period, str(len(values)), str(missing), *shown))
    say(f"{measure.title} [{measure.id}]: {measure.formula}")
    print_table(
        ("Period", "Values", "Without", "Lowest", "Lower quartile", "Median", "Upper quartile", "Highest"),
        rows,
        right=range(1, 8),
    )


def _plain(measure: Any) -> dict[str, Any]:
    hidden = {"tree", "condition"}
    plain = {k: v for k, v in vars(measure).items() if k not in hidden}
    return plain | {"terms": dict(measure.terms)}
