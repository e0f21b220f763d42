"""Values for counties that only their districts have: weighted by population, and marked as estimated."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wholeplace.evidence import figure as f
from wholeplace.evidence.figures import FigureTable
from wholeplace.evidence.places import COUNTY, middle
from wholeplace.evidence.query import column_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef

POPULATION = "population.total"


class RolledUpTable(FigureTable):
    """A figure table that also answers for counties where the measure says how."""

    def figure(self, measure: Measure, place: str, year: int, *, combined: bool = False) -> Figure | None:
        own = super().figure(measure, place, year, combined=combined)
        if (own and own.value is not None) or not measure.roll_up or combined:
            return own
        return self._weighted(measure, place, year) or own

    def value(self, measure: Measure, place: str, year: int) -> float | None:
        own = super().value(measure, place, year)
        if own is not None or not measure.roll_up:
            return own
        found = self._weighted(measure, place, year)
        return None if found is None or found.value is None else float(found.value)

    def values(self, measure: Measure, places: Collection[str], years: Iterable[int]) -> dict[int, list[float]]:
        if not measure.roll_up:
            return super().values(measure, places, years)
        each = {year: [self.value(measure, place, year) for place in places] for year in years}
        return {year: [v for v in values if v is not None] for year, values in each.items()}

    def figures(self, measure: Measure, places: Any = None, years: Any = None, classes: Any = None) -> Any:
        yield from super().figures(measure, places, years, classes)
        if not measure.roll_up:
            return
        walk = self.snapshot.crosswalk
        for year in self.years:
            for place in walk.places.values():
                asked = (places is None or place.id in places) and (years is None or year in years)
                if not asked or place.place_class != COUNTY or (classes is not None and COUNTY not in classes):
                    continue
                if (place.id, year, False) not in self._index and (found := self._weighted(measure, place.id, year)):
                    yield found

    def _weighted(self, measure: Measure, place: str, year: int) -> Figure | None:
        key = (measure.id, place, year)
        if key not in self._estimates:
            self._estimates[key] = self._estimated(measure, place, year)
        return self._estimates[key]

    @cached_property
    def _estimates(self) -> dict[tuple[str, str, int], Figure | None]:
        """Estimates made before: a few counties, over and over."""
        return {}

    def _estimated(self, measure: Measure, place: str, year: int) -> Figure | None:
        walk = self.snapshot.crosswalk
        ref = walk.places.get(place)
        from wholeplace.evidence.figures import period_of

        day = middle(period_of(measure, year))
        if ref is None or ref.place_class != COUNTY or not ref.alive(day):
            return None
        for parts in (walk.districts(place, day), walk.heirs(place, day)):
            found = [(self._part(measure, p, year), self.weight(p.id, year)) for p in parts]
            if parts and all(one is not None and one.value is not None and weight for one, weight in found):
                total = sum(weight for _, weight in found if weight)
                value = sum(
                    float(one.value) * weight for one, weight in found if one and one.value is not None and weight
                )
                people = {r for p in parts for r in self.snapshot.sources(p.id, self.weight_year(year), [POPULATION])}
                return self._as_estimate(ref, found, value / total, people)
        return None

    def _part(self, measure: Measure, ref: PlaceRef, year: int) -> Figure | None:
        return super().figure(measure, ref.id, year) or super().figure(measure, ref.id, year, combined=True)

    def _as_estimate(self, ref: PlaceRef, found: list[Any], value: float, people: set[str]) -> Figure:
        first: Figure = found[0][0]
        releases = sorted({r for one, _ in found for r in one.releases} | people)
        return replace(
            first, place=ref.id, place_name=ref.name, place_class=ref.place_class, value=value, status=f.ESTIMATED,
            releases=tuple(releases),
            note=f"estimated: the {len(found)} districts' values weighted by population; not published for the county",
        )  # fmt: skip

    @cached_property
    def _weights(self) -> dict[tuple[str, int], float]:
        name = column_of(POPULATION)
        table = self.snapshot.wide(frozenset({POPULATION}))
        rows = self.snapshot.engine.run(table.select("place", "year", name)).to_pylist()
        return {(r["place"], r["year"]): float(r[name]) for r in rows if r[name] is not None}

    @cached_property
    def _weight_years(self) -> list[int]:
        return sorted({year for _, year in self._weights})

    def weight(self, place: str, year: int) -> float | None:
        """The population a place is weighted by in a year; None where none is known."""
        return self._weights.get((place, self.weight_year(year)))

    def weight_year(self, year: int) -> int:
        """The latest year with a population up to `year`, or the first there is."""
        before = [y for y in self._weight_years if y <= year]
        return before[-1] if before else next(iter(self._weight_years), year)


def roll_up(table: FigureTable) -> RolledUpTable:
    """The same table, answering for counties too."""
    return RolledUpTable(table.snapshot, table.measures, table.rows)
