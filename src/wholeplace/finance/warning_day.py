"""The day that early warning stands on where today is too late: the newest data, on the day they were complete.

    day = standing_day(Snapshot(store))
    found = warnings(Snapshot(store, day))

Scores are not worked out from old figures (`oldest` in the method). Where all that is loaded has become too old, the
scores of the day on which it was new are still worth reading, as long as one is told which day that was.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wholeplace.evidence.figures import compute, period_of, releases_of_many
from wholeplace.evidence.places import middle
from wholeplace.finance.warning import warnings
from wholeplace.finance.warning_field import value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.finance.warning_method import Counted, Method, ScoreMethod


def standing_day(snapshot: Snapshot, chosen: Method | None = None) -> date:
    """The snapshot's own day if any class has a score on it, else the last on which the newest data can be scored.

    That is the day on which the last of the releases was published that the newest year's indicators stand on; where a
    revision came so late that they were too old by then, the last day on which they were not. Where nothing loaded can
    be scored on any day it is the snapshot's own (today where it has none).
    """
    found = warnings(snapshot, chosen)
    if found.scores:
        return found.as_of
    table = compute(snapshot, found.method.measures)
    days = (_last_day(table, found.method, one, c) for one in found.method.scores for c in one.classes)
    return max((d for d in days if d is not None and d < found.as_of), default=found.as_of)


def _last_day(table: FigureTable, by: Method, one: ScoreMethod, place_class: str) -> date | None:
    """The day for one class; None where too little of it was ever published."""
    years = {c: y for c in one.indicators if (y := _latest(table, c, place_class, by.enough)) is not None}
    newest = _rated_up_to(years, by.rated_from)
    if newest is None:
        return None
    used = {
        release
        for counted, year in years.items()
        if year >= newest
        for release in releases_of_many(
            table.snapshot, counted.measure, _members(table, counted, place_class, year), year
        )
    }
    entries = (table.snapshot.releases[r].entry for r in used if r in table.snapshot.releases)
    last = date(newest + by.oldest, 12, 31)
    return min(max((e.published_on for e in entries), default=last), last)


def _rated_up_to(years: Mapping[Counted, int], share: float) -> int | None:
    """The latest year for which indicators of enough weight have figures of it or later."""
    enough = (y for y in sorted(set(years.values()), reverse=True) if _weight(years, y) >= share)
    return next(enough, None)


def _weight(years: Mapping[Counted, int], since: int) -> float:
    return sum(c.weight for c, year in years.items() if year >= since)


def _latest(table: FigureTable, counted: Counted, place_class: str, enough: float) -> int | None:
    """The latest year in which enough of the class as it was then have a value."""
    for year in reversed(table.years):
        places = _members(table, counted, place_class, year)
        known = sum(1 for p in places if value_of(table, counted.measure, p, year) is not None)
        if places and known / len(places) >= enough:
            return year
    return None


def _members(table: FigureTable, counted: Counted, place_class: str, year: int) -> list[str]:
    day = middle(period_of(counted.measure, year))
    places = table.snapshot.crosswalk.places.values()
    return [p.id for p in places if p.place_class == place_class and p.alive(day)]
