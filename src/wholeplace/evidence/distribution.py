"""How one indicator is spread over the sector: by class and year, with ranks; worked out over all places at once.

Nothing is imputed: places without a value are counted as such and take part in nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.evidence.comparison import quartiles
from wholeplace.evidence.figure import YES_NO
from wholeplace.evidence.figures import period_of, to_value
from wholeplace.evidence.places import CLASS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wholeplace.evidence.comparison import Number
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure

_ENOUGH = 0.5


@dataclass(frozen=True)
class Spread:
    """Places of one class in one year: quartiles in the measure's unit over the `n` with a value, of `places`.

    Quartiles are None below five values and for answers of yes or no.
    """

    n: int
    places: int
    lowest: Number | None
    lower: Number | None
    median: Number | None
    upper: Number | None
    highest: Number | None


@dataclass(frozen=True)
class Rank:
    """A place's standing from the highest, 1 upwards, among the `of` places of its class with a value.

    Places with the same value share the better rank; `level` counts them, the place included.
    """

    position: int
    level: int
    of: int

    @property
    def display(self) -> str:
        """`3 of 27`, `=3 of 27` where others stand level."""
        return f"{'=' if self.level > 1 else ''}{self.position} of {self.of}"


class Spreads:
    """All spreads of one measure."""

    def __init__(self, table: FigureTable, measure: Measure) -> None:
        """Gather the values of every place and year, by class."""
        self.measure = measure
        places = table.snapshot.crosswalk.places
        wanted = measure.applies_to
        self._values: dict[tuple[str, int], list[float]] = defaultdict(list)
        self._places: dict[tuple[str, int], int] = defaultdict(int)
        for place, year, raw in _rows(table, measure):
            place_class = places[place].place_class
            if wanted and place_class not in wanted:
                continue
            self._places[place_class, year] += 1
            if raw is not None:
                self._values[place_class, year].append(raw)

    @property
    def classes(self) -> list[str]:
        """Classes with any value, in the order of the sector."""
        found = {place_class for place_class, _ in self._values}
        order = list(CLASS_WORDS)
        return sorted(found, key=lambda c: (order.index(c) if c in order else len(order), c))

    @property
    def years(self) -> list[int]:
        """Years with any value, ascending."""
        return sorted({year for _, year in self._values})

    @property
    def latest(self) -> int | None:
        """The last year in which at least half as many places have a value as in the fullest."""
        counts: dict[int, int] = defaultdict(int)
        for (_, year), values in self._values.items():
            counts[year] += len(values)
        enough = max(counts.values(), default=0) * _ENOUGH
        return max((year for year, count in counts.items() if count >= enough), default=None)

    def of(self, place_class: str, year: int) -> Spread:
        """The spread of a class in a year."""
        return self._spread([place_class], year)

    def together(self, year: int) -> Spread:
        """The spread of all classes together."""
        return self._spread(self.classes, year)

    def _spread(self, classes: Iterable[str], year: int) -> Spread:
        values = [v for c in classes for v in self._values.get((c, year), ())]
        places = sum(self._places.get((c, year), 0) for c in classes)
        unit = self.measure.unit
        if not values or unit == YES_NO:
            return Spread(len(values), places, None, None, None, None, None)
        lower, median, upper = quartiles(values, unit)
        return Spread(len(values), places, _shown(min(values), unit), lower, median, upper, _shown(max(values), unit))

    def over_years(self, place_class: str) -> list[tuple[str, Spread]]:
        """A class's spread in each year with any value of it, by period."""
        years = [year for year in self.years if (place_class, year) in self._values]
        return [(str(period_of(self.measure, year)), self.of(place_class, year)) for year in years]


def _shown(raw: float, unit: str) -> Any:
    return to_value(raw, unit)


def _rows(table: FigureTable, measure: Measure) -> Iterable[tuple[str, int, float | None]]:
    """Place, year and raw value of all places as they were; counties' estimates too."""
    told = ((p, y, v) for p, y, v in table.records([measure.id]) if table.tells(measure, p, y, combined=False))
    if not measure.roll_up:
        return told
    found = {(p, y): v for p, y, v in told}
    counties = [p.id for p in table.snapshot.crosswalk.places.values() if p.place_class == "county"]
    for place in counties:
        for year in table.years:
            value = table.value(measure, place, year)
            if value is not None:
                found[place, year] = value
    return [(p, y, v) for (p, y), v in found.items()]


def spreads(table: FigureTable, measure: Measure) -> Spreads:
    """The spreads of a measure, worked out once for a table."""
    return table.kept(f"spreads {measure.id}", lambda: Spreads(table, measure))


def ranks(figures: Sequence[Figure]) -> Mapping[str, Rank]:
    """Ranks by place within each class; answers of yes or no have none."""
    by_class: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and figure.unit != YES_NO:
            by_class[figure.place_class].append((float(figure.value), figure.place))
    found: dict[str, Rank] = {}
    for members in by_class.values():
        counts: dict[float, int] = defaultdict(int)
        for value, _ in members:
            counts[value] += 1
        above, position = 0, {}
        for value in sorted(counts, reverse=True):
            position[value] = above + 1
            above += counts[value]
        found |= {place: Rank(position[value], counts[value], len(members)) for value, place in members}
    return found
