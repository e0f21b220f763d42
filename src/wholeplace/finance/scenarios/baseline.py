"""The accounts that a scenario starts from, as published in the revenue outturn (RS): nothing is imputed.

Need is revenue expenditure before interest received and grants outside aggregate external finance (AEF); income is what
pays for it down to the council tax requirement. They tie to the return to the penny:

    need - income = what was taken in the year from earmarked and unallocated reserves (not schools' or public health's)

A line that a year's form does not have stands in the rest of its total, and is named as missing. A council whose return
lacks one of the totals has no baseline, and is named too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import ScenarioError
from wholeplace.core.periods import Period
from wholeplace.evidence.lookup import Cells, Wanted
from wholeplace.evidence.places import middle
from wholeplace.evidence.query import column_of
from wholeplace.finance.scenarios.model import Council, Scenario
from wholeplace.finance.scenarios.standing import standing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wholeplace.evidence.snapshot import Snapshot

TOTALS = {
    "services": "rs.total_service_expenditure",
    "current": "rs.net_current_expenditure",
    "expenditure": "rs.revenue_expenditure",
    "net": "rs.net_revenue_expenditure",
    "tax": "rs.council_tax_requirement",
    "earmarked": "rs.appropriation_earmarked",
    "unallocated": "rs.appropriation_unallocated",
    "earmarked_held": "rs.reserves_earmarked_closing",
    "unallocated_held": "rs.reserves_unallocated_closing",
}
ENOUGH = 0.9  # of the most councils that any year is complete for: the latest such year is a group's
LONGEST_NAMED = 8
YEARS = 10
PANDEMIC = range(2020, 2022)  # years whose accounts hold large one-off grants
_BESIDE = {"fees", "charged_for", "tied_reserves"}  # in no total that a rest is worked out from


@dataclass(frozen=True)
class Baseline:
    """Some councils' accounts of one year, line by line in pence, with what they were read from.

    `missing` are members that have no complete return of the year; `unpublished` are lines that it does not show apart.
    """

    place: str
    name: str
    period: Period
    councils: tuple[Council, ...]
    releases: tuple[str, ...]
    missing: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    invented: bool = False


def years_of(snapshot: Snapshot, places: Collection[str]) -> dict[int, int]:
    """How many of some places have a complete return, by the year it starts in."""
    found: dict[int, int] = {}
    for row in _rows(snapshot, places):
        if _complete(row):
            found[row["year"]] = found.get(row["year"], 0) + 1
    return dict(sorted(found.items()))


def baseline(snapshot: Snapshot, key: str, name: str, places: Collection[str], year: int | None = None) -> Baseline:
    """The accounts of some places: of `year`, else of the latest for which nearly all are complete.

    Raises:
        ScenarioError: no return that is loaded has all that a scenario starts from.
    """
    rows = _alone(snapshot, next(iter(places)), year) if len(places) == 1 else _together(snapshot, places, year)
    if not rows:
        raise _nothing(snapshot, name, places, year)
    chosen = next(iter(rows.values()))["year"]
    period, walk = Period.financial(chosen), snapshot.crosswalk.places
    councils = tuple(_council(p, walk[p].name, rows[p]) for p in sorted(rows, key=lambda p: (walk[p].name, p)))
    missing = sorted(walk[p].name for p in places if p not in rows and walk[p].alive(middle(period)))
    shown = {line for line, _ in _published_lines()} & set(snapshot.lines)
    used = sorted({r for p in rows for r in snapshot.sources(p, chosen, shown | set(TOTALS.values()))})
    return Baseline(
        key, name, period, councils, tuple(used), tuple(missing), _unpublished(rows.values()), snapshot.invented
    )


def _alone(snapshot: Snapshot, place: str, year: int | None) -> dict[str, dict[str, Any]]:
    """One place's row of a year, or of the latest that is complete: straight from the files, without a query."""
    told = sorted({y for who, y, combined in snapshot.spoken if who == place and not combined}, reverse=True)
    lines = _wanted(snapshot)
    for each in told if year is None else [year]:
        cells = Cells(snapshot, [Wanted(line, place, each) for line in lines])
        row: dict[str, Any] = {column_of(line): cells.value(Wanted(line, place, each)) for line in lines}
        if lines and _complete(row):
            return {place: {**row, "place": place, "year": each}}
    return {}


def _together(snapshot: Snapshot, places: Collection[str], year: int | None) -> dict[str, dict[str, Any]]:
    """The complete rows of many places: of a year, or of the latest for which nearly all are complete."""
    rows = [row for row in _rows(snapshot, places) if _complete(row)]
    counts = Counter(row["year"] for row in rows)
    enough = ENOUGH * max(counts.values(), default=0)
    chosen = max((y for y, n in counts.items() if n >= enough), default=None) if year is None else year
    return {row["place"]: row for row in rows if row["year"] == chosen}


def _nothing(snapshot: Snapshot, name: str, places: Collection[str], year: int | None) -> ScenarioError:
    known = ", ".join(str(Period.financial(y)) for y in years_of(snapshot, places)) if year is not None else ""
    when = f" for {Period.financial(year)}" if year is not None else ""
    remedy = f"Years that are complete: {known}." if known else "Load its revenue outturn (RS): `wholeplace load`."
    return ScenarioError(name, "", f"no revenue outturn{when} that is loaded has every total a scenario needs", remedy)


