"""A group's own figure: worked out on summed parts, never an average of ratios.

The parts are summed over the group's places that have all of them, and the formula is worked out on the sums. Amounts
(pounds, people) are added up. For a yes/no indicator the total is the share of places answering yes. Scores and rates,
which can't be added, are weighted by population where the indicator says so and otherwise have no total. Districts are
not added again to a county whose figure is their sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence import figure as f
from wholeplace.evidence.columns import expression, leaf_name, spread
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.figures import compute, period_of, releases_of, to_value
from wholeplace.evidence.formula import Deflator
from wholeplace.evidence.places import middle
from wholeplace.evidence.rollup import roll_up

if TYPE_CHECKING:
    from collections.abc import Collection

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


def totals(
    snapshot: Snapshot, measure: Measure, places: Collection[str], group: str, years: Collection[int] | None = None
) -> list[Figure]:
    """The group's own figure in each year, worked out on summed parts over the `n` places that have them all.

    For a yes/no measure the value is the share of the `n` places where it is yes. Places of classes that the measure
    does not apply to are left out.
    """
    known = snapshot.crosswalk.places
    places = {p for p in places if not measure.applies_to or known[p].place_class in measure.applies_to}
    if not places:
        return []
    apart = sorted(line for line in measure.lines if line in snapshot.lines and snapshot.lines[line].combine == "none")
    if apart and measure.roll_up:
        return _weighted_totals(snapshot, measure, places, group, years)
    made = []
    for row in _rows(snapshot, measure, places):
        if (years is not None and row["year"] not in years) or not row["n"]:
            continue
        used = {r for p in places for r in releases_of(snapshot, measure, p, row["year"])}
        raw, note = row["value"], f"worked out on the sums of {row['n']} places"
        status = f.OK if raw is not None else (measure.otherwise or f.NOT_COMPARABLE)
        if apart and row["n"] > 1:
            raw, status = None, f.NOT_COMPARABLE
            note = f"'{snapshot.lines[apart[0]].label}' of {row['n']} places can't be added up"
        made.append(_figure(snapshot, measure, group, row["year"], raw, status, note, int(row["n"]), used))
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


def _rows(snapshot: Snapshot, measure: Measure, places: Collection[str]) -> list[dict[str, Any]]:
    """Year, value and n of each year."""
    import numpy as np

    table = spread(snapshot, [measure])
    wanted = snapshot.engine.rows({"place": np.array(sorted(places), dtype=object)})
    table = _counted_once(snapshot, measure, table.filter(~table.combined).inner_join(wanted, "place"), places)
    value, complete = expression(measure, table)
    if measure.unit == f.YES_NO:
        grouped = table.select("place", "year", value=value).filter(lambda t: t.value.notnull()).group_by("year")
        result = grouped.aggregate(value=lambda t: t.value.mean(), n=lambda t: t.count())
    elif measure.unit in {f.POUNDS, f.PEOPLE}:
        valued = table.select("place", "year", value=value).filter(lambda t: t.value.notnull())
        result = valued.group_by("year").aggregate(value=lambda t: t.value.sum(), n=lambda t: t.count())
    else:
        result = _total_of_sums(measure, table.filter(complete))
    return sorted(snapshot.engine.run(result).to_pylist(), key=lambda r: r["year"])


def _counted_once(snapshot: Snapshot, measure: Measure, table: Any, places: Collection[str]) -> Any:
    """The rows with what a county's own row already holds taken out of its districts' rows."""
    import ibis

    lower = {n for n in measure.lines if any(r.entry.lower_tier for r in snapshot.facts_releases([n]))}
    twice = _within_counties(snapshot, measure, lower, places) if lower else []
    if not twice:
        return table
    doubled = (table.place + " " + table.year.cast("string")).isin(twice)
    if lower == measure.lines:
        return table.filter(~doubled)
    changed = {}
    for leaf in measure.all_leaves:
        if not isinstance(leaf, Deflator) and measure.terms[leaf.name] in lower:
            name = leaf_name(measure.terms[leaf.name], leaf.lag)
            column = table[name]
            changed[name] = ibis.ifelse(doubled & column.notnull(), ibis.literal(0).cast(column.type()), column)
    return table.mutate(**changed)


def _within_counties(
    snapshot: Snapshot, measure: Measure, lines: Collection[str], places: Collection[str]
) -> list[str]:
    """Districts and years, as `id year`, whose county stands in the group too as the sum of its districts."""
    held = {r.id for r in snapshot.facts_releases(lines)}
    summed = {
        (v.place, v.year)
        for v in snapshot.voices
        if v.need > 1 and not v.combined and v.release in held and v.place in places
    }
    walk = snapshot.crosswalk
    return sorted(
        f"{district.id} {year}"
        for county, year in summed
        for district in walk.districts(county, middle(period_of(measure, year)))
        if district.id in places
    )


def _total_of_sums(measure: Measure, table: Any) -> Any:
    """Sum every part over the group in each year, then work the formula out on the sums."""
    sums: dict[str, Any] = {}
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            sums[f"factor_{leaf.lag}"] = table[f"factor_{leaf.lag}"].max()
        else:
            name = leaf_name(measure.terms[leaf.name], leaf.lag)
            sums[name] = table[name].sum()
    added = table.group_by("year").aggregate(n=table.count(), **sums)
    value, _ = expression(measure, added)
    return added.select("year", "n", value=value)


def _weighted_totals(
    snapshot: Snapshot, measure: Measure, places: Collection[str], group: str, years: Collection[int] | None
) -> list[Figure]:
    """Values weighted by population, over the places that have both: an estimate, and marked so."""
    table = roll_up(compute(snapshot, [measure]))
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
