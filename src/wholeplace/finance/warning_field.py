"""One indicator over a whole class in one year: how many do better, how many worse, and who has no value.

Points run from 0 (every other council of the class is worse) to 100 (every other is better): the share of the others
that do better, councils that stand level counting half. A council without a value gets 100, and counts for the others
as one that does worse: so a value that is withheld can only raise the score of whoever withholds it, and nobody else's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.evidence.figures import period_of
from wholeplace.evidence.places import middle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.finance.warning_method import Counted, Worse

WORST = 100.0
WORST_FIFTH = 80.0


@dataclass(frozen=True)
class Field:
    """The raw values of the class's `members` in one year; who is not in `values` has none."""

    values: Mapping[str, float]
    members: frozenset[str]
    worse: Worse

    @cached_property
    def _ordered(self) -> list[float]:
        """How bad each known value is, ascending."""
        return sorted(self._badness(v) for v in self.values.values())

    def _badness(self, value: float) -> float:
        return value if self.worse == "high" else -value

    @property
    def known(self) -> float:
        """Share of the members that have a value."""
        return len(self.values) / len(self.members) if self.members else 0.0

    def better(self, place: str) -> tuple[int, int]:
        """How many others do better than a member, and how many stand level with it."""
        own = self._badness(self.values[place])
        first = bisect_left(self._ordered, own)
        return first, bisect_right(self._ordered, own) - first - 1

    def points(self, place: str) -> float:
        """Points of a member, 0 to 100."""
        if place not in self.values:
            return WORST
        others = len(self.members) - 1
        if not others:
            return 0.0
        better, level = self.better(place)
        return WORST * (better + level / 2) / others


class Fields:
    """The fields of one indicator in a class, by year, made when they are asked for.

    `today` are the class's places on the day asked about; for an earlier year a place that did not exist yet stands
    there with the sum of what it replaced, beside the places that existed then.
    """

    def __init__(self, table: FigureTable, counted: Counted, place_class: str, today: frozenset[str]) -> None:
        """Keep what fields are made from."""
        self._table, self._counted, self._class, self._today = table, counted, place_class, today
        self._now: dict[int, Field] = {}
        self._then: dict[int, Field] = {}

    def now(self, year: int) -> Field:
        """The class as it is on the day asked about, by the figures of a year."""
        if year not in self._now:
            self._now[year] = self._field(year, self._today)
        return self._now[year]

    def then(self, year: int, place: str) -> Field:
        """The class as it was in a year, with one of today's places among it."""
        if year not in self._then:
            day = middle(period_of(self._counted.measure, year))
            places = self._table.snapshot.crosswalk.places.values()
            alive = frozenset(p.id for p in places if p.place_class == self._class and p.alive(day))
            self._then[year] = self._field(year, alive)
        found = self._then[year]
        if place in found.members:
            return found
        own = value_of(self._table, self._counted.measure, place, year)
        more = {} if own is None else {place: own}
        return Field({**found.values, **more}, found.members | {place}, self._counted.worse)

    def _field(self, year: int, members: frozenset[str]) -> Field:
        measure = self._counted.measure
        found = {p: v for p in members if (v := value_of(self._table, measure, p, year)) is not None}
        return Field(found, members, self._counted.worse)

    def latest(self, newest: int, oldest: int, enough: float) -> int | None:
        """The latest year, not outside `oldest` to `newest`, in which enough of today's places have a value."""
        years = (y for y in reversed(self._table.years) if oldest <= y <= newest)
        return next((y for y in years if self.now(y).known >= enough), None)


def value_of(table: FigureTable, measure: Measure, place: str, year: int) -> float | None:
    """A place's raw value in a year; of what it replaced, summed, where it did not report itself."""
    own = table.value(measure, place, year)
    return table.combined_value(measure, place, year) if own is None else own
