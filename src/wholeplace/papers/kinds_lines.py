"""What a chart of several places over time shows: small multiples, a panel an indicator, a line a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from wholeplace.papers.cells import NOTHING, Cell, Column
from wholeplace.papers.kinds import Band, right

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.kinds import Behind

MOST_NAMED = 6


@dataclass(frozen=True)
class Line:
    """One place's figures by period. `named` ones are pointed out; of the rest a reader sees only the spread."""

    key: str
    label: str
    figures: tuple[Figure, ...]
    named: bool = False


@dataclass(frozen=True)
class LinesPanel:
    """One indicator: the places' lines over a group's band."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    band: tuple[Band, ...] = ()
    decimals: int = 1

    @property
    def periods(self) -> tuple[str, ...]:
        """All periods of the places and the group, in order."""
        own = {figure.period for line in self.lines for figure in line.figures}
        return tuple(sorted(own | {band.period for band in self.band}))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The periods in which there is something to draw, in order."""
        own = {figure.period for line in self.lines for figure in line.figures if figure.value is not None}
        return tuple(sorted(own | {band.period for band in self.band if band.known}))


@dataclass(frozen=True)
class Lines:
    """Small multiples of several places; every panel has the same lines. `peers` names whose band is drawn."""

    kind: ClassVar[str] = "lines"
    panels: tuple[LinesPanel, ...]
    peers: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The places' figures, panel by panel and line by line."""
        return tuple(figure for panel in self.panels for line in panel.lines for figure in line.figures)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return any(panel.periods for panel in self.panels)

    @property
    def named(self) -> tuple[str, ...]:
        """Keys of the places pointed out, in their order: letters and looks go by it."""
        found = dict.fromkeys(line.key for panel in self.panels for line in panel.lines if line.named)
        return tuple(found)[:MOST_NAMED]

    def behind(self) -> Behind:
        """A row a period, a column a place, then the group's quartiles."""
        labels = dict.fromkeys((line.key, line.label) for panel in self.panels for line in panel.lines)
        quartiles = right("Lower quartile", "Median", "Upper quartile") if self.peers else ()
        rows = []
        for panel in self.panels:
            own = {(line.key, figure.period): figure for line in panel.lines for figure in line.figures}
            bands = {band.period: band for band in panel.band}
            for period in panel.periods:
                found = (own.get((key, period)) for key, _ in labels)
                cells = [Cell.of(figure, note="") if figure else NOTHING for figure in found]
                if self.peers:
                    band = bands.get(period, Band(period, None, None, None))
                    cells += [Cell.number(v, panel.unit, panel.decimals) for v in (band.lower, band.median, band.upper)]
                rows.append((Cell(panel.title), Cell(period), *cells))
        columns = (Column("Indicator", width=3), Column("Period", width=1.1))
        return (*columns, *right(*(label for _, label in labels)), *quartiles), tuple(rows)
