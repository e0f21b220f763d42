"""What every command shares: where the store is, progress, errors in words, and how values are typed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.core.progress import Progress
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.store import Store

STORE_VARIABLE = "WHOLEPLACE_STORE"


StoreFolder = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", envvar=STORE_VARIABLE, show_default=False,
        help="Folder of the releases. [default: this user's data folder]",
    ),
]  # fmt: skip
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD",
        help="See only what had been published by this date. [default: everything loaded]", show_default=False,
    ),
]  # fmt: skip
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def the_store(folder: Path | None) -> Store:
    """The store to work on."""
    from wholeplace.evidence.store import Store, default_folder

    return Store(folder or default_folder())


def the_day(as_of: datetime | None) -> date | None:
    """The date of an `--as-of` option."""
    return as_of.date() if as_of else None


def the_snapshot(folder: Path | None, as_of: datetime | None = None) -> Snapshot:
    """The evidence to query.

    Raises:
        StoreError: nothing has been loaded (by that date).
    """
    from wholeplace.core.errors import StoreError
    from wholeplace.evidence.snapshot import Snapshot

    store = the_store(folder)
    snapshot = Snapshot(store, the_day(as_of))
    if not snapshot.releases:
        when = f" published by {the_day(as_of)}" if as_of and store.entries() else ""
        raise StoreError(
            f"There is nothing{when} in the store at {store.folder}. Load published files first "
            "(`wholeplace load FOLDER`), or make an invented sector (`wholeplace sample create DIR`)."
        )
    return snapshot


def the_place(snapshot: Snapshot, query: str) -> str:
    """Id of the one place that a name or code means, in the register or (police, fire) only in returns.

    Raises:
        UnknownPlaceError, AmbiguousPlaceError: the name does not say which.
    """
    from wholeplace.core.errors import StoreError
    from wholeplace.places.finding import find_place
    from wholeplace.places.register import Register

    try:
        register = Register.open(snapshot.store, snapshot.as_of)
    except StoreError:  # returns alone name places too
        register = Register.build([])
    return find_place(register, snapshot.crosswalk, query).id


def year_of(measure: Measure, text: str) -> int:
    """The year that a period asked for starts in or is.

    A measure by calendar year takes a financial year for the calendar year it starts in; never the other way round.

    Raises:
        PeriodError: the text is no period, or the measure has no figures for such periods.
    """
    from wholeplace.core.errors import PeriodError
    from wholeplace.core.periods import CALENDAR_YEAR, FINANCIAL_YEAR, Period

    period = Period.parse(text)
    if period.kind == FINANCIAL_YEAR or (period.kind == CALENDAR_YEAR and measure.period == CALENDAR_YEAR):
        return period.year
    if measure.period == CALENDAR_YEAR:
        raise PeriodError(f"{measure.id} is by calendar year, and '{text}' is not one. Write it like {period.year}.")
    start = period.start.year - (period.start.month < 4)
    raise PeriodError(
        f"{measure.id} is by financial year, and '{text}' is not one. Write it like {Period.financial(start)}."
    )


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar on the error stream, so that output can be piped."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title)

        def show(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=total, description=message[:60])

        yield show


def print_json(content: Any) -> None:
    """Print JSON with stable keys."""
    import orjson

    option = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    sys.stdout.write(orjson.dumps(content, option=option, default=str).decode() + "\n")


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print a table that fits the terminal; columns in `right` are aligned right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, name in enumerate(header):
        table.add_column(name, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=200)
    console.print(table)


def say(text: str) -> None:
    """Print a line as it is."""
    typer.echo(text)


def warn_if_invented(snapshot: Snapshot) -> None:
    """Say on the error stream when figures are of an invented sector."""
    if snapshot.invented:
        typer.echo("Invented sector: the places and figures below are not real.", err=True)
