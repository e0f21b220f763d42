"""Tables and what is in them: sources, cells, columns.

    table = Table(
        title="Reserves against places like it",
        columns=(Column("Indicator"), Column("2016-17", align="right"), Column("Median", align="right")),
        rows=((Cell("Unallocated reserves"), Cell.of(figure), Cell.number(0.065, RATIO)),),
        sources=(Source("Revenue outturn RS 2016-17, DCLG, published 16 November 2017"),),
    )

The first column names its row (`header_column`). A cell made from a figure keeps the figure, so that Excel
gets the number and JSON its releases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import ESTIMATED, OK, STATUSES, Figure, show_value

if TYPE_CHECKING:
    from decimal import Decimal

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Source:
    """A source note: what a figure was taken from, the release's id, and where a reader can find it."""

    text: str
    release: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell. `text` is what a reader sees; `note` becomes a lettered footnote under the table.

    `figure` keeps the figure that the text shows. `value` and `unit` do the same for a number that is not a
    figure of its own, such as peers' quartile (units as in `evidence.figure`).
    """

    text: str
    figure: Figure | None = None
    emphasis: bool = False
    note: str = ""
    value: Decimal | float | None = None
    unit: str = ""
    decimals: int = 1

    @classmethod
    def of(cls, figure: Figure, *, emphasis: bool = False, note: str | None = None) -> Cell:
        """A cell that shows a figure; without a `note`, the footnote says why it has no value."""
        if note is None:
            note = "" if figure.status == OK else reason(figure)
        return cls(figure.display, figure=figure, emphasis=emphasis, note=note)

    @classmethod
    def number(
        cls,
        value: Decimal | float | None,
        unit: str,
        decimals: int = 1,
        *,
        emphasis: bool = False,
        note: str = "",
    ) -> Cell:
        """A cell that shows a number in one of the units of `evidence.figure`; a dash where there is none."""
        text = show_value(value, unit, decimals)
        return cls(text, emphasis=emphasis, note=note, value=value, unit=unit, decimals=decimals)


NOTHING = Cell("\N{EN DASH}")  # where there is nothing to show, and nothing to say about it


def reason(figure: Figure) -> str:
    """Why a figure has no value, or what a reader must know of an estimated one."""
    if figure.note:
        return figure.note
    words = STATUSES.get(figure.status, figure.status)
    return f"Estimated: {words}." if figure.status == ESTIMATED else f"No value: {words}."


@dataclass(frozen=True)
class Column:
    """A column's heading; `width` is its share of the table's width, against the other columns' widths."""

    title: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True)
class Table:
    """A table with a header row. Every row has a cell for every column.

    Raises PaperError where a row is longer or shorter than the header, or there is no header.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[Source, ...] = ()
    header_column: bool = True
    notes: tuple[str, ...] = ()
    summary: str = ""

    def __post_init__(self) -> None:
        """Refuse a table that could not be read aloud."""
        if not self.columns:
            raise PaperError(f"Table '{self.title}' has no header row. Give it at least one Column.")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise PaperError(
                    f"Table '{self.title}', row {number}: {len(row)} cells under {len(self.columns)} "
                    "columns. Give every column a cell; use NOTHING where there is nothing to show."
                )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures shown, row by row."""
        return tuple(cell.figure for row in self.rows for cell in row if cell.figure is not None)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each distinct note on a cell: a, b, c in the order in which a reader meets them."""
        notes = dict.fromkeys(cell.note for row in self.rows for cell in row if cell.note)
        return {note: footnote_letter(index) for index, note in enumerate(notes)}


def footnote_letter(index: int) -> str:
    """a, b … z, aa, ab … for 0, 1 …."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
