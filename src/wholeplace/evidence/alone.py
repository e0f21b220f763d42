"""One figure worked out alone, from its own cells: what a table of all places says of it, without a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.columns import factor_by_year, leaf_name
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.formula import Deflator, Exact, Term, work_out
from wholeplace.evidence.lookup import Cells, Wanted
from wholeplace.evidence.places import COUNTY, middle
from wholeplace.evidence.rollup import POPULATION, RolledUpTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot

RowKey = tuple[str, int, bool]


class Numbers(Exact):
    """Arithmetic as engines do it: whole pence are added up as they are, products and quotients are floats."""

    def __init__(self, values: Mapping[Term, Any], factors: Mapping[int, Any]) -> None:
        """`values` by term, `factors` by lag; None where there is none."""
        super().__init__(values, factors)

    def number(self, value: Fraction) -> Any:
        return value.numerator if value.denominator == 1 else float(value)

    def term(self, term: Term) -> Any:
        value = self._values.get(term)
        return 0 if value is None and term.optional else value

    def apply(self, sign: str, parts: list[Any]) -> Any:
        if sign in {"*", "/"}:
            parts = [None if p is None else float(p) for p in parts]
        return super().apply(sign, parts)


def raw_value(measure: Measure, values: Mapping[Term, Any], factors: Mapping[int, Any]) -> float | None:
    """The value of a measure from the values of its parts: pence for money; None where one is missing.

    The same rules as `evidence.columns.expression`, which tests hold it to.
    """
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            if factors.get(leaf.lag) is None:
                return None
        elif not leaf.optional and values.get(leaf) is None:
            return None
    numbers = Numbers(values, factors)
    if measure.condition is not None and not work_out(measure.condition, numbers):
        return None
    found = work_out(measure.tree, numbers)
    return None if found is None else float(found)


class AloneTable(RolledUpTable):
    """A figure table that holds one place's year, and those of the places an estimate for it would be made of."""

    def __init__(self, snapshot: Snapshot, measure: Measure, place: str, year: int) -> None:
        """Look up every cell of it."""
        super().__init__(snapshot, [measure], None)
        self._measure, self._year = measure, year
        keys = self._keys(place)
        terms = [leaf for leaf in measure.all_leaves if isinstance(leaf, Term)]
        wanted = {(key, leaf): self._wanted(key, leaf) for key in keys for leaf in terms}
        weights = [Wanted(POPULATION, p, self.weight_year(year), told) for p, told in self._weighed(keys, place)]
        self._cells = Cells(snapshot, [*wanted.values(), *weights])
        found = {at: self._cells.value(each) for at, each in wanted.items()}
        self.__dict__["_columns"] = self._filled(keys, terms, found)
        self.__dict__["_unusable"] = {
            (w.place, w.year, w.combined, w.line): status
            for w in wanted.values()
            if (status := self._cells.unusable(w)) is not None
        }
        known = ((w, self._cells.value(w)) for w in weights)
        self.__dict__["_weights"] = {(w.place, w.year): float(value) for w, value in known if value is not None}

    @property
    def _weight_years(self) -> list[int]:
        """Years with populations: only one is looked up, so they are told by the releases."""
        releases = self.snapshot.facts_releases([POPULATION])
        return sorted({r.period.year for r in releases if r.period is not None})

    def _keys(self, place: str) -> list[RowKey]:
        """The rows there are for the place, and for what makes it where it may be estimated."""
        walk, measure = self.snapshot.crosswalk, self._measure
        places = [place]
        if measure.roll_up and place in walk.places and walk.places[place].place_class == COUNTY:
            day = middle(period_of(measure, self._year))
            places += [p.id for p in (*walk.districts(place, day), *walk.heirs(place, day))]
        return [
            (each, self._year, combined)
            for each in dict.fromkeys(places)
            for combined in (False, True)
            if self.snapshot.sources(each, self._year, measure.lines, combined=combined)
        ]

    def _wanted(self, key: RowKey, leaf: Term) -> Wanted:
        place, year, combined = key
        then = year - leaf.lag
        told = combined if leaf.lag == 0 else self.snapshot.was_combined(place, then)
        return Wanted(self._measure.terms[leaf.name], place, then, told)

    def _weighed(self, keys: list[RowKey], place: str) -> list[tuple[str, bool]]:
        parts = dict.fromkeys(p for p, *_ in keys if p != place) if self._measure.roll_up else {}
        year = self.weight_year(self._year) if parts else 0
        return [(p, self.snapshot.was_combined(p, year)) for p in parts]

    def _filled(self, keys: list[RowKey], terms: list[Term], found: Mapping[Any, float | None]) -> dict[str, list[Any]]:
        measure = self._measure
        factors = {}
        for leaf in measure.all_leaves:
            if isinstance(leaf, Deflator):
                factors[leaf.lag] = factor_by_year(self.snapshot, leaf.lag).get(self._year)
        columns: dict[str, list[Any]] = {
            "place": [p for p, *_ in keys],
            "year": [y for _, y, _ in keys],
            "combined": [c for *_, c in keys],
            measure.id: [raw_value(measure, {t: found[key, t] for t in terms}, factors) for key in keys],
        }
        columns |= {leaf_name(measure.terms[t.name], t.lag): [found[key, t] for key in keys] for t in terms}
        return columns | {f"factor_{lag}": [factor] * len(keys) for lag, factor in factors.items()}


def figure_alone(snapshot: Snapshot, measure: Measure, place: str, year: int) -> Figure | None:
    """The figure of a place in a year; None where nothing was published for it."""
    table = AloneTable(snapshot, measure, place, year)
    return table.figure(measure, place, year) or table.figure(measure, place, year, combined=True)


__all__ = ["AloneTable", "Numbers", "figure_alone", "raw_value"]
