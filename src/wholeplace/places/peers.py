"""Places like a place, from figures published by a date: the thin layer between figures and likeness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError
from wholeplace.evidence.figures import compute, period_of, releases_of, to_value
from wholeplace.evidence.measures import measures
from wholeplace.evidence.places import class_words
from wholeplace.places import likeness
from wholeplace.places.likeness_settings import standard
from wholeplace.places.model import show_day
from wholeplace.places.register import Register
from wholeplace.places.succession import same_ground

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.places.likeness import Neighbour
    from wholeplace.places.likeness_settings import Characteristic
    from wholeplace.places.model import Place

_ENOUGH = 0.5  # of the class must have a value in a year for that year to describe the class
_SQUARE_KM = 100
_FEWEST = 2  # characteristics: one alone (a mayor's precept, say) makes no two places alike


@dataclass(frozen=True)
class Basis:
    """What one characteristic stands on: its period, how many places have a value, and the releases.

    `period` is empty, and `note` says why, where it can't be used for this class on this date.
    """

    characteristic: Characteristic
    weight: float
    period: str = ""
    known: int = 0
    note: str = ""
    releases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peers:
    """The places like `place`, nearest first, with what the comparison stands on.

    `values` maps characteristics to every compared place's value as published (not on the log scale): a
    share of 1 for shares, people per square kilometre for density, pounds for Band D. `compared` counts the
    places of the class.
    """

    place: Place
    neighbours: tuple[Neighbour, ...]
    basis: tuple[Basis, ...]
    values: dict[str, dict[str, float]]
    compared: int
    notes: tuple[str, ...] = ()


def peers(
    snapshot: Snapshot,
    place_id: str,
    n: int | None = 15,
    own_weights: dict[str, float] | None = None,
    registers: tuple[Register, Register] | None = None,
) -> Peers:
    """The places of its class most like a place, as far as was published by the snapshot's date.

    Only places that existed on that date are compared, each once. Each characteristic is taken in the
    latest year that half of the class and the place itself have, if that is not too old. `registers` may be
    given to save opening them: the register as of the snapshot's date, and the whole register.

    Raises: WholeplaceError: the place had ended by then, is of a class without figures, or has too few
    characteristics.
    """
    register, whole = registers or (
        Register.open(snapshot.store, snapshot.as_of),
        Register.open(snapshot.store),
    )
    place = register[place_id]
    if not place.alive(register.today):
        ended = f"ended on {show_day(place.end)}" if place.end else "does not exist yet"
        raise WholeplaceError(f"{place.name} {ended}. Give --as-of with a date when it existed to see places like it.")
    settings = standard()
    weights = settings.weights(own_weights)
    class_ids = [p.id for p in register.alive() if p.place_class == place.place_class]
    wanted = [c for c in settings.characteristics if weights[c.id] > 0]
    known = measures()
    table = compute(snapshot, list({c.measure: known[c.measure] for c in wanted if c.measure in known}.values()))
    basis, shown = [], {}
    newest = _newest_year(snapshot, register)
    for item in wanted:
        found, values = _basis(item, weights[item.id], table, place, class_ids, whole, newest)
        basis.append(found)
        if values:
            shown[item.id] = values
    scaled = {c.id: _scale(c, shown[c.id]) for c in wanted if c.id in shown}
    usable = {c.id: weights[c.id] for c in wanted if c.id in scaled}
    if len(usable) < _FEWEST <= len(wanted):
        raise WholeplaceError(_too_few([c.title for c in wanted if c.id in scaled], len(wanted)))
    own = {c: weight for c, weight in usable.items() if place.id in shown[c]}
    if usable and sum(own.values()) / sum(usable.values()) < settings.minimum_coverage:
        raise WholeplaceError(_too_little_known(place.name, [c.title for c in wanted if c.id in own], len(wanted)))
    found_neighbours = likeness.neighbours(place.id, scaled, usable, n, settings.minimum_coverage)
    notes = tuple(f"{b.characteristic.title}: {b.note}" for b in basis if b.note)
    return Peers(
        place,
        tuple(_as_published(place.id, found_neighbours, shown)),
        tuple(basis),
        shown,
        len(class_ids) - 1,
        notes,
    )


def _too_few(titles: Sequence[str], wanted: int) -> str:
    only = f"only {titles[0][0].lower()}{titles[0][1:]}" if titles else "none"
    return (
        f"Of {wanted} characteristics that make places alike, {only} is known for enough places of its class. "
        "That is too little to go by."
    )


def _too_little_known(name: str, titles: Sequence[str], wanted: int) -> str:
    these = f" ({', '.join(t[0].lower() + t[1:] for t in titles)})" if titles else ""
    count = f"{len(titles) or 'none'} {'is' if len(titles) == 1 else 'are'}"
    return (
        f"Of {wanted} characteristics that make places alike, {count} known of {name}{these}. "
        "That is too little to go by: load the publications that the others come from."
    )


def _newest_year(snapshot: Snapshot, register: Register) -> int:
    """The year that ages are counted from: the date asked, or where none is, the latest period of what is loaded."""
    if register.as_of:
        return register.as_of.year
    periods = [r.period.year for r in snapshot.releases.values() if r.period]
    return min(register.today.year, max(periods, default=register.today.year))


def _basis(
    item: Characteristic,
    weight: float,
    table: FigureTable,
    place: Place,
    class_ids: Sequence[str],
    whole: Register,
    newest: int,
) -> tuple[Basis, dict[str, float]]:
    if item.classes and place.place_class not in item.classes:
        return Basis(item, weight, note=f"not used for {class_words(place.place_class)[1]}"), {}
    measure = next((m for m in table.measures if m.id == item.measure), None)
    if measure is None:
        return Basis(item, weight, note="no such measure is installed"), {}
    areas = {i: area(whole, whole[i]) for i in class_ids} if item.per_hectare else {}
    best: tuple[int, dict[str, float]] | None = None
    for year in sorted(table.years, reverse=True):
        if year < newest - item.max_age:
            break
        values = _values(table, measure, year, class_ids, areas if item.per_hectare else None)
        if len(values) < _ENOUGH * len(class_ids):
            continue
        best = best or (year, values)
        if place.id in values:
            best = (year, values)
            break
    if best is None:
        return Basis(item, weight, note=f"fewer than half of the class have one of the last {item.max_age} years"), {}
    year, values = best
    note = "" if place.id in values else f"left out: {place.name} has none"
    releases = releases_of(table.snapshot, measure, place.id, year)
    return Basis(item, weight, str(period_of(measure, year)), len(values), note, tuple(releases)), values


def _values(
    table: FigureTable, measure: Measure, year: int, ids: Sequence[str], areas: dict[str, float | None] | None
) -> dict[str, float]:
    found = {}
    for identifier in ids:
        raw = table.value(measure, identifier, year)
        if raw is None:
            continue
        value = float(to_value(raw, measure.unit))
        if areas is not None:
            hectares = areas.get(identifier)
            if not hectares:
                continue
            value = value / hectares * _SQUARE_KM
        found[identifier] = value
    return found


def _scale(item: Characteristic, values: dict[str, float]) -> dict[str, float | None]:
    if not item.log:
        return dict(values)
    return {place: log10(value) if value > 0 else None for place, value in values.items()}


def _as_published(own: str, found: Sequence[Neighbour], shown: dict[str, dict[str, float]]) -> Iterator[Neighbour]:
    """Neighbours whose parts show values as published instead of on the log scale."""
    for one in found:
        parts = (
            replace(p, own=shown[p.characteristic][own], theirs=shown[p.characteristic][one.place]) for p in one.parts
        )
        yield replace(one, parts=tuple(parts))


def area(register: Register, place: Place) -> float | None:
    """Hectares of a place: the register's, else those of what covers exactly its ground today."""
    if place.area_hectares:
        return place.area_hectares
    cover = same_ground(register, place, register.today)
    parts = [p.area_hectares for p in cover] if cover else []
    return sum(p for p in parts if p) if parts and all(parts) else None