def scenario_of(base: Baseline, snapshot: Snapshot, years: int = YEARS, title: str = "") -> Scenario:
    """A scenario of some accounts under the standing assumptions; lines that are nought everywhere are left out."""
    usual = standing()
    there = {i for c in base.councils for i, amount in c.amounts.items() if amount}
    services = tuple(s for s in usual.services if s.id in there)
    streams = tuple(s for s in usual.streams if s.id in there)
    named = {n for s in services for n in (s.cost, s.demand, s.efficiency)} | {n for s in streams for n in s.growth}
    kept = {s.id for s in (*services, *streams)}
    councils = tuple(
        Council(c.id, c.name, {i: a for i, a in c.amounts.items() if i in kept}, c.reserves, c.floor)
        for c in base.councils
    )
    entries = snapshot.releases
    return Scenario(
        title or f"{base.name}: standing assumptions", base.place, base.name, base.period, years, services, streams,
        {i: d for i, d in usual.drivers.items() if i in named}, councils,
        protection=usual.protection, draws=usual.draws, invented=base.invented,
        sources=tuple(entries[r].entry.note() for r in base.releases if r in entries), releases=base.releases,
        notes=notes_of(base),
    )  # fmt: skip


def notes_of(base: Baseline) -> tuple[str, ...]:
    """What a reader must know of the accounts, a sentence each."""
    told = []
    if base.period.year in PANDEMIC:
        told.append(f"Grants for the pandemic passed through the accounts of {base.period}: read them with care.")
    if base.missing:
        more = len(base.missing) - LONGEST_NAMED
        named = ", ".join(base.missing[:LONGEST_NAMED]) + (f" and {more} more" if more > 0 else "")
        told.append(f"Without a complete return for {base.period}, and so not counted: {named}.")
    if base.unpublished:
        titles = ", ".join(base.unpublished)
        told.append(f"Not published apart for {base.period}, and so within the rest of its total: {titles}.")
    return tuple(told)


def _published_lines() -> list[tuple[str, int]]:
    return [each for published in standing().published.values() for each in published.lines]


def _wanted(snapshot: Snapshot) -> frozenset[str]:
    """The lines to read; none where a total was never loaded for anybody."""
    lines = {*TOTALS.values(), *(line for line, _ in _published_lines())} & set(snapshot.lines)
    return frozenset(lines) if set(TOTALS.values()) <= lines else frozenset()


def _rows(snapshot: Snapshot, places: Collection[str]) -> list[dict[str, Any]]:
    """A row a place and year, as the places were that year; the same lines every time, so that one query serves all."""
    wanted = _wanted(snapshot)
    if not wanted:
        return []
    table = snapshot.wide(wanted)
    asked = table.filter(table.place.isin(sorted(places)) & ~table.combined)
    found: list[dict[str, Any]] = snapshot.engine.run(
        asked.select("place", "year", *(column_of(line) for line in sorted(wanted)))
    ).to_pylist()
    return found


def _complete(row: Mapping[str, Any]) -> bool:
    return all(row[column_of(line)] is not None for line in TOTALS.values())


def _council(place: str, name: str, row: Mapping[str, Any]) -> Council:
    """A council's lines from the cells of its return, in pence."""
    total = {key: int(row[column_of(line)]) for key, line in TOTALS.items()}
    usual = standing()
    shown: dict[str, int] = {}
    for identifier, published in usual.published.items():
        known = [(row.get(column_of(line)), sign) for line, sign in published.lines]
        amounts = [int(value) * sign for value, sign in known if value is not None]
        if amounts:
            shown[identifier] = sum(amounts)
    shown["charged_for"] = shown.get("fees", 0)
    held = sum(shown.get(i, 0) for i in ("investment", "other_grants"))
    services = {s.id for s in usual.services} - _BESIDE
    apart = sum(amount for i, amount in shown.items() if i in services)
    shown["other_services"] = total["services"] - apart
    shown["benefits_and_levies"] = total["current"] - total["services"]
    shown["financing"] = total["expenditure"] - total["current"] + held
    shown["specific_grants"] = total["expenditure"] - total["net"]
    need = total["expenditure"] + held + shown["charged_for"]
    drawn = -(total["earmarked"] + total["unallocated"])
    income = sum(shown.get(s.id, 0) for s in usual.streams)
    shown["other_income"] = need - drawn - income
    reserves = total["earmarked_held"] + total["unallocated_held"]
    return Council(place, name, shown, reserves, max(0, min(total["unallocated_held"], reserves)))


def _unpublished(rows: Collection[Mapping[str, Any]]) -> tuple[str, ...]:
    """Titles of lines that none of the returns shows apart."""
    usual = standing()
    titles = {line.id: line.title for line in (*usual.services, *usual.streams)}
    found = []
    for identifier, published in usual.published.items():
        columns = [column_of(line) for line, _ in published.lines]
        if (
            columns
            and identifier not in {"fees", "charged_for"}
            and all(r.get(c) is None for r in rows for c in columns)
        ):
            found.append(titles[identifier])
    return tuple(found)
