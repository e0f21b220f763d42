"""`wholeplace scenario`: what services would cost, what would come in, and the gap between the two."""

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
    progress_bar,
    say,
    the_snapshot,
    warn_if_invented,
)

if TYPE_CHECKING:
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.finance.scenarios.baseline import Baseline
    from wholeplace.finance.scenarios.outcome import Result

app = typer.Typer(no_args_is_help=True)
FILES = ".pdf, .html, .docx, .xlsx or .json"
DrawsOption = Annotated[
    int | None,
    typer.Option("--draws", metavar="N", min=1, max=100_000, help="How often to draw it. [default: as the file says]",
                 show_default=False),
]  # fmt: skip
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, max=2**32 - 1, show_default=False,
                 help="What the random numbers start from: the same seed, the same draws. [default: as the file says]"),
]  # fmt: skip


@app.command("new")
def new(
    place: Annotated[str | None, typer.Argument(help="Name or code of a council.", show_default=False)] = None,
    class_name: Annotated[
        str | None,
        typer.Option(
            "--class", metavar="CLASS", help="All councils of a class: county, unitary, district, …", show_default=False
        ),
    ] = None,
    sector: Annotated[bool, typer.Option("--sector", help="All councils together.")] = False,
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            metavar="YYYY-YY",
            show_default=False,
            help="The base year. [default: the latest with a complete return]",
        ),
    ] = None,
    years: Annotated[
        int, typer.Option("--years", metavar="N", min=1, max=30, help="How many years to look ahead.")
    ] = 10,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="File to write. [default: the screen]", show_default=False),
    ] = None,
    as_of: AsOf = None,
    store: StoreFolder = None,
) -> None:
    """Write a scenario to start from: the accounts as published, each amount with its source, and standing assumptions.

    For example: wholeplace scenario new Drayvenwadeshire --out drayven.toml, or wholeplace scenario new --class county.
    """
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.core.files import write_atomically
    from wholeplace.finance.scenarios.baseline import scenario_of
    from wholeplace.finance.scenarios.writing import scenario_toml

    if sector and class_name is not None:
        raise WholeplaceError(f"Write --sector or --class {class_name}, not both.")
    snapshot = the_snapshot(store, as_of)
    base = _baseline(snapshot, place, "councils" if sector else class_name, year)
    scenario = scenario_of(base, snapshot, years)
    warn_if_invented(snapshot)
    text = scenario_toml(scenario)
    if out is None:
        typer.echo(text, nl=False)
        return
    write_atomically(out, text.encode())
    many = f", {len(scenario.councils)} councils" if scenario.several else ""
    say(f"Wrote {out}: {scenario.name}{many}, from the accounts of {scenario.base}")
    for note in scenario.notes:
        say(f"  {note}")


def _baseline(snapshot: Snapshot, place: str | None, class_name: str | None, year: str | None) -> Baseline:
    """The accounts asked for.

    Raises:
        WholeplaceError: neither a place nor a group is asked for, or both; or there are no such accounts.
    """
    from wholeplace.cli.common import the_place
    from wholeplace.core.errors import WholeplaceError
    from wholeplace.evidence.figures import members
    from wholeplace.finance.scenarios.baseline import baseline
    from wholeplace.places.groups import class_words

    start = _start(year)
    if place is not None and class_name is None:
        identifier = the_place(snapshot, place)
        return baseline(snapshot, identifier, snapshot.crosswalk.places[identifier].name, [identifier], start)
    if class_name is None or place is not None:
        raise WholeplaceError("Name one place, or one group with --class CLASS or --sector.")
    found = members(snapshot, class_name)
    if not found:
        known = sorted({p.place_class for p in snapshot.crosswalk.places.values()})
        raise WholeplaceError(f"No place is of class '{class_name}'. Classes: {', '.join(known)}.")
    words = class_words(class_name)
    return baseline(snapshot, f"class:{class_name}", f"{words[:1].upper()}{words[1:]}", found, start)


def _start(year: str | None) -> int | None:
    from wholeplace.core.errors import PeriodError
    from wholeplace.core.periods import FINANCIAL_YEAR, Period

    if year is None:
        return None
    period = Period.parse(year)
    if period.kind != FINANCIAL_YEAR:
        raise PeriodError(f"The base year '{year}' is not a financial year. Write it like 2016-17.")
    return period.year


@app.command("run")
def run(
    file: Annotated[Path, typer.Argument(help="The scenario, a TOML file.")],
    json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=f"Write it as a paper: {FILES}", show_default=False),
    ] = None,
    draws: DrawsOption = None,
    seed: SeedOption = None,
) -> None:
    """Work a scenario out: the gap each year, its range over many draws, reserves, and what would close it.

    For example: wholeplace scenario run drayven.toml --draws 5000 --out drayven.pdf. It needs nothing but the file.
    """
    result = _worked_out(file, draws, seed)
    if out is not None:
        from wholeplace.finance.scenarios.paper import paper
        from wholeplace.papers.render import write

        write(paper(result), out)
    if json:
        print_json(_json(result))
    elif out is not None:
        say(f"Wrote {out}: {result.scenario.title}")
    else:
        _show(result)


@app.command("compare")
def compare(
    files: Annotated[list[Path], typer.Argument(help="The scenarios, two or more TOML files.")],
    json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=f"Write it as a paper: {FILES}", show_default=False),
    ] = None,
    draws: DrawsOption = None,
    seed: SeedOption = None,
) -> None:
    """Set scenarios side by side: their gaps in the last year, and what each assumes otherwise.

    For example: wholeplace scenario compare central.toml frozen-tax.toml --out both.pdf.
    """
    from wholeplace.finance.scenarios.compare import HEADER, comparison_json, comparison_paper, rows, side_by_side

    found = side_by_side([_worked_out(file, draws, seed) for file in files])
    if out is not None:
        from wholeplace.papers.render import write

        write(comparison_paper(found), out)
    if json:
        print_json(comparison_json(found))
    elif out is not None:
        say(f"Wrote {out}: {len(found.results)} scenarios side by side")
    else:
        print_table((HEADER, *(r.scenario.title for r in found.results)), rows(found), right=range(1, len(files) + 1))


def _worked_out(file: Path, draws: int | None, seed: int | None) -> Result:
    from wholeplace.finance.scenarios.file import read_scenario_file
    from wholeplace.finance.scenarios.outcome import work_out

    scenario = read_scenario_file(file)
    with progress_bar("Drawing") as progress:
        return work_out(scenario, number=draws, seed=seed, progress=progress)


def _json(result: Result) -> object:
    from wholeplace.finance.scenarios.outcome import as_json

    return as_json(result)


def _show(result: Result) -> None:
    from wholeplace.finance.scenarios.words import driver_rows, headlines, year_rows

    scenario = result.scenario
    if scenario.invented:
        typer.echo("Invented sector: the places and figures below are not real.", err=True)
    say(f"{scenario.title}: {scenario.base} and {scenario.years} years ahead, {scenario.price_words}")
    for line in headlines(result):
        say(f"  {line}")
    say("")
    header, rows = year_rows(result)
    print_table(header, rows, right=range(1, len(header)))
    say("")
    print_table(("Assumption", "A year", "Central", "Common", "Drawn"), driver_rows(scenario), right=(2, 3))
    for note in (*scenario.notes, *scenario.sources):
        say(f"  {note}")
