"""Groups of places, as a person names them.

class:county                       all counties; class:unitary:North East only those of a region
region:North East                  all councils of a region
like:HRW:15                        the 15 places most like one
list:HRW,FRN,CAL                   an own list; list:Coast=HRW,FRN gives it a name
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from wholeplace.core.errors import AmbiguousPlaceError, RequestError, UnknownPlaceError, WholeplaceError
from wholeplace.core.ids import fold
from wholeplace.evidence.places import CLASS_GROUPS, CLASS_WORDS, classes_of
from wholeplace.places.finding import find_place
from wholeplace.places.model import show_day
from wholeplace.places.peers import peers
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.evidence.snapshot import Snapshot

COUNCILS = "councils"
FEWEST_ALIKE, MOST_ALIKE, USUAL_ALIKE = 3, 50, 15
LONGEST_LIST = 60
LONGEST_NAME = 60
_OFFERED = 5  # places that may have been meant
GROUP_WORDS = {
    COUNCILS: "all councils",
    "single-tier": "single-tier councils",
    "single-tier-and-county": "single-tier and county councils",
}
HOW = "Write class:county, region:NAME, like:PLACE:15 or list:PLACE,PLACE."


class Evidence(Protocol):
    """What groups and comparisons are worked out from."""

    @property
    def snapshot(self) -> Snapshot:
        """The releases that speak."""

    @property
    def register(self) -> Register:
        """The places."""

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The indicators, by id."""

    @property
    def table(self) -> FigureTable:
        """Every indicator for every place and year."""


@dataclass(frozen=True)
class Group:
    """Some places together. `key` is its name in an address; `note` says what a reader must know of it."""

    key: str
    title: str
    members: frozenset[str] = field(repr=False)
    note: str = ""


def the_place(evidence: Evidence, query: str, parameter: str) -> PlaceRef:
    """The place that words mean.

    Raises:
        RequestError: they don't say which; it names the parameter and lists what they may have meant.
    """
    try:
        return find_place(evidence.register, evidence.snapshot.crosswalk, query)
    except (UnknownPlaceError, AmbiguousPlaceError) as error:
        register = evidence.register
        ambiguous = isinstance(error, AmbiguousPlaceError)
        codes = [words.partition(" ")[0] for words in error.candidates]
        meant = [register[c] for c in codes if c in register] if ambiguous else register.search(query, _OFFERED)
        candidates = {place.id: place.described for place in meant}
        shown = query[:LONGEST_NAME]
        message = (
            f"Several places are called '{shown}'. Choose one by its code: {', '.join(candidates)}."
            if ambiguous
            else f"No place is called '{shown}'."
        )
        raise RequestError(parameter, message, candidates) from None


def read_group(evidence: Evidence, text: str, parameter: str) -> Group:
    """The group that a text names.

    Raises:
        RequestError: the text names none; the message says why and what could stand there.
    """
    kind, _, rest = text.partition(":")
    reader = {"class": _of_class, "region": _of_region, "like": _alike, "list": _own_list}.get(kind.strip())
    if reader is None or not rest.strip():
        raise RequestError(parameter, f"'{text[:LONGEST_NAME]}' does not name a group. {HOW}")
    return reader(evidence, rest.strip(), parameter)


def class_words(name: str) -> str:
    """A class or group of classes in the plural: `counties`, `single-tier councils`."""
    if name in GROUP_WORDS:
        return GROUP_WORDS[name]
    return CLASS_WORDS[name][1] if name in CLASS_WORDS else f"{name.replace('-', ' ')} authorities"


def classes(evidence: Evidence) -> list[str]:
    """The classes and groups of classes that places are of, councils first."""
    known = {p.place_class for p in evidence.snapshot.crosswalk.places.values()}
    return [*GROUP_WORDS, *(c for c in CLASS_WORDS if c in known), *sorted(known - set(CLASS_WORDS))]


def regions(evidence: Evidence) -> list[str]:
    """The regions that councils are in, by name."""
    return sorted({p.region for p in _councils(evidence.snapshot.crosswalk.places.values()) if p.region})


