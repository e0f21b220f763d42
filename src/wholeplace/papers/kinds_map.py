"""What a tile map shows: places by where they lie, each in a class from low to high.

Classes hold about as many places each unless their limits are given; limits are round, and no class is empty.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from wholeplace.evidence.figure import POUNDS, RATIO, YES_NO, show_value
from wholeplace.papers import style
from wholeplace.papers.cells import Cell, Column
from wholeplace.papers.kinds import right
from wholeplace.papers.scales import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.kinds import Behind

Point = tuple[float, float]
CLASSES = len(style.RAMP)
_DIRECTIONS = {
    "high": "Darker is higher; higher is better.",
    "low": "Darker is higher; lower is better.",
    "none": "Darker is higher; neither is better.",
}
_SINGLE = {1: (2,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 4)}  # steps of the ramp for fewer classes


@dataclass(frozen=True)
class Tile:
    """A place on the map: its figure, and the centres of its tiles, neighbours 1 apart, y downwards."""

    figure: Figure
    centres: tuple[Point, ...]


@dataclass(frozen=True)
class TileMap:
    """Places coloured by one indicator. `place` is the id of one to outline.

    `breaks` are the limits between classes, ascending, at most four; left out, they are worked out. `beside` are
    figures of places that have no tile: they stand in the table. `polarity` is the indicator's, for the words of the
    legend. `pointy` and `labels` are as in `places.tiles.TileLayout`.
    """

    kind: ClassVar[str] = "tilemap"
    tiles: tuple[Tile, ...]
    place: str = ""
    breaks: tuple[float, ...] = ()
    polarity: Literal["high", "low", "none"] = "none"
    beside: tuple[Figure, ...] = ()
    pointy: bool = True
    labels: tuple[tuple[str, Point], ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all places, those without a tile last."""
        return (*(tile.figure for tile in self.tiles), *self.beside)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return any(tile.centres for tile in self.tiles)

    @property
    def direction(self) -> str:
        """Which way the colours go, and which way is better."""
        return _DIRECTIONS[self.polarity]

    @cached_property
    def limits(self) -> tuple[float, ...]:
        """The limits between classes: a value on a limit belongs to the class above it."""
        if self.breaks:
            return tuple(sorted(set(self.breaks)))[: CLASSES - 1]
        values = [value for figure in self.figures if (value := number(figure.value)) is not None]
        if not values:
            return ()
        first = self.figures[0]
        return round_limits(values, first.unit, first.decimals)

    def class_of(self, figure: Figure) -> int | None:
        """The class of a figure, from 0, the lowest; None without a value."""
        value = number(figure.value)
        return None if value is None else bisect_right(self.limits, value)

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour a class, from low to high."""
        count = len(self.limits) + 1
        return tuple(style.RAMP[step] for step in _SINGLE.get(count, range(CLASSES)))

    @cached_property
    def class_words(self) -> tuple[str, ...]:
        """Each class in words, from low to high: `below 4%`, `4% to 6%`, `6% and above`."""
        first = self.figures[0]
        if not self.limits:
            return ("all places with a value",)
        if first.unit == YES_NO:
            return ("no", "yes")
        words = [show_value(limit, first.unit, first.decimals) for limit in self.limits]
        between = (f"{low} to {high}" for low, high in pairwise(words))
        return (f"below {words[0]}", *between, f"{words[-1]} and above")

    @cached_property
    def counts(self) -> Counter[int | None]:
        """How many places on the map are in each class; None for those without a value."""
        return Counter(self.class_of(tile.figure) for tile in self.tiles)

    def behind(self) -> Behind:
        """A row a place, by name, with its class in words."""
        rows = []
        for figure in sorted(self.figures, key=lambda f: (f.place_name, f.place)):
            own = bool(self.place) and figure.place == self.place
            place_class = self.class_of(figure)
            words = "no value" if place_class is None else self.class_words[place_class]
            rows.append((Cell(figure.place_name, emphasis=own), Cell.of(figure, emphasis=own), Cell(words)))
        return (Column("Place", width=2.4), *right("Value"), Column("Class on the map", width=1.8)), tuple(rows)


def round_limits(values: Sequence[float], unit: str, decimals: int) -> tuple[float, ...]:
    """Limits that part values into at most five classes about as large, as round as they can be, none empty."""
    if unit == YES_NO:
        return (1.0,) if min(values) < 1 <= max(values) else ()
    if len(set(values)) == 1:
        return ()
    ordered = sorted(values)
    raw = statistics.quantiles(ordered, n=CLASSES, method="inclusive")
    edges = [ordered[0], *raw, ordered[-1]]
    gap = min((high - low for low, high in pairwise(edges) if high > low))
    step = 10.0 ** math.floor(math.log10(max(gap / 2, 1e-9 * (ordered[-1] - ordered[0]), 1e-12)))
    if unit != POUNDS:
        step = max(step, 10.0 ** -(decimals + (2 if unit == RATIO else 0)))
    found: list[float] = []
    told: set[str] = set()
    for limit in raw:
        rounded = float(f"{round(limit / step) * step:.12g}")
        words = show_value(rounded, unit, decimals)
        if words in told or (found and rounded <= found[-1]) or not _parts(ordered, found, rounded):
            continue
        told.add(words)
        found.append(rounded)
    return tuple(found)


def _parts(ordered: Sequence[float], found: Sequence[float], limit: float) -> bool:
    """Whether there are values between the limit before and this one, and from this one on."""
    low = found[-1] if found else -math.inf
    return any(low <= value < limit for value in ordered) and ordered[-1] >= limit
