"""Figures in one steady order, a page at a time: by measure, place and period.

    found = listing(table).pick(Wanted(measures=[measure], places={"HRW"}), offset=0, limit=100)

Only what is asked for is made into figures; where they stand is worked out once for each measure.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import NOT_PUBLISHED
from wholeplace.evidence.places import COUNTY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef

Key = tuple[str, int, bool]  # place, year, and whether it is told by the sum of what the place replaced


@dataclass(frozen=True)
class Wanted:
    """Which figures: None stands for all. `first` and `last` are the years that periods start in.

    Places asked for by name also get the years before they were formed, as the sum of what they replaced.
    """

    measures: Sequence[Measure]
    places: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    region: str | None = None
    first: int | None = None
    last: int | None = None
    statuses: frozenset[str] | None = None

    def _takes(self, ref: PlaceRef) -> bool:
        return (
            (self.places is None or ref.id in self.places)
            and (self.classes is None or ref.place_class in self.classes)
            and (self.region is None or ref.region == self.region)
        )

    def among(self, known: Collection[PlaceRef]) -> frozenset[str]:
        """Ids of the places that are asked for."""
        return frozenset(p.id for p in known if self._takes(p))


class Listing:
    """Where a table's figures stand; any thread may ask."""

    def __init__(self, table: FigureTable) -> None:
        """Nothing is looked up before it is asked for."""
        self._table = table
        self._keys: list[Key] = table.keys
        self._whole = frozenset(self._keys)
        self._places: dict[str, Sequence[int] | list[Key]] = {}
        self._statuses: dict[str, dict[Key, str]] = {}

    def pick(self, wanted: Wanted, offset: int, limit: int) -> list[Figure]:
        """Up to `limit` figures after leaving out `offset`, in the steady order."""
        found = self._found(wanted)
        keys = islice(found, offset, offset + limit)
        figures = (self._table.figure(m, place, year, combined=told) for m, (place, year, told) in keys)
        return [f for f in figures if f is not None]

    def _found(self, wanted: Wanted) -> Iterator[tuple[Measure, Key]]:
        ids = wanted.among(self._table.snapshot.crosswalk.places.values())
        first, last = wanted.first or 0, wanted.last or 9999
        for measure in wanted.measures:
            for key in self._of(measure):
                place, year, combined = key
                if place not in ids or not first <= year <= last:
                    continue
                if combined and (wanted.places is None or (place, year, False) in self._whole):
                    continue
                if wanted.statuses is None or self._status(measure, key) in wanted.statuses:
                    yield measure, key

    def _of(self, measure: Measure) -> Iterator[Key]:
        """Where a measure has figures, with a value or a reason why not."""
        if measure.id not in self._places:
            here = [i for i, key in enumerate(self._keys) if self._table.tells(measure, *key)]
            self._places[measure.id] = self._with_estimates(measure, here) if measure.roll_up else array("I", here)
        return (key if isinstance(key, tuple) else self._keys[key] for key in self._places[measure.id])

    def _with_estimates(self, measure: Measure, here: Sequence[int]) -> list[Key]:
        """Counties' estimates, which have no row of their own, stand in their places among the rest."""
        keys = {self._keys[i] for i in here}
        counties = [p.id for p in self._table.snapshot.crosswalk.places.values() if p.place_class == COUNTY]
        more = ((c, y, False) for c in counties for y in self._table.years if (c, y, False) not in keys)
        return sorted(keys | {key for key in more if self._table.figure(measure, key[0], key[1]) is not None})

    def _status(self, measure: Measure, key: Key) -> str:
        place, year, combined = key
        if measure.id not in self._statuses:
            self._statuses[measure.id] = {}
        known = self._statuses[measure.id]
        if key not in known:
            figure = self._table.figure(measure, place, year, combined=combined)
            known[key] = figure.status if figure else NOT_PUBLISHED
        return known[key]


def listing(table: FigureTable) -> Listing:
    """The listing of a table, made once."""
    return table.kept("listing", lambda: Listing(table))
