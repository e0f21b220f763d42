"""Charts as data: what they show, in words, and the table behind them. `style` and `vega` say how they look.

Three kinds, each with its own data class:

- `Trends`: small multiples; a `Panel` an indicator, the place's figures by period over the peers' `Band`.
- `Bars`: horizontal bars from zero, negative to the left, with the peers' median as a tick.
- `Strip`: where the place stands; a `Standing` an indicator, a dot a peer, a tick at the median.

    Chart(
        title="Six indicators over eight years",
        data=Trends(
            place="Harrowmere",
            peers="27 counties",
            panels=(Panel("Reserves", RATIO, figures, (Band("2016-17", 0.18, 0.24, 0.31),)),),
        ),
        alt="Harrowmere's reserves fell in each of the last four years and are below the counties' median.",
        sources=(Source("Revenue outturn RS 2016-17, DCLG"),),
    )

A figure without a value leaves a gap. `alt` says what a reader would see, and may not be empty. The data go
into a table under the chart (`data_in="here"`) or in the annex; in HTML they always open under the chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wholeplace.core.errors import PaperError
from wholeplace.papers.cells import NOTHING, Cell, Column, Source, Table

if TYPE_CHECKING:
    from decimal import Decimal

    from wholeplace.evidence.figure import Figure

Kind = Literal["trends", "bars", "strip"]


@dataclass(frozen=True)
class Band:
    """Peers in one period: lower quartile, median, upper quartile, in the panel's unit; None if unknown."""

    period: str
    lower: Decimal | float | None
    median: Decimal | float | None
    upper: Decimal | float | None


@dataclass(frozen=True)
class Panel:
    """One indicator over time: the place's figures; `breaks` are periods that start a new series."""

    title: str
    unit: str
    values: tuple[Figure, ...]
    band: tuple[Band, ...] = ()
    decimals: int = 1
    breaks: tuple[str, ...] = ()

    @property
    def periods(self) -> tuple[str, ...]:
        """All periods of the place and its peers, in order."""
        return tuple(sorted({figure.period for figure in self.values} | {band.period for band in self.band}))


@dataclass(frozen=True)
class Trends:
    """Small multiples. `place` and `peers` are the names in the legend ("Harrowmere", "27 counties")."""

    place: str
    panels: tuple[Panel, ...]
    peers: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar; `median` is the peers', drawn as a tick; tone `watch` marks it in colour and in words."""

    label: str
    figure: Figure
    median: Decimal | float | None = None
    tone: Literal["plain", "watch"] = "plain"


@dataclass(frozen=True)
class Bars:
    """Horizontal bars in one unit; `peers` names whose median the ticks are; `watch` is what a marked bar says."""

    unit: str
    bars: tuple[Bar, ...]
    peers: str = ""
    decimals: int = 1
    watch: str = "watch"


@dataclass(frozen=True)
class Peer:
    """One peer's dot."""

    name: str
    value: Decimal | float


@dataclass(frozen=True)
class Standing:
    """Where the place stands among its peers on one indicator, on that indicator's own scale."""

    label: str
    figure: Figure
    peers: tuple[Peer, ...]
    median: Decimal | float | None = None


@dataclass(frozen=True)
class Strip:
    """A row of dots an indicator."""

    place: str
    standings: tuple[Standing, ...]
    peers: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart, what it says in words, and where its numbers come from. Raises PaperError without alt text."""

    title: str
    data: Trends | Bars | Strip
    alt: str
    sources: tuple[Source, ...] = ()
    data_in: Literal["here", "annex"] = "annex"
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a chart that says nothing to those who can't see it, or nothing at all."""
        if not self.alt.strip():
            raise PaperError(f"Chart '{self.title}' has no alt text. Say in `alt` what a reader would see in it.")
        if not self._parts:
            raise PaperError(f"Chart '{self.title}' has nothing to draw. Leave it out, or give it data.")

    @property
    def _parts(self) -> tuple[object, ...]:
        if isinstance(self.data, Trends):
            return self.data.panels
        return self.data.bars if isinstance(self.data, Bars) else self.data.standings

    @property
    def kind(self) -> Kind:
        """What it is called in JSON."""
        if isinstance(self.data, Trends):
            return "trends"
        return "bars" if isinstance(self.data, Bars) else "strip"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The place's figures, in reading order."""
        if isinstance(self.data, Trends):
            return tuple(figure for panel in self.data.panels for figure in panel.values)
        if isinstance(self.data, Bars):
            return tuple(bar.figure for bar in self.data.bars)
        return tuple(standing.figure for standing in self.data.standings)

    def table(self) -> Table:
        """The numbers behind the chart."""
        if isinstance(self.data, Trends):
            columns, rows = _trends_table(self.data)
        elif isinstance(self.data, Bars):
            columns, rows = _bars_table(self.data)
        else:
            columns, rows = _strip_table(self.data)
        return Table(f"Data: {self.title}", columns, rows, self.sources)


def _right(*titles: str) -> tuple[Column, ...]:
    return tuple(Column(title, align="right", width=1.2) for title in titles)


Rows = tuple[tuple[Cell, ...], ...]


def _trends_table(data: Trends) -> tuple[tuple[Column, ...], Rows]:
    rows = []
    for panel in data.panels:
        figures = {figure.period: figure for figure in panel.values}
        bands = {band.period: band for band in panel.band}
        for period in panel.periods:
            figure, band = figures.get(period), bands.get(period)
            own = Cell.of(figure, emphasis=True) if figure else NOTHING
            peers = (band.lower, band.median, band.upper) if band else (None, None, None)
            numbers = tuple(Cell.number(value, panel.unit, panel.decimals) for value in peers)
            rows.append((Cell(panel.title), Cell(period), own, *numbers))
    columns = (
        Column("Indicator", width=3),
        Column("Period", width=1.1),
        *_right(data.place, "Lower quartile", "Median", "Upper quartile"),
    )
    return columns, tuple(rows)


def _bars_table(data: Bars) -> tuple[tuple[Column, ...], Rows]:
    with_median = any(bar.median is not None for bar in data.bars)
    columns = (Column("Item", width=3), *_right("Value", *(("Peers' median",) if with_median else ())))
    rows = []
    for bar in data.bars:
        row = [Cell(bar.label), Cell.of(bar.figure, emphasis=bar.tone == "watch")]
        if with_median:
            row.append(Cell.number(bar.median, data.unit, data.decimals))
        rows.append(tuple(row))
    return columns, tuple(rows)


def _strip_table(data: Strip) -> tuple[tuple[Column, ...], Rows]:
    names = sorted({peer.name for standing in data.standings for peer in standing.peers})
    values = [{peer.name: peer.value for peer in standing.peers} for standing in data.standings]
    units = [(standing.figure.unit, standing.figure.decimals) for standing in data.standings]
    own = tuple(Cell.of(standing.figure, emphasis=True) for standing in data.standings)
    medians = tuple(Cell.number(standing.median, *unit) for standing, unit in zip(data.standings, units, strict=True))
    rows = [(Cell(data.place, emphasis=True), *own), (Cell("Median"), *medians)]
    rows += [
        (Cell(name), *(Cell.number(each.get(name), *unit) for each, unit in zip(values, units, strict=True)))
        for name in names
    ]
    return (Column("Place", width=2), *_right(*(standing.label for standing in data.standings))), tuple(rows)
