"""A group's own figure: worked out on summed parts, never an average of ratios.

The parts are summed over the group's places that have all of them, and the formula is worked out on the sums. Amounts
(pounds, people) are added up. For a yes/no indicator the total is the share of places answering yes. Scores and rates,
which can't be added, are weighted by population where the indicator says so and otherwise have no total. Districts are
not added again to a county whose figure is their sum.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import fsum
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence import figure as f
from wholeplace.evidence.columns import leaf_name
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.figures import compute, period_of, releases_of_many, to_value
from wholeplace.evidence.formula import Deflator, Exact, Term, work_out
from wholeplace.evidence.places import middle
from wholeplace.evidence.rollup import RolledUpTable, roll_up

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot

_ON_SUMS = "worked out on the sums of {n} places"


def totals(
    snapshot: Snapshot, measure: Measure, places: Collection[str], group: str, years: Collection[int] | None = None,
    table: FigureTable | None = None,
) -> list[Figure]:  # fmt: skip
    """The group's own figure in each year, worked out on summed parts over the `n` places that have them all.

    For a yes/no measure the value is the share of the `n` places where it is yes. Places of classes that the measure
    does not apply to are left out. `table` may be given to save working out the figures: one that holds the measure.
    """
    known = snapshot.crosswalk.places
    places = {p for p in places if not measure.applies_to or known[p].place_class in measure.applies_to}
    if not places:
        return []
    figures = table or compute(snapshot, [measure])
    apart = sorted(line for line in measure.lines if line in snapshot.lines and snapshot.lines[line].combine == "none")
    if apart and measure.roll_up:
        return _weighted_totals(figures, measure, places, group, years)
    made = []
    for year, rows in sorted(_rows(figures, measure, places).items()):
        if years is not None and year not in years:
            continue
        raw, n = _TOTAL.get(measure.unit, _of_sums)(measure, rows)
        if not n:
            continue
        status, note = f.OK if raw is not None else (measure.otherwise or f.NOT_COMPARABLE), _ON_SUMS.format(n=n)
        if apart and n > 1:
            raw, status = None, f.NOT_COMPARABLE
            note = f"'{snapshot.lines[apart[0]].label}' of {n} places can't be added up"
        used = releases_of_many(snapshot, measure, places, year)
        made.append(_figure(snapshot, measure, group, year, raw, status, note, n, used))
    return made


def _figure(
    snapshot: Snapshot, measure: Measure, group: str, year: int, raw: float | None, status: str, note: str, n: int,
    releases: Collection[str],
) -> Figure:  # fmt: skip
    shown = raw if measure.unit == f.YES_NO or raw is None else to_value(raw, measure.unit)
    base = snapshot.price_base
    return Figure(
        measure.id, group, group, group, str(period_of(measure, year)), shown, measure.unit, status,
        tuple(sorted(releases)), note, str(Period.financial(base)) if measure.real_terms and base is not None else "",
        n, measure.decimals, measure.title,
    )  # fmt: skip


Row = dict[Any, Any]  # a place's parts in a year by leaf, and its value under None


def _rows(table: FigureTable, measure: Measure, places: Collection[str]) -> dict[int, list[Row]]:
    """Each year's places with the parts of their figures, what a county's own row already holds taken out."""
    names = {
        leaf: f"factor_{leaf.lag}" if isinstance(leaf, Deflator) else leaf_name(measure.terms[leaf.name], leaf.lag)
        for leaf in measure.all_leaves
    }
    snapshot = table.snapshot
    lower = {n for n in measure.lines if any(r.entry.lower_tier for r in snapshot.facts_releases([n]))}
    twice = _within_counties(snapshot, measure, lower, places) if lower else set()
    found: dict[int, list[Row]] = defaultdict(list)
    for place, year, value, *parts in table.records([measure.id, *names.values()]):
        if place not in places:
            continue
        row: Row = {None: value, **dict(zip(names, parts, strict=True))}
        if (place, year) in twice:
            if lower == measure.lines:
                continue
            for leaf in names:
                if isinstance(leaf, Term) and measure.terms[leaf.name] in lower and row[leaf] is not None:
                    row[leaf] = 0
            row[None] = _worked_out(measure, [row]) if _complete(row) else None
        found[year].append(row)
    return found


def _within_counties(
    snapshot: Snapshot, measure: Measure, lines: Collection[str], places: Collection[str]
) -> set[tuple[str, int]]:
    """Districts and years whose county stands in the group too as the sum of its districts."""
    held = {r.id for r in snapshot.facts_releases(lines)}
    walk = snapshot.crosswalk
    summed = {
        (v.place, v.year)
        for v in snapshot.voices
        if v.need > 1 and not v.combined and v.place in places and v.release in held
    }
    return {
        (district.id, year)
        for county, year in summed
        for district in walk.districts(county, middle(period_of(measure, year)))
        if district.id in places
    }


def _complete(row: Row) -> bool:
    return all(part is not None for leaf, part in row.items() if leaf and not getattr(leaf, "optional", False))


def _share_of_yes(measure: Measure, rows: list[Row]) -> tuple[float | None, int]:
    del measure
    answers = [row[None] for row in rows if row[None] is not None]
    return (fsum(answers) / len(answers) if answers else None), len(answers)


def _added(measure: Measure, rows: list[Row]) -> tuple[float | None, int]:
    del measure
    values = [row[None] for row in rows if row[None] is not None]
    return (fsum(values) if values else None), len(values)


def _of_sums(measure: Measure, rows: list[Row]) -> tuple[float | None, int]:
    """The formula on the sums over the places that have every part."""
    whole = [row for row in rows if _complete(row)]
    return (_worked_out(measure, whole) if whole else None), len(whole)


_TOTAL: Mapping[str, Any] = {f.YES_NO: _share_of_yes, f.POUNDS: _added, f.PEOPLE: _added}


def _worked_out(measure: Measure, rows: list[Row]) -> float | None:
    """The formula on summed parts, in exact arithmetic; None where it gives nothing."""
    values: dict[Term, Fraction | None] = {}
    factors: dict[int, Fraction | None] = {}
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            factors[leaf.lag] = Fraction(rows[0][leaf])
        else:
            parts = [row[leaf] for row in rows if row[leaf] is not None]
            values[leaf] = Fraction(fsum(parts) if any(isinstance(p, float) for p in parts) else sum(parts))
    exact = Exact(values, factors)
    if measure.condition is not None and not work_out(measure.condition, exact):
        return None
    outcome = work_out(measure.tree, exact)
    return None if outcome is None else float(outcome)


def _weighted_totals(
    figures: FigureTable, measure: Measure, places: Collection[str], group: str, years: Collection[int] | None
) -> list[Figure]:
    """Values weighted by population, over the places that have both: an estimate, and marked so."""
    table = figures if isinstance(figures, RolledUpTable) else roll_up(figures)
    snapshot = figures.snapshot
    walk, made = snapshot.crosswalk, []
    for year in table.years if years is None else sorted(set(table.years) & set(years)):
        day = middle(period_of(measure, year))
        once = [p for p in sorted(places) if not any(d.id in places for d in walk.districts(p, day))]
        found = [
            (v, w, p) for p in once if (v := table.value(measure, p, year)) is not None and (w := table.weight(p, year))
        ]
        if not found:
            continue
        value = sum(v * w for v, w, _ in found) / sum(w for _, w, _ in found)
        used = {r for *_, p in found if (one := table.figure(measure, p, year)) for r in one.releases}
        note = f"the values of {len(found)} places weighted by population"
        made.append(_figure(snapshot, measure, group, year, value, f.ESTIMATED, note, len(found), used))
    return made


__all__ = ["totals"]