def _councils(places: Iterable[PlaceRef]) -> list[PlaceRef]:
    return [p for p in places if p.place_class in CLASS_GROUPS[COUNCILS]]


def the_region(evidence: Evidence, text: str, parameter: str) -> str:
    """A region by its name, however it is capitalised.

    Raises:
        RequestError: there is none of that name.
    """
    known = regions(evidence)
    for region in known:
        if fold(region) == fold(text):
            return region
    some = f" Regions: {', '.join(known)}." if known else " No place has a region in what is loaded."
    raise RequestError(parameter, f"No region is called '{text[:LONGEST_NAME]}'.{some}", {r: r for r in known})


def the_class(evidence: Evidence, text: str, parameter: str) -> str:
    """A class or group of classes by its name.

    Raises:
        RequestError: no place is of such a class.
    """
    known = classes(evidence)
    name = text.strip().casefold()
    if name not in known:
        message = f"No place is of class '{text[:LONGEST_NAME]}'. Classes: {', '.join(known)}."
        raise RequestError(parameter, message, {c: class_words(c) for c in known})
    return name


def _of_class(evidence: Evidence, text: str, parameter: str) -> Group:
    class_text, _, region_text = text.partition(":")
    name = the_class(evidence, class_text, parameter)
    wanted = classes_of(name)
    places = [p for p in evidence.snapshot.crosswalk.places.values() if p.place_class in wanted]
    words = class_words(name)
    if not region_text:
        return Group(f"class:{name}", _capital(words), frozenset(p.id for p in places))
    region = the_region(evidence, region_text, parameter)
    members = frozenset(p.id for p in places if p.region == region)
    return Group(f"class:{name}:{region}", f"{_capital(words.removeprefix('all '))} of {region}", members)


def _of_region(evidence: Evidence, text: str, parameter: str) -> Group:
    region = the_region(evidence, text, parameter)
    members = frozenset(p.id for p in _councils(evidence.snapshot.crosswalk.places.values()) if p.region == region)
    return Group(f"region:{region}", f"Councils of {region}", members)


def _alike(evidence: Evidence, text: str, parameter: str) -> Group:
    query, _, number = text.partition(":")
    count = USUAL_ALIKE if not number else int(number) if number.isascii() and number.isdigit() else 0
    if not FEWEST_ALIKE <= count <= MOST_ALIKE:
        raise RequestError(
            parameter, f"Ask for {FEWEST_ALIKE} to {MOST_ALIKE} places like one, such as like:PLACE:{USUAL_ALIKE}."
        )
    ref = the_place(evidence, query, parameter)
    register, note = evidence.register, ""
    if ref.id not in register:
        raise RequestError(parameter, f"{ref.name} is in no register of councils, so nothing says which are like it.")
    place = register[ref.id]
    if place.end and not place.alive(register.today):
        register = Register.open(evidence.snapshot.store, place.end)
        note = f"as they stood on {show_day(place.end)}, the last day of {place.name}"
    try:
        found = peers(evidence.snapshot, place.id, count, registers=(register, evidence.register))
    except WholeplaceError as error:
        raise RequestError(parameter, str(error)) from None
    members = frozenset(n.place for n in found.neighbours)
    return Group(f"like:{place.id}:{count}", f"The {len(members)} places most like {place.name}", members, note)


def _own_list(evidence: Evidence, text: str, parameter: str) -> Group:
    name, equals, codes = text.rpartition("=")
    name = " ".join(name.split())
    queries = [part.strip() for part in codes.split(",") if part.strip()]
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise RequestError(parameter, f"A list's name may be {LONGEST_NAME} characters long.")
    if not 1 <= len(queries) <= LONGEST_LIST:
        raise RequestError(parameter, f"A list holds 1 to {LONGEST_LIST} places, separated by commas.")
    ids = sorted({the_place(evidence, query, parameter).id for query in queries})
    title = name or f"Own list of {len(ids)} place{'s' if len(ids) > 1 else ''}"
    return Group(f"list:{name}{'=' if equals and name else ''}{','.join(ids)}", title, frozenset(ids))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
