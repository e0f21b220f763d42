"""`wholeplace trace`: from a figure to the cells it was published in."""

from __future__ import annotations

from typing import Annotated

import typer

from wholeplace.cli.common import (
    AsJson,
    AsOf,
    StoreFolder,
    print_json,
    print_table,
    say,
    the_place,
    the_snapshot,
    warn_if_invented,
    year_of,
)


def trace(
    measure: Annotated[str, typer.Argument(help="Measure id.")],
    place: Annotated[str, typer.Argument(help="Name or code of the place.")],
    period: Annotated[str, typer.Argument(help="e.g. 2016-17.")],
    as_of: AsOf = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """Show a figure's formula with its numbers in it, and for each its file, sheet, cell, SHA-256 and release."""
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.evidence.measures import the_measure
    from wholeplace.evidence.trace import trace as follow

    definition = the_measure(measure)
    year = year_of(definition, period)
    snapshot = the_snapshot(store, as_of)
    found = follow(snapshot, definition, the_place(snapshot, place), year)
    if found is None:
        raise WholeplaceError(
            f"Nothing was published for '{place}' in {period} that {definition.id} is made from. "
            "`wholeplace data list` shows what is loaded."
        )
    if json:
        print_json(found.as_json())
        return
    warn_if_invented(snapshot)
    figure = found.figure
    say(f"{definition.title}: {figure.place_name}, {figure.period}: {figure.display} ({figure.status})")
    if figure.note:
        say(f"  {figure.note}")
    say(f"  formula   {found.formula}")
    say(f"  numbers   {found.with_numbers}")
    rows = [
        (f"{c.number:,.10g} {c.unit}".strip() if c.number is not None else c.status, c.label, c.where(), c.release)
        for c in found.cells
    ]
    print_table(("As published", "Line", "Where", "Release"), rows, right=(0,))
    for file, fingerprint in sorted({(c.file, c.sha256) for c in found.cells}):
        say(f"  SHA-256 {fingerprint}  {file}")
