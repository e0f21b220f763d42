"""What became of a place and what it was made of: whose figures may be added up into whose past.

Only whole pieces add up. A county that was divided between two successors has no figures for either part,
so their past is shown as the combined footprint or not at all; nothing is apportioned here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.places.model import COUNTY, Place, show_list

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.places.register import Register


def predecessors(register: Register, place: Place) -> tuple[Place, ...]:
    """Places that ended and whose ground, or part of it, passed to this one, by name."""
    return tuple(sorted((register[i] for i in place.predecessors), key=lambda p: p.name))


def successors(register: Register, place: Place) -> tuple[Place, ...]:
    """Places that this one's ground passed to when it ended, by name."""
    return tuple(sorted((register[i] for i in place.successors), key=lambda p: p.name))


def wholly_absorbed(register: Register, place: Place) -> tuple[Place, ...] | None:
    """All predecessors, where each of them passed whole to this place, so that its past is their sum.

    None where it has no predecessors, or where one of them was divided: then no published figure is about
    its part. A county is divided where one of its districts went elsewhere, even if the register names one
    successor only (Christchurch left the county of Dorset for Bournemouth, Christchurch and Poole).
    """
    found = predecessors(register, place)
    return found if found and all(p.successors == (place.id,) for p in found) else None


@dataclass(frozen=True)
class Footprint:
    """The ground a place stands on, as the smallest places that ever stood there.

    `parts` together cover it. `divided` are predecessors of which it got only a part. `text` says so in
    words.
    """

    place: Place
    parts: tuple[Place, ...]
    divided: tuple[Place, ...]
    text: str


def footprint(register: Register, place: Place) -> Footprint:
    """The ground of a place: a county's districts, or what it was formed from."""
    parts = tuple(sorted((register[i] for i in ground(register, place)), key=lambda p: p.name))
    divided = tuple(p for p in predecessors(register, place) if len(p.successors) > 1)
    return Footprint(place, parts, divided, _footprint_text(register, place, parts, divided))


def ground(register: Register, place: Place) -> frozenset[str]:
    """Ids of the smallest places that stood on this ground, each itself where it was made of no others."""
    if place.place_class == COUNTY:
        members = [register[i] for i in place.members]
        return frozenset().union(*(ground(register, m) for m in members)) if members else frozenset({place.id})
    lower = [p for p in predecessors(register, place) if p.place_class != COUNTY]
    return frozenset().union(*(ground(register, p) for p in lower)) if lower else frozenset({place.id})


def same_ground(register: Register, place: Place, on: date) -> tuple[Place, ...] | None:
    """The places existing on a day that together cover exactly this place's ground; None where none do.

    Counties are left out, since their districts (or successors) cover the same ground. Publications that
    are recast to later boundaries name these in place of a council that has ended.
    """
    wanted = ground(register, place)
    found = []
    for other in register.alive(on):
        its_ground = ground(register, other) if other.place_class != COUNTY else frozenset()
        if its_ground & wanted:
            if not its_ground <= wanted:
                return None
            found.append((other, its_ground))
    covered = frozenset().union(*(g for _, g in found)) if found else frozenset()
    return tuple(sorted((p for p, _ in found), key=lambda p: p.name)) if covered == wanted else None


def _footprint_text(register: Register, place: Place, parts: tuple[Place, ...], divided: tuple[Place, ...]) -> str:
    names = show_list([p.name for p in parts])
    if divided:
        shares = " ".join(
            f"{p.name} was divided between {show_list([s.name for s in successors(register, p)])}: "
            "no figure of it is about one part alone."
            for p in divided
        )
        return f"{place.name} covers what were {names}. {shares}"
    if len(place.successors) > 1:
        heirs = show_list([s.name for s in successors(register, place)])
        return f"{place.name} covered {names}; it was divided between {heirs}, which together stand for it."
    if parts == (place,):
        return f"{place.name} is not made of other councils in the register."
    verb = "covers" if place.place_class == COUNTY else "covers what were"
    return f"{place.name} {verb} {names}."
