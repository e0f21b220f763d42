"""What happened to places, from the register and the reorganisation list, without saying anything twice.

The register says what each council was replaced by; the list gives dates and orders by GSS code and adds
what the register has no column for: ground that passed between councils that both live on, codes reissued,
names changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from wholeplace.core.ids import fold
from wholeplace.places.model import COUNTY, DISTRICT, Edge, Recoding, Renaming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DAY = timedelta(days=1)
_NUMBERED = re.compile(r"\(\d+/\d{4}\)$")  # an order by its number, and no remark in its place


@dataclass
class Changes:
    """Successions, transfers between living places, recodings and renamings, each with its day.

    `last_days` is the last day of every place that has ended; `abolished` the order that ended it, where the list has a
    row for the ending itself. `unknown` counts rows of the list about
    authorities that no register holds (fire authorities). `notes` say where register and list disagree.
    """

    successions: list[Edge] = field(default_factory=list)
    transfers: list[Edge] = field(default_factory=list)
    recodings: list[Recoding] = field(default_factory=list)
    renamings: list[Renaming] = field(default_factory=list)
    last_days: dict[str, date] = field(default_factory=dict)
    abolished: dict[str, str] = field(default_factory=dict)
    unknown: int = 0
    notes: list[str] = field(default_factory=list)


def parse_day(text: str | None) -> date | None:
    """A date of a record; None where it is blank."""
    return date.fromisoformat(text) if text else None


def pieces(text: str | None) -> tuple[str, ...]:
    """A list that a record joins by '|'."""
    return tuple(p for p in (text or "").split("|") if p)


def put_together(records: Sequence[Mapping[str, Any]], links: Iterable[Mapping[str, Any]]) -> Changes:
    """All changes that the register's records and the list's links tell of, in the order of their days."""
    by_id = {r["id"]: r for r in records}
    changes = Changes(last_days=_last_days(by_id))
    told = list(links)
    places = _places_by_code(records, told)
    self_links = {
        (places[link["predecessor_gss"]], link["date"])
        for link in told
        if places.get(link["predecessor_gss"]) and places[link["predecessor_gss"]] == places.get(link["successor_gss"])
    }
    edges: dict[tuple[str, str], Edge] = {}
    for link in told:
        _take(link, places, self_links, changes, edges)
    for record in records:
        _add_replaced_by(record, by_id, changes, edges)
    _add_county_parts(by_id, changes, edges)
    changes.successions = sorted(edges.values(), key=lambda e: (e.day, e.predecessor, e.successor))
    changes.transfers.sort(key=lambda e: (e.day, e.predecessor, e.successor))
    changes.recodings.sort(key=lambda r: (r.day, r.place))
    changes.renamings.sort(key=lambda r: (r.day, r.place))
    return changes


def _last_days(by_id: Mapping[str, Mapping[str, Any]]) -> dict[str, date]:
    """Last day of each place that ended.

    The register writes either the last day or the day after it; the day a successor starts on is the day
    after.
    """
    found = {}
    for record in by_id.values():
        end = parse_day(record["end"])
        if end is None:
            continue
        starts = {by_id[s]["start"] for s in pieces(record["successors"]) if s in by_id}
        found[record["id"]] = end - _DAY if end.isoformat() in starts else end
    return found


def _places_by_code(records: Sequence[Mapping[str, Any]], links: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    places: dict[str, str] = {}
    for record in records:
        if record["gss"]:
            places[record["gss"]] = record["id"]
    for record in records:
        for code in pieces(record["former_gss"]):
            places.setdefault(code, record["id"])
    for link in links:  # a code reissued under the same name that the register has forgotten
        after = places.get(link["successor_gss"])
        if after and fold(link["predecessor_name"]) == fold(link["successor_name"]):
            places.setdefault(link["predecessor_gss"], after)
    return places


def _take(
    link: Mapping[str, Any],
    places: Mapping[str, str],
    self_links: set[tuple[str, str]],
    changes: Changes,
    edges: dict[tuple[str, str], Edge],
) -> None:
    before, day = places.get(link["predecessor_gss"]), parse_day(link["date"])
    after = places.get(link["successor_gss"]) if link["successor_gss"] else ""
    if before is None or after is None or day is None:
        changes.unknown += 1
        return
    if before == after:
        _take_same(link, before, day, changes)
    elif (before, link["date"]) in self_links:
        changes.transfers.append(Edge(before, after, day, link["order"]))
    else:
        # A code ends with its place unless it is reissued to the same place: so this place ended.
        changes.last_days.setdefault(before, day - _DAY)
        if after:
            edges[before, after] = Edge(before, after, day, link["order"])
        elif _NUMBERED.search(link["order"]):
            changes.abolished[before] = link["order"]


def _take_same(link: Mapping[str, Any], place: str, day: date, changes: Changes) -> None:
    if link["predecessor_gss"] != link["successor_gss"]:
        changes.recodings.append(Recoding(place, link["predecessor_gss"], link["successor_gss"], day, link["order"]))
    elif link["predecessor_name"] != link["successor_name"]:
        changes.renamings.append(Renaming(place, link["predecessor_name"], link["successor_name"], day))


def _add_replaced_by(
    record: Mapping[str, Any],
    by_id: Mapping[str, Mapping[str, Any]],
    changes: Changes,
    edges: dict[tuple[str, str], Edge],
) -> None:
    last, order = changes.last_days.get(record["id"]), changes.abolished.get(record["id"], "")
    for successor in pieces(record["successors"]):
        if successor not in by_id:
            changes.notes.append(f"{record['id']} is replaced by {successor}, which the register does not hold.")
            continue
        if last is None:
            changes.notes.append(f"{record['id']} is replaced by {successor}, but has no end date; it is left alive.")
            continue
        known = edges.get((record["id"], successor))
        if known and known.day != last + _DAY:
            changes.notes.append(
                f"{record['id']} ended on {last} by the register; the reorganisation list has {known.day} "
                f"as the first day of {successor}. The register's date is used."
            )
        edges[record["id"], successor] = Edge(record["id"], successor, last + _DAY, known.order if known else order)


def _add_county_parts(
    by_id: Mapping[str, Mapping[str, Any]], changes: Changes, edges: dict[tuple[str, str], Edge]
) -> None:
    """A county's services in a district went wherever that district went on the same day."""
    for county in by_id.values():
        last = changes.last_days.get(county["id"])
        if county["place_class"] != COUNTY or last is None:
            continue
        for (member, successor), edge in list(edges.items()):
            is_member = by_id[member]["county"] == county["id"] and by_id[member]["place_class"] == DISTRICT
            to_all_services = by_id[successor]["place_class"] not in {COUNTY, DISTRICT}
            pair = (county["id"], successor)
            if is_member and to_all_services and edge.day == last + _DAY and pair not in edges:
                edges[pair] = Edge(*pair, edge.day, edge.order, derived=True)
