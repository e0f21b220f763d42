"""A place's reorganisation history in plain English, for the brief."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wholeplace.places.model import COUNTY, KNOWN_FROM, HistoryEvent, Place, show_list
from wholeplace.places.succession import predecessors, successors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.places.model import Edge
    from wholeplace.places.register import Register


def history(register: Register, place: Place) -> list[HistoryEvent]:
    """What happened to the council by the register's date, oldest first; empty where nothing did."""
    found = [*_formed(register, place), *_changed(register, place), *_in_its_area(register, place)]
    return sorted([*found, *_ended(register, place)])


def _formed(register: Register, place: Place) -> Iterator[HistoryEvent]:
    before = predecessors(register, place)
    if not before:
        if place.start and place.start >= KNOWN_FROM:
            yield HistoryEvent(place.start, "Formed; the register does not say from what.")
        return
    edges = [e for e in register.changes.successions if e.successor == place.id]
    names = [_piece(p) for p in sorted(before, key=_counties_last)]
    verb = "Formed from" if len(names) > 1 else "Took the place of"
    county = any(p.place_class == COUNTY for p in before)
    scope = " It took over the services of both county and districts." if county and len(names) > 1 else ""
    yield HistoryEvent(place.start or edges[0].day, f"{verb} {show_list(names)}{_under(edges)}.{scope}")


def _piece(place: Place) -> str:
    name = place.official_name if place.place_class == COUNTY else place.name
    return f"part of {name}" if len(place.successors) > 1 else name


def _counties_last(place: Place) -> tuple[bool, str]:
    return place.place_class == COUNTY, place.name


def _under(edges: list[Edge]) -> str:
    orders = dict.fromkeys(e.order for e in edges if e.order)
    return f" under {show_list(list(orders))}" if orders else ""


def _changed(register: Register, place: Place) -> Iterator[HistoryEvent]:
    changes = register.changes
    for edge in changes.transfers:
        if edge.successor == place.id:
            yield HistoryEvent(edge.day, f"Gained ground from {register[edge.predecessor].name}{_under([edge])}.")
        elif edge.predecessor == place.id:
            yield HistoryEvent(edge.day, f"Ground passed to {register[edge.successor].name}{_under([edge])}.")
    for recoding in changes.recodings:
        if recoding.place == place.id:
            yield HistoryEvent(
                recoding.day,
                f"Its boundary changed, and with it its code, from {recoding.old} to {recoding.new}.",
            )
    for renaming in changes.renamings:
        if renaming.place == place.id:
            yield HistoryEvent(renaming.day, f"Renamed from {renaming.old} to {renaming.new}.")


def _in_its_area(register: Register, place: Place) -> Iterator[HistoryEvent]:
    """Mergers among a county's districts that left the county standing."""
    if place.place_class != COUNTY:
        return
    merged: dict[tuple[date, str], list[str]] = defaultdict(list)
    for edge in register.changes.successions:
        before, after = register[edge.predecessor], register[edge.successor]
        if before.county == place.id and after.county == place.id and place.alive(edge.day):
            merged[edge.day, after.name].append(before.name)
    for (day, after_name), names in merged.items():
        yield HistoryEvent(day, f"In its area, {show_list(sorted(names))} became {after_name}.")


def _ended(register: Register, place: Place) -> Iterator[HistoryEvent]:
    if place.end is None:
        return
    after = successors(register, place)
    day = place.end + timedelta(days=1)
    edges = [e for e in register.changes.successions if e.predecessor == place.id]
    if not after:
        yield HistoryEvent(day, "Ceased to exist; the register names no successor.")
    elif len(after) == 1:
        yield HistoryEvent(day, f"Abolished and replaced by {after[0].name}{_under(edges)}.")
    else:
        text = f"Abolished and divided between {show_list([p.name for p in after])}{_under(edges)}."
        yield HistoryEvent(day, text)
