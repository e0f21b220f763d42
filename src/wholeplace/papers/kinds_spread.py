"""What charts about many places show: how they are spread over one indicator, and over two."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from wholeplace.evidence.comparison import FEWEST
from wholeplace.papers.cells import Cell, Column
from wholeplace.papers.kinds import right
from wholeplace.papers.scales import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.kinds import Behind

Quartiles = tuple[float, float, float]
_QUARTILE_WORDS = ("Lower quartile", "Median", "Upper quartile")


def quartiles_of(figures: Iterable[Figure]) -> Quartiles | None:
    """Quartiles of the values there are (linear interpolation); None where they are too few to say."""
    values = [value for figure in figures if (value := number(figure.value)) is not None]
    if len(values) < FEWEST:
        return None
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, median, upper


@dataclass(frozen=True)
class Group:
    """A row of a distribution: places that belong together, such as all counties."""

    label: str
    figures: tuple[Figure, ...]

    @property
    def quartiles(self) -> Quartiles | None:
        """Their quartiles, None where fewer than five have a value."""
        return quartiles_of(self.figures)


@dataclass(frozen=True)
class Distribution:
    """All places on one indicator and period, a row a group. `place` is the id of one to point out."""

    kind: ClassVar[str] = "distribution"
    groups: tuple[Group, ...]
    place: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All places' figures, group by group."""
        return tuple(figure for group in self.groups for figure in group.figures)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return any(number(figure.value) is not None for figure in self.figures)

    @property
    def pointed_out(self) -> Figure | None:
        """The figure of the place that is pointed out."""
        return next((figure for figure in self.figures if self.place and figure.place == self.place), None)

    def behind(self) -> Behind:
        """Each group's quartiles, then its places from high to low."""
        unit, decimals = self.figures[0].unit, self.figures[0].decimals
        rows: list[tuple[Cell, ...]] = []
        for group in self.groups:
            for words, value in zip(_QUARTILE_WORDS, group.quartiles or (None,) * 3, strict=True):
                rows.append((Cell(words), Cell(group.label), Cell.number(value, unit, decimals)))
            for figure in from_high_to_low(group.figures):
                own = bool(self.place) and figure.place == self.place
                rows.append((Cell(figure.place_name, emphasis=own), Cell(group.label), Cell.of(figure, emphasis=own)))
        return (Column("Place", width=2.4), Column("Group", width=1.8), *right("Value")), tuple(rows)


def from_high_to_low(figures: Iterable[Figure]) -> list[Figure]:
    """By value, those without one last, equals by name."""

    def order(figure: Figure) -> tuple[bool, float, str]:
        value = number(figure.value)
        return value is None, -(value or 0.0), figure.place_name

    return sorted(figures, key=order)


@dataclass(frozen=True)
class Pair:
    """One place's two figures; either may be without a value, and then it has no dot."""

    x: Figure
    y: Figure

    @property
    def at(self) -> tuple[float, float] | None:
        """Where it stands, if it has both values."""
        x, y = number(self.x.value), number(self.y.value)
        return None if x is None or y is None else (x, y)


@dataclass(frozen=True)
class Scatter:
    """Two indicators against each other, a dot a place. `places` are the ids of those to point out and name."""

    kind: ClassVar[str] = "scatter"
    pairs: tuple[Pair, ...]
    x_title: str
    y_title: str
    places: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Both figures of each place."""
        return tuple(figure for pair in self.pairs for figure in (pair.x, pair.y))

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw."""
        return any(pair.at for pair in self.pairs)

    @property
    def medians(self) -> tuple[float, float] | None:
        """Medians of the places that have both values; None where they are too few to say."""
        points = [pair.at for pair in self.pairs if pair.at]
        if len(points) < FEWEST:
            return None
        return statistics.median(x for x, _ in points), statistics.median(y for _, y in points)

    def behind(self) -> Behind:
        """A row a place, by name, after the medians."""
        rows: list[tuple[Cell, ...]] = []
        if self.medians:
            first = self.pairs[0]
            units = ((first.x.unit, first.x.decimals), (first.y.unit, first.y.decimals))
            numbers = (Cell.number(value, *unit) for value, unit in zip(self.medians, units, strict=True))
            rows.append((Cell("Median of those with both"), *numbers))
        for pair in sorted(self.pairs, key=lambda p: p.x.place_name):
            own = pair.x.place in self.places
            rows.append(
                (Cell(pair.x.place_name, emphasis=own), Cell.of(pair.x, emphasis=own), Cell.of(pair.y, emphasis=own))
            )
        return (Column("Place", width=2.4), *right(self.x_title, self.y_title)), tuple(rows)
