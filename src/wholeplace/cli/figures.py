"""`wholeplace figures`: an indicator for places and periods."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


def figures(
    measure: Annotated[str, typer.Argument(help="Measure id; `wholeplace measures list` shows all.")],
    place: Annotated[list[str] | None, typer.Option("--place", help="Name or code; repeat for several.")] = None,
    period: Annotated[list[str] | None, typer.Option("--period", help="e.g. 2016-17; repeat for several.")] = None,
    class_name: Annotated[
        str | None,
        typer.Option(
            "--class", help="unitary, london-borough, metropolitan, county, district, single-tier-and-county, …"
        ),
    ] = None,
    total: Annotated[
        bool, typer.Option("--total", help="The group's own figure, worked out on summed parts (a share for yes/no).")
    ] = False,
    as_of: AsOf = None,
    json: AsJson = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write CSV to FILE (- for the screen).")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="Write an Excel workbook to FILE.")
    ] = None,
    store: StoreFolder = None,
) -> None:
    """Show an indicator for places and periods, with what it is made from and why a value is missing."""
    from wholeplace.evidence.measures import the_measure

    definition = the_measure(measure)
    snapshot = the_snapshot(store, as_of)
    found = select(snapshot, definition, place, period, class_name, total=total)
    if json:
        print_json([f.as_json() for f in found])
    elif csv or xlsx:
        _export(found, csv, xlsx)
    else:
        warn_if_invented(snapshot)
        _show(definition, found)


def select(
    snapshot: Snapshot, definition: Measure, place: Sequence[str] | None, period: Sequence[str] | None,
    class_name: str | None, *, total: bool,
) -> list[Figure]:  # fmt: skip
    """The figures asked for, by place and period."""
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.evidence.figures import compute, members
    from wholeplace.evidence.places import classes_of
    from wholeplace.evidence.totals import totals

    years = {year_of(definition, p) for p in period} if period else None
    ids = None
    if place:
        ids = [the_place(snapshot, p) for p in place]
    known = {p.place_class for p in snapshot.crosswalk.places.values()}
    if class_name and not classes_of(class_name) & known:
        raise WholeplaceError(
            f"No place is of class '{class_name}'. Classes: {', '.join(sorted(known))}, single-tier, "
            "single-tier-and-county."
        )
    if total:
        of_class = members(snapshot, class_name or "councils")
        ids = of_class if ids is None else [i for i in ids if not class_name or i in of_class]
        group = class_name if class_name and not place else ("the places asked for" if place else "councils")
        return totals(snapshot, definition, ids, group, years)
    classes = classes_of(class_name) if class_name else None
    return list(compute(snapshot, [definition]).figures(definition, ids, years, classes))


def _export(found: Sequence[Figure], csv: Path | None, xlsx: Path | None) -> None:
    from wholeplace.core.files import write_atomically
    from wholeplace.papers.tables import csv_bytes, xlsx_bytes

    header = ["measure", "place", "place_name", "class", "period", "value", "unit", "display", "status", "note",
              "price_base", "n", "releases"]  # fmt: skip
    rows = []
    for figure in found:
        plain = {"n": "", **figure.as_json()}
        plain["releases"] = " ".join(plain["releases"])
        rows.append([plain[name] for name in header])
    if csv and str(csv) == "-":
        typer.echo(csv_bytes(header, rows), nl=False)
    elif csv:
        write_atomically(csv, csv_bytes(header, rows))
        say(f"Wrote {csv} ({len(rows):,} rows)")
    if xlsx:
        write_atomically(xlsx, xlsx_bytes({"Figures": (header, rows)}))
        say(f"Wrote {xlsx} ({len(rows):,} rows)")


def _show(definition: Measure, found: Sequence[Figure]) -> None:
    say(f"{definition.title} [{definition.id}], {definition.unit}")
    if not found:
        say("Nothing was published for that. `wholeplace data list` shows what is loaded.")
        return
    with_n = any(f.n is not None for f in found)
    rows = []
    for figure in found:
        note = figure.note if figure.status != "ok" or figure.note else ""
        extra = (str(figure.n),) if with_n else ()
        rows.append((figure.place_name, figure.place_class, figure.period, figure.display, *extra, figure.status, note))
    header = ("Place", "Class", "Period", "Value", *(("n",) if with_n else ()), "Status", "Note")
    print_table(header, rows, right=(3,))
    if found[0].price_base:
        say(f"In {found[0].price_base} prices.")
