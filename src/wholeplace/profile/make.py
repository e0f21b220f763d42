"""The profile of a place: who it is, its indicators beside its peers, what stands out, what is missing, its history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.areas import sections
from wholeplace.brief import context_of, who_it_is
from wholeplace.core.errors import UnknownPlaceError
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.places import class_words
from wholeplace.papers.model import Paragraph
from wholeplace.papers.sources import every_source
from wholeplace.papers.walk import figures_in
from wholeplace.places.model import Place
from wholeplace.places.succession import predecessors, successors
from wholeplace.profile.choice import alike, beside, like, note_on
from wholeplace.profile.indicators import gaps_of, grouped
from wholeplace.profile.model import AreaProfile, PeerChoice, Profile
from wholeplace.profile.steps import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import Source
    from wholeplace.papers.section import BriefContext
    from wholeplace.places.events import Events
    from wholeplace.places.register import Register

# Areas without a section of their own whose indicators are shown all the same, with what stands over them.
PLAIN_AREAS = {"places": "People and means"}


def profile(
    snapshot: Snapshot,
    register: Register,
    identifier: str,
    choice: PeerChoice | None = None,
    events: Events | None = None,
    *,
    restricted: bool = False,
) -> Profile:
    """Everything on the place with this id, held against the peers chosen (its class where nothing is).

    `events` may be given to save reading them. `restricted` adds what is not for everybody by default: the score of
    early warning.

    Raises:
        UnknownPlaceError: neither the register nor any return knows it.
    """
    choice = choice or PeerChoice()
    place, known = the_place(snapshot, register, identifier)
    table = compute(snapshot, list(measures().values()))
    found, no_likeness = like(snapshot, register, place, choice.n, choice.weights) if known else (None, "")
    whole_class = context_of(snapshot, register, place) if known else _known_by_returns(snapshot, register, place)
    context = replace(beside(whole_class, register, choice, found), for_page=True)
    who, who_figures = _who(context, register, place, known=known)
    told = tuple(_areas(context, table, restricted=restricted))
    one, _ = class_words(place.place_class)
    return Profile(
        place=place,
        kind=one,
        in_register=known,
        context=context,
        choice=choice,
        who=who,
        areas=told,
        history=steps(snapshot, register, place, events) if known else (),
        predecessors=predecessors(register, place) if known else (),
        successors=successors(register, place) if known else (),
        districts=tuple(register[i] for i in place.members if i in register),
        county=_maybe(register, place.county),
        combined_authority=_maybe(register, place.combined_authority),
        alike=alike(register, found),
        likeness=found,
        no_likeness=no_likeness,
        peers_note=note_on(context, choice, no_likeness),
        sources=_sources(snapshot, told, who_figures),
    )


def the_place(snapshot: Snapshot, register: Register, identifier: str) -> tuple[Place, bool]:
    """The place with an id, and whether the register knows it; others (police, fire) are known from returns alone."""
    if identifier in register:
        return register[identifier], True
    ref = snapshot.crosswalk.places.get(identifier)
    if ref is None:
        raise UnknownPlaceError(identifier)
    return Place(ref.id, ref.name, ref.name, ref.place_class, ref.gss, ecode=ref.ecode, region=ref.region), False


def _maybe(register: Register, identifier: str) -> Place | None:
    return register[identifier] if identifier in register else None  # noqa: SIM401 - a register is no dictionary


def _known_by_returns(snapshot: Snapshot, register: Register, place: Place) -> BriefContext:
    """A context for a place that only returns know, beside all of its class that they know."""
    context = context_of(snapshot, register, place)
    ids = tuple(sorted(p.id for p in snapshot.crosswalk.places.values() if p.place_class == place.place_class))
    one, many = class_words(place.place_class)
    return replace(context, peers=ids, peers_name=f"{len(ids)} {many if len(ids) > 1 else one}")


def _who(context: BriefContext, register: Register, place: Place, *, known: bool) -> tuple[Paragraph, list[Figure]]:
    if known:
        paragraph, figures, _ = who_it_is(context, register, place)
        return paragraph, figures
    one, _ = class_words(place.place_class)
    article = "An" if one[0].lower() in "aeio" else "A"
    return Paragraph((f"{article} {one} that no register of councils holds: it is known from its returns.",)), []


def _areas(context: BriefContext, table: FigureTable, *, restricted: bool) -> Iterable[AreaProfile]:
    """One an area: those with a section in the order of the registry, then areas that only have indicators."""
    by_area: dict[str, list[Measure]] = {}
    for measure in measures().values():
        by_area.setdefault(measure.area, []).append(measure)
    for make in sections(restricted=restricted):
        said = make(context)
        groups = grouped(table, by_area.pop(said.area, []), context)
        yield AreaProfile(
            said.area or said.title, said.title, said.heading, said.key_figures, said.findings, said.blocks, groups,
            said.gaps,
        )  # fmt: skip
    for area, chosen in by_area.items():
        groups = grouped(table, chosen, context)
        if groups:
            title = PLAIN_AREAS.get(area) or area.replace("-", " ").capitalize()
            yield AreaProfile(area, title, groups=groups, gaps=gaps_of(groups))


def _sources(snapshot: Snapshot, areas: Sequence[AreaProfile], others: Sequence[Figure]) -> tuple[Source, ...]:
    """Every release behind what is shown."""
    used = list(others)
    for area in areas:
        used += [f for b in area.blocks for f in figures_in(b)]
        used += [i.figure for g in area.groups for i in g.indicators]
    return tuple(sorted(every_source(snapshot, used), key=lambda s: s.text))
