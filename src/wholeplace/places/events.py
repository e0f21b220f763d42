"""Events that happened to a place itself: matched by exact name to the council that existed then, no other.

A successor never inherits an event, and an event is never guessed onto a council: what can't be matched is
listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence.reading import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wholeplace.evidence.store import Store
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register


@dataclass(frozen=True)
class PlaceEvent:
    """An event and the place it happened to.

    `day` is None where only the period is known. `certainty` is the publication's own words about doubt;
    `release` and `row` say where it stands.
    """

    kind: str
    place: str
    day: date | None
    period: str
    certainty: str
    source: str
    named: str
    release: str = ""
    row: int = 0


@dataclass(frozen=True)
class Unmatched:
    """An event that belongs to no place for certain, and why."""

    kind: str
    named: str
    when: str
    reason: str


@dataclass(frozen=True)
class Events:
    """Events by place, and those that could not be matched."""

    matched: tuple[PlaceEvent, ...]
    unmatched: tuple[Unmatched, ...]

    def of(self, place: str) -> tuple[PlaceEvent, ...]:
        """The events of one place, oldest first."""
        return tuple(e for e in self.matched if e.place == place)


def open_events(store: Store, register: Register) -> Events:
    """Events of a store that had happened by the register's date, matched to the register's places.

    The lists are compiled long after; like the register they are reference data, so that each event's own day
    counts and not the day the list was compiled.
    """
    chosen: dict[tuple[str, str, str], Any] = {}
    for entry in sorted(store.entries(), key=lambda e: (e.published, e.sequence)):
        if entry.table == EVENTS:
            chosen[entry.slot] = entry
    rows = [{**row, "release": e.id} for e in chosen.values() for row in store.release(e).records()]
    return match_events(register, rows)


def match_events(register: Register, rows: Iterable[Mapping[str, Any]]) -> Events:
    """Match rows of the table `events` to places; those after the register's date are left out.

    An event of which only the period is known (support for a financial year, announced on a day that the
    list does not give) counts as known from the period's last day: earlier would be hindsight.
    """
    matched: list[PlaceEvent] = []
    unmatched: list[Unmatched] = []
    for row in rows:
        span = _span(row)
        if span and register.as_of and span[1] > register.as_of:
            continue
        found = _match(register, row, span)
        if isinstance(found, str):
            when = row["date"] or row["period"] or "no date"
            unmatched.append(Unmatched(row["kind"], row["authority"], when, found))
        else:
            matched.append(_event(row, found))
    matched.sort(key=lambda e: (e.day or Period.parse(e.period).start, e.kind, e.place, e.release, e.row))
    return Events(tuple(matched), tuple(unmatched))


def _span(row: Mapping[str, Any]) -> tuple[date, date] | None:
    if row["date"]:
        day = date.fromisoformat(row["date"])
        return day, day
    if row["period"]:
        period = Period.parse(row["period"])
        return period.start, period.end
    return None


def _match(register: Register, row: Mapping[str, Any], span: tuple[date, date] | None) -> Place | str:
    """The place, or why there is none."""
    if span is None:
        return "it has neither a date nor a period"
    named = register.named(row["authority"])
    if not named:
        return "no council in the register bears exactly this name"
    then = [p for p in named if p.alive_in(*span)]
    if len(then) == 1:
        return then[0]
    listed = "; ".join(p.described for p in named)
    return (
        f"no council of this name existed then ({listed})"
        if not then
        else f"several councils bore this name ({listed})"
    )


def _event(row: Mapping[str, Any], place: Place) -> PlaceEvent:
    return PlaceEvent(
        kind=row["kind"],
        place=place.id,
        day=date.fromisoformat(row["date"]) if row["date"] else None,
        period=row["period"] or "",
        certainty=row["certainty"] or "",
        source=row["source"] or "",
        named=row["authority"],
        release=row.get("release", ""),
        row=int(row.get("row") or 0),
    )
