"""Whom a place is held against, and who is like it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.brief import with_article
from wholeplace.core.errors import WholeplaceError
from wholeplace.evidence.comparison import FEWEST
from wholeplace.evidence.figure import POUNDS, show_value
from wholeplace.evidence.measures import measures
from wholeplace.evidence.places import class_words
from wholeplace.places.peers import peers
from wholeplace.places.register import Register
from wholeplace.profile.model import Alike, Trait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.section import BriefContext
    from wholeplace.places.likeness import Neighbour, Part
    from wholeplace.places.model import Place
    from wholeplace.places.peers import Peers
    from wholeplace.profile.model import PeerChoice

TOLD = 2  # characteristics named as near, and as far


def like(
    snapshot: Snapshot, register: Register, place: Place, n: int, weights: Mapping[str, float]
) -> tuple[Peers | None, str]:
    """The `n` places most like a place, on its last day where it has ended; or why that can't be told."""
    if place.start and place.start > register.today:
        return None, "it does not exist yet."
    then = register
    if place.end and place.end < register.today:
        then = Register.open(snapshot.store, place.end)
    whole = Register.open(snapshot.store) if register.as_of else register
    try:
        return peers(snapshot, place.id, n, dict(weights) or None, (then, whole)), ""
    except WholeplaceError as error:
        return None, str(error)


def beside(context: BriefContext, register: Register, choice: PeerChoice, found: Peers | None) -> BriefContext:
    """The context with the peers that were chosen; all of the class where a choice can't be followed."""
    if choice.kind == "like" and found and found.neighbours:
        ids = {context.place, *(n.place for n in found.neighbours)}
        return _among(context, ids, "like it")
    if choice.kind == "region" and context.place in register and (region := register[context.place].region):
        ids = {i for i in context.peers if i in register and register[i].region == region}
        return _among(context, ids | {context.place}, f"in {with_article(region)}")
    return context


def _among(context: BriefContext, ids: set[str], words: str) -> BriefContext:
    one, many = class_words(context.place_class)
    named = f"{len(ids)} {many if len(ids) > 1 else one} {words}"
    return replace(context, peers=tuple(sorted(ids)), peers_name=named)


def note_on(context: BriefContext, choice: PeerChoice, why_not: str) -> str:
    """What a reader must know of the peers chosen; empty where nothing."""
    if choice.kind == "like" and why_not:
        return f"Places like it can't be told: {why_not} All of its class are shown instead."
    if len(context.peers) < FEWEST:
        return f"There are only {len(context.peers)}, itself included: too few for a median or quartiles."
    return ""


def alike(register: Register, found: Peers | None) -> tuple[Alike, ...]:
    """The neighbours with what is near and what is far, in words."""
    if found is None:
        return ()
    titles = {b.characteristic.id: b.characteristic for b in found.basis}
    periods = {b.characteristic.id: b.period for b in found.basis}
    both = {i for i, values in found.values.items() if found.place.id in values}  # what it lacks itself is noted once
    known = measures()

    def shown(identifier: str, value: float) -> str:
        item = titles[identifier]
        if item.per_hectare:
            return f"{value:,.0f} a sq km"
        measure = known[item.measure]
        return show_value(Decimal(str(value)) if measure.unit == POUNDS else value, measure.unit, measure.decimals)

    def trait(part: Part) -> Trait:
        name = part.characteristic
        figure = () if titles[name].per_hectare else (titles[name].measure, periods[name])
        return Trait(titles[name].title, shown(name, part.own), shown(name, part.theirs), part.difference,
                     part.contribution, *figure)  # fmt: skip

    def one(neighbour: Neighbour) -> Alike:
        parts = sorted(neighbour.parts, key=lambda p: abs(p.difference))
        near = [p for p in parts[:TOLD] if abs(p.difference) <= 1]
        far = sorted((p for p in parts if p not in near), key=lambda p: -p.contribution)[:TOLD]
        left_out = tuple(titles[c].title for c in neighbour.left_out if c in both)
        return Alike(register[neighbour.place], neighbour.distance, tuple(map(trait, near)), tuple(map(trait, far)),
                     left_out)  # fmt: skip

    return tuple(one(n) for n in found.neighbours)
