"""Charts as data: what they show, in words, and the table behind them. `style` and `draw` say how they look.

Nine kinds, each with its own data class:

- `Trends`: small multiples; a `Panel` an indicator, the place's figures by period over the peers' `Band`.
- `Lines`: small multiples of several places; a lettered `Line` a place in each `LinesPanel`.
- `Spark`: one such panel as small as a word, for a row of a table.
- `Bars`: horizontal bars from zero, negative to the left, with the peers' median as a tick.
- `Strip`: where the place stands; a `Standing` an indicator, a dot a peer, a tick at the median.
- `Distribution`: where all places of some classes stand on one indicator; a `Group` a row, a dot a place.
- `Scatter`: two indicators against each other; a `Pair` of figures, and a dot, a place.
- `TileMap`: where in the country it is high and low; a `Tile` a place, coloured by class.
- `Fan`: one amount in years to come; the central case over the range of many draws, a `FanYear` each.

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
from wholeplace.papers.cells import Source, Table
from wholeplace.papers.kinds import Band, Bar, Bars, Panel, Peer, Spark, Standing, Strip, Trends
from wholeplace.papers.kinds_fan import Fan, FanMark, FanYear
from wholeplace.papers.kinds_lines import Line, Lines, LinesPanel
from wholeplace.papers.kinds_map import Tile, TileMap
from wholeplace.papers.kinds_spread import Distribution, Group, Pair, Scatter

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure

Data = Trends | Lines | Spark | Bars | Strip | Distribution | Scatter | TileMap | Fan


@dataclass(frozen=True)
class Chart:
    """A chart, what it says in words, and where its numbers come from. Raises PaperError without alt text."""

    title: str
    data: Data
    alt: str
    sources: tuple[Source, ...] = ()
    data_in: Literal["here", "annex"] = "annex"
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a chart that says nothing to those who can't see it, or nothing at all."""
        if not self.alt.strip():
            raise PaperError(f"Chart '{self.title}' has no alt text. Say in `alt` what a reader would see in it.")
        if not self.data.drawable:
            raise PaperError(f"Chart '{self.title}' has nothing to draw. Leave it out, or give it data.")

    @property
    def kind(self) -> str:
        """What it is called in JSON."""
        return self.data.kind

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures it shows, in reading order: the place's own, or those of all places it is about."""
        return self.data.figures

    def table(self) -> Table:
        """The numbers behind the chart."""
        columns, rows = self.data.behind()
        return Table(f"Data: {self.title}", columns, rows, self.sources)


__all__ = [
    "Band",
    "Bar",
    "Bars",
    "Chart",
    "Distribution",
    "Fan",
    "FanMark",
    "FanYear",
    "Group",
    "Line",
    "Lines",
    "LinesPanel",
    "Pair",
    "Panel",
    "Peer",
    "Scatter",
    "Spark",
    "Standing",
    "Strip",
    "Tile",
    "TileMap",
    "Trends",
]
