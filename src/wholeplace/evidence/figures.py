"""Figures: indicators worked out for places and periods, each with its status and releases."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from wholeplace.core.periods import CALENDAR_YEAR, Period
from wholeplace.evidence import figure as f
from wholeplace.evidence.columns import expression, leaf_name, spread
from wholeplace.evidence.dataset import words_of
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.formula import Deflator, Term
from wholeplace.evidence.places import classes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    import pyarrow as pa

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.evidence.snapshot import Snapshot

Kept = TypeVar("Kept")
_PENCE_UNITS = {f.POUNDS, f.PER_HEAD, "£ a year"}


@dataclass
class FigureTable:
    """All values of some measures over all places and years: columns, turned into figures as they are asked for."""

    snapshot: Snapshot
    measures: Sequence[Measure]
    rows: pa.Table
    _kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def kept(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What was worked out from this table before under a name: the table never changes, so neither does that."""
        if name not in self._kept:
            self._kept[name] = make()
        found: Kept = self._kept[name]
        return found

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        return {name: self.rows[name].to_pylist() for name in self.rows.column_names}

    @cached_property
    def _index(self) -> dict[tuple[str, int, bool], int]:
        columns = self._columns
        keys = zip(columns["place"], columns["year"], columns["combined"], strict=True)
        return {key: i for i, key in enumerate(keys)}

    @property
    def keys(self) -> list[tuple[str, int, bool]]:
        """Place, year and combined of every row, in that order."""
        return list(self._index)

    def tells(self, measure: Measure, place: str, year: int, combined: bool) -> bool:
        """Whether anything that was published for a place and year is about this measure."""
        return self._present(measure, place, year, combined)

    @cached_property
    def _unusable(self) -> dict[tuple[str, int, bool, str], str]:
        from wholeplace.evidence.query import unusable

        return unusable(self.snapshot, {line for m in self.measures for line in m.lines})

    def prepare(self) -> None:
        """Do now what the first figure asked for would wait for."""
        _ = self._index, self._unusable

    @cached_property
    def years(self) -> list[int]:
        """Years any place has a row for, ascending."""
        return sorted(set(self._columns["year"]))

    def records(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of places as they were that year (no sums of predecessors): place, year and the columns named."""
        found = self._columns
        chosen = [found[name] for name in ("combined", "place", "year", *columns)]
        return (rest for combined, *rest in zip(*chosen, strict=True) if not combined)  # type: ignore[misc]

    def value(self, measure: Measure, place: str, year: int) -> float | None:
        """Raw value (pence for money, a fraction for ratios), None where there is none."""
        position = self._index.get((place, year, False))
        return None if position is None else self._columns[measure.id][position]

    def combined_value(self, measure: Measure, place: str, year: int) -> float | None:
        """Raw value of what a place replaced, summed, for a year before it reported itself."""
        position = self._index.get((place, year, True))
        return None if position is None else self._columns[measure.id][position]

    def values(self, measure: Measure, places: Collection[str], years: Iterable[int]) -> dict[int, list[float]]:
        """Raw values of a measure over many places, a list a year, in no order; what has no value is left out."""
        index, column = self._index, self._columns[measure.id]
        found = {}
        for year in years:
            at = (i for p in places if (i := index.get((p, year, False))) is not None)
            found[year] = [v for i in at if (v := column[i]) is not None]
        return found

    def figure(self, measure: Measure, place: str, year: int, *, combined: bool = False) -> Figure | None:
        """The figure of a place in a year; None where nothing at all was published for it."""
        position = self._index.get((place, year, combined))
        if position is None or not self._present(measure, place, year, combined):
            return None
        raw = self._columns[measure.id][position]
        ref = self.snapshot.crosswalk.places[place]
        return self._make(measure, ref, year, raw, combined=combined)

    def series(self, measure: Measure, place: str) -> list[Figure]:
        """All years of a place, the years before a merger as the sum of what it absorbed, marked so."""
        found = []
        for year in self.years:
            one = self.figure(measure, place, year) or self.figure(measure, place, year, combined=True)
            if one:
                found.append(one)
        return found

    def figures(
        self, measure: Measure, places: Collection[str] | None = None, years: Collection[int] | None = None,
        classes: frozenset[str] | None = None,
    ) -> Iterator[Figure]:  # fmt: skip
        """Figures by place and year. Places asked for by name also get the years before they were formed."""
        columns = self._columns
        for place, year, combined in zip(columns["place"], columns["year"], columns["combined"], strict=True):
            if (years is not None and year not in years) or (combined and places is None):
                continue
            if places is not None and place not in places:
                continue
            if classes is not None and self.snapshot.crosswalk.places[place].place_class not in classes:
                continue
            if combined and (place, year, False) in self._index:
                continue
            one = self.figure(measure, place, year, combined=combined)
            if one:
                yield one

    def _present(self, measure: Measure, place: str, year: int, combined: bool) -> bool:
        own = {measure.terms[x.name] for x in measure.all_leaves if isinstance(x, Term) and x.lag == 0}
        return bool(self.snapshot.sources(place, year, own, combined=combined))

    def _make(self, measure: Measure, ref: PlaceRef, year: int, raw: float | None, *, combined: bool) -> Figure:
        releases = releases_of(self.snapshot, measure, ref.id, year, combined=combined)
        status, note = f.OK, ""
        if measure.applies_to and ref.place_class not in measure.applies_to:
            raw, status = None, f.NOT_APPLICABLE
            note = f"applies to {', '.join(measure.classes)} only"
        elif raw is None:
            status, note = self._reason(measure, ref.id, year, combined=combined)
        elif combined:
            note = _combined_note(self.snapshot, ref)
        elif any(leaf.lag and self.snapshot.was_combined(ref.id, year - leaf.lag) for leaf in measure.all_leaves):
            note = f"compares with a year {_combined_note(self.snapshot, ref)}"
        elif measure.roll_up == "" and self._added_up(measure, ref.id, year):
            note = "the sum of its districts, as published for them"
        value = None if raw is None else to_value(raw, measure.unit)
        wanting = note.partition(" is not in what is loaded of: ")[2] if status == f.NOT_PUBLISHED else ""
        base = self.snapshot.price_base
        return Figure(
            measure.id, ref.id, ref.name, ref.place_class, str(period_of(measure, year)), value, measure.unit, status,
            tuple(releases), note, str(Period.financial(base)) if measure.real_terms and base is not None else "",
            None, measure.decimals, measure.title, {"wanting": wanting} if wanting else {},
        )  # fmt: skip

    def _added_up(self, measure: Measure, place: str, year: int) -> bool:
        own = set(self.snapshot.sources(place, year, measure.lines))
        return any(v.need > 1 for v in self.snapshot.voices_for(place, year) if v.release in own)

    def _reason(self, measure: Measure, place: str, year: int, *, combined: bool) -> tuple[str, str]:
        """Why there is no value: the first part that is missing says."""
        columns = self._columns
        for leaf in measure.all_leaves:
            if isinstance(leaf, Deflator):
                if columns[f"factor_{leaf.lag}"][self._index[place, year, combined]] is None:
                    return f.NOT_PUBLISHED, "no GDP deflator for that year"
                continue
            line = measure.terms[leaf.name]
            position = self._index[place, year, combined]
            if leaf.optional or columns[leaf_name(line, leaf.lag)][position] is not None:
                continue
            label = self.snapshot.lines[line].label if line in self.snapshot.lines else line
            then = year - leaf.lag
            told = combined if leaf.lag == 0 else self.snapshot.was_combined(place, then)
            status = self._unusable.get((place, then, told, line))
            if status:
                return status, f"'{label}' in {Period.financial(then)}: {f.STATUSES.get(status, status)}"
            if self.snapshot.sources(place, then, [line], combined=told):
                return f.NOT_COMPARABLE, f"'{label}' can't be added up over the authorities that make this place"
            wanting = f"{self.snapshot.publication_of(line)} {Period.financial(then)}"
            return f.NOT_PUBLISHED, f"'{words_of(line)}' is not in what is loaded of: {wanting}"
        if measure.condition is not None and measure.otherwise:
            return measure.otherwise, f.STATUSES[measure.otherwise]
        return f.NOT_COMPARABLE, "what it is divided by is zero or below"


def _combined_note(snapshot: Snapshot, ref: PlaceRef) -> str:
    absorbed = snapshot.crosswalk.absorbed(ref.id)
    if absorbed:
        names = ", ".join(sorted(p.name for p in absorbed))
        return f"before {ref.start}: the sum of {names}, which it replaced (break in the series)"
    if ref.end:
        names = ", ".join(p.name for p in snapshot.crosswalk.heirs_of_ended(ref))
        if not names:
            return f"published under the name and area of a council that ended on {ref.end}"
        return (
            f"from {ref.end}: the sum of {names}, which cover the same ground and do what its districts did as well "
            "(break in the series)"
        )
    return f"before {ref.start}: published later for the area of today's council"


def period_of(measure: Measure, year: int) -> Period:
    """The period a measure's figure of a year is about."""
    return Period.calendar(year) if measure.period == CALENDAR_YEAR else Period.financial(year)


def to_value(raw: float, unit: str) -> Decimal | float | bool:
    """A raw value in its unit: Decimal pounds for money, bool for yes/no."""
    if unit in _PENCE_UNITS:
        return Decimal(round(raw)) / 100
    if unit == f.YES_NO:
        return bool(raw)
    return raw


def releases_of(snapshot: Snapshot, measure: Measure, place: str, year: int, *, combined: bool = False) -> list[str]:
    """Ids of all releases whose cells a figure is made from."""
    found: list[str] = []
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            known = snapshot.deflators
            found += [known[y][1] for y in (year - leaf.lag, snapshot.price_base) if y in known]
        else:
            then = year - leaf.lag
            told = combined if leaf.lag == 0 else snapshot.was_combined(place, then)
            found += snapshot.sources(place, then, [measure.terms[leaf.name]], combined=told)
    return sorted(set(found))


def releases_of_many(snapshot: Snapshot, measure: Measure, places: Collection[str], year: int) -> set[str]:
    """Ids of all releases whose cells the figures of many places are made from; most places are told by the same."""
    found: set[str] = set()
    for leaf in measure.all_leaves:
        then = year - leaf.lag
        if isinstance(leaf, Deflator):
            known = snapshot.deflators
            found |= {known[y][1] for y in (then, snapshot.price_base) if y in known}
            continue
        told = ((p, then, bool(leaf.lag) and snapshot.was_combined(p, then)) for p in places)
        together = {tuple(ids) for key in told if (ids := snapshot.spoken.get(key))}
        found |= {r for ids in together for r in ids if snapshot.holds(r, measure.terms[leaf.name])}
    return found


def compute(snapshot: Snapshot, measures: Sequence[Measure]) -> FigureTable:
    """Work out measures for all places and years in one query; kept with the snapshot, which never changes.

    Where a wider choice of measures was worked out before, that table answers: it has the same figures and more.
    """
    key = tuple(f"{m.id} {m.formula} {m.only_when} {sorted(m.terms.items())}" for m in measures)
    return snapshot.kept(key, lambda: _work_out(snapshot, measures))


def _work_out(snapshot: Snapshot, measures: Sequence[Measure]) -> FigureTable:
    table = spread(snapshot, measures)
    chosen = {m.id: expression(m, table)[0] for m in measures}
    parts = sorted(
        {
            f"factor_{leaf.lag}" if isinstance(leaf, Deflator) else leaf_name(m.terms[leaf.name], leaf.lag)
            for m in measures
            for leaf in m.all_leaves
        }
    )
    rows = snapshot.engine.run(table.select("place", "year", "combined", *parts, **chosen))
    rows = rows.sort_by([("place", "ascending"), ("year", "ascending"), ("combined", "ascending")])
    result = FigureTable(snapshot, list(measures), rows)
    if any(m.roll_up for m in measures):
        from wholeplace.evidence.rollup import roll_up

        return roll_up(result)
    return result


def members(snapshot: Snapshot, class_name: str) -> list[str]:
    """Ids of all places of a class or group of classes."""
    wanted = classes_of(class_name)
    return [p.id for p in snapshot.crosswalk.places.values() if p.place_class in wanted]
