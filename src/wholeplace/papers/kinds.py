"""What charts about one place show: trends, sparks, bars, strips. `kinds_spread` and `kinds_map` have those about many.

Each kind has the same three things: the `figures` it shows, whether it is `drawable`, and the table `behind` it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from wholeplace.papers.cells import NOTHING, Cell, Column

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from wholeplace.evidence.figure import Figure

Behind = tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]


@dataclass(frozen=True)
class Band:
    """Peers in one period: lower quartile, median, upper quartile, in the panel's unit; None if unknown."""

    period: str
    lower: Decimal | float | None
    median: Decimal | float | None
    upper: Decimal | float | None

    @property
    def known(self) -> bool:
        """Whether any of it is known."""
        return not (self.lower is None and self.median is None and self.upper is None)


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

    @property
    def drawn(self) -> tuple[str, ...]:
        """The periods in which there is something to draw, in order."""
        own = {figure.period for figure in self.values if figure.value is not None}
        return tuple(sorted(own | {band.period for band in self.band if band.known}))


@dataclass(frozen=True)
class Trends:
    """Small multiples. `place` and `peers` are the names in the legend ("Harrowmere", "27 counties")."""

    kind: ClassVar[str] = "trends"
    place: str
    panels: tuple[Panel, ...]
    peers: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The place's figures, panel by panel."""
        return tuple(figure for panel in self.panels for figure in panel.values)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.panels)

    def behind(self) -> Behind:
        """The columns and rows of the table behind it."""
        rows = tuple(row for panel in self.panels for row in panel_rows(panel))
        return (Column("Indicator", width=3), *panel_columns(self.place)), rows


@dataclass(frozen=True)
class Spark:
    """One panel as small as a word, for a row of a table: the place's line and its peers' median."""

    kind: ClassVar[str] = "spark"
    place: str
    panel: Panel
    peers: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The place's figures."""
        return self.panel.values

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.panel.periods)

    def behind(self) -> Behind:
        """The columns and rows of the table behind it."""
        return (Column("Indicator", width=3), *panel_columns(self.place)), tuple(panel_rows(self.panel))


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

    kind: ClassVar[str] = "bars"
    unit: str
    bars: tuple[Bar, ...]
    peers: str = ""
    decimals: int = 1
    watch: str = "watch"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The place's figures, bar by bar."""
        return tuple(bar.figure for bar in self.bars)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.bars)

    def behind(self) -> Behind:
        """The columns and rows of the table behind it."""
        with_median = any(bar.median is not None for bar in self.bars)
        columns = (Column("Item", width=3), *right("Value", *(("Peers' median",) if with_median else ())))
        rows = []
        for bar in self.bars:
            row = [Cell(bar.label), Cell.of(bar.figure, emphasis=bar.tone == "watch")]
            if with_median:
                row.append(Cell.number(bar.median, self.unit, self.decimals))
            rows.append(tuple(row))
        return columns, tuple(rows)


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

    kind: ClassVar[str] = "strip"
    place: str
    standings: tuple[Standing, ...]
    peers: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The place's figures, row by row."""
        return tuple(standing.figure for standing in self.standings)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.standings)

    def behind(self) -> Behind:
        """The columns and rows of the table behind it."""
        names = sorted({peer.name for standing in self.standings for peer in standing.peers})
        values = [{peer.name: peer.value for peer in standing.peers} for standing in self.standings]
        units = [(standing.figure.unit, standing.figure.decimals) for standing in self.standings]
        own = tuple(Cell.of(standing.figure, emphasis=True) for standing in self.standings)
        medians = (Cell.number(each.median, *unit) for each, unit in zip(self.standings, units, strict=True))
        rows = [(Cell(self.place, emphasis=True), *own), (Cell("Median"), *medians)]
        rows += [
            (Cell(name), *(Cell.number(each.get(name), *unit) for each, unit in zip(values, units, strict=True)))
            for name in names
        ]
        return (Column("Place", width=2), *right(*(standing.label for standing in self.standings))), tuple(rows)


def right(*titles: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(title, align="right", width=1.2) for title in titles)


def panel_columns(place: str) -> tuple[Column, ...]:
    """The columns after the indicator's name."""
    return (Column("Period", width=1.1), *right(place, "Lower quartile", "Median", "Upper quartile"))


def panel_rows(panel: Panel) -> Iterator[tuple[Cell, ...]]:
    """A row a period."""
    figures = {figure.period: figure for figure in panel.values}
    bands = {band.period: band for band in panel.band}
    for period in panel.periods:
        figure, band = figures.get(period), bands.get(period)
        own = Cell.of(figure, emphasis=True) if figure else NOTHING
        peers = (band.lower, band.median, band.upper) if band else (None, None, None)
        numbers = tuple(Cell.number(value, panel.unit, panel.decimals) for value in peers)
        yield (Cell(panel.title), Cell(period), own, *numbers)
