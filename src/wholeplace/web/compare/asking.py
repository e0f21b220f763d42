"""A comparison as its address: m, p, g, from, to, view, x, y, highlight, always in this order.

`add_place`, `add_measure` and the like are what forms send; they are taken into the address by a redirect.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.urls import reverse

from wholeplace.core.errors import RequestError
from wholeplace.places.comparing import MOST_GROUPS, MOST_MEASURES, MOST_PLACES, Asked, compare, find_measure
from wholeplace.places.groups import USUAL_ALIKE, read_group, the_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import QueryDict

    from wholeplace.places.comparing import Comparison
    from wholeplace.web.evidence.current import Evidence

TABLE, TRENDS, SCATTER = "table", "trends", "scatter"
VIEWS = (TABLE, TRENDS, SCATTER)
LONGEST = 120  # characters of a name
LONGEST_ADDRESS = 6_000
MOST_UNKNOWN = 8  # names without a meaning, each answered with what it may have meant
START_MEASURES = ("total-reserves-ratio", "reserves-years-left", "interest-burden", "social-care-ratio")
START_CLASSES = ("county", "unitary", "metropolitan", "london-borough", "district")


@dataclass(frozen=True)
class Fault:
    """What could not be taken in, and what may have been meant: pairs of words and address."""

    parameter: str
    message: str
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """What an address asks for."""

    m: tuple[str, ...] = ()
    p: tuple[str, ...] = ()
    g: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    view: str = TABLE
    x: str = ""
    y: str = ""
    highlight: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the address, in its order; what goes without saying is left out."""
        found = [("m", v) for v in self.m] + [("p", v) for v in self.p] + [("g", v) for v in self.g]
        found += [(n, v) for n, v in (("from", self.first), ("to", self.last)) if v]
        found += [("view", self.view)] if self.view != TABLE else []
        found += [(n, v) for n, v in (("x", self.x), ("y", self.y)) if v and self.view == SCATTER]
        return found + [("highlight", v) for v in self.highlight]

    @property
    def query(self) -> str:
        """The query string, which is the same for the same comparison."""
        return urlencode(self.pairs, quote_via=quote, safe=":,")

    def address(self, kind: str = "") -> str:
        """The page's address, or that of a download."""
        where = reverse("compare:download", args=(kind,)) if kind else reverse("compare:compare")
        return f"{where}?{self.query}" if self.pairs else where

    def but(self, **changes: Any) -> Choice:
        """The same with some parts changed."""
        return replace(self, **changes)

    def without(self, part: str, value: str) -> Choice:
        """The same without one value of a list."""
        return self.but(**{part: tuple(v for v in getattr(self, part) if v != value)})


@dataclass
class Reading:
    """An address read: the comparison it asks for, what could not be taken in, and whether it goes without saying."""

    choice: Choice
    found: Comparison
    faults: list[Fault] = field(default_factory=list)
    started: bool = False
    changed: bool = False


def read(query: QueryDict, evidence: Evidence) -> Reading:
    """Read what an address asks for, as far as it can be understood."""
    faults: list[Fault] = []
    given = _given(query)
    choice, view = given, given.view if given.view in VIEWS else TABLE
    m = _each(given.m, MOST_MEASURES, "m", given, faults, lambda v: find_measure(evidence, v, "m").id)
    p = _each(given.p, MOST_PLACES, "p", given, faults, lambda v: the_place(evidence, v, "p").id)
    g = _each(given.g, MOST_GROUPS, "g", given, faults, lambda v: read_group(evidence, v, "g").key)
    started = not (given.m or given.p or given.g)
    choice = Choice(m, p, g, given.first, given.last, view, given.x, given.y, ())
    choice = choice.but(**_start(choice, evidence))
    choice = choice.but(
        highlight=tuple(h for h in dict.fromkeys(given.highlight) if h in p),
        x=given.x if given.x in choice.m else "",
        y=given.y if given.y in choice.m else "",
    )
    try:
        found = compare(evidence, _asked(choice))
    except RequestError as error:
        faults.append(Fault(error.parameter, str(error)))
        choice = choice.but(first="", last="")
        found = compare(evidence, _asked(choice))
    plain = query.urlencode()
    return Reading(choice, found, faults, started, changed=any(k.startswith("add_") for k in query) and bool(plain))


def _given(query: QueryDict) -> Choice:
    def several(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v.strip() for v in query.getlist(name) if v.strip()))

    def once(name: str) -> str:
        return str(query.get(name, "")).strip()[:LONGEST]

    groups = several("g")
    if once("add_class"):
        groups += (":".join(filter(None, ["class", once("add_class"), once("add_region")])),)
    elif once("add_region"):
        groups += (f"region:{once('add_region')}",)
    if once("add_like"):
        groups += (f"like:{once('add_like')}:{once('add_like_count') or USUAL_ALIKE}",)
    if query.get("add_list", "").strip():
        name = once("add_list_name")
        groups += (f"list:{name + '=' if name else ''}{_commas(query['add_list'])}",)
    places = several("p") + tuple(v for v in several("add_place") if v)
    return Choice(
        several("m") + several("add_measure"), places, groups, once("from"), once("to"), once("view") or TABLE,
        once("x"), once("y"), several("highlight"),
    )  # fmt: skip


def _commas(text: str) -> str:
    """Names on lines of their own, or between commas or semicolons, with commas between."""
    lines = text[:LONGEST_ADDRESS].replace("\r", "\n").replace(";", "\n").replace(",", "\n").split("\n")
    return ",".join(part.strip() for part in lines if part.strip())


def _each(
    values: tuple[str, ...], most: int, parameter: str, given: Choice, faults: list[Fault],
    understand: Callable[[str], str],
) -> tuple[str, ...]:  # fmt: skip
    """The values that can be understood, each once, as the address writes them."""
    words = {"m": "measures", "p": "places", "g": "groups"}[parameter]
    found: dict[str, None] = {}
    unknown = 0
    for value in dict.fromkeys(values):
        if len(found) == most:
            faults.append(Fault(parameter, f"At most {most} {words} can be compared at once; the rest were left out."))
            break
        if unknown == MOST_UNKNOWN:  # to look for what each may have meant takes a while
            faults.append(Fault(parameter, f"The other {words} were not looked at: put these right first."))
            break
        try:
            found[understand(value[: LONGEST * 8])] = None
        except RequestError as error:
            unknown += 1
            faults.append(Fault(parameter, str(error), _instead(error, given, parameter, value)))
    return tuple(found)


def _instead(error: RequestError, given: Choice, parameter: str, value: str) -> tuple[tuple[str, str], ...]:
    if parameter == "g":
        return ()
    rest = tuple(v for v in getattr(given, parameter) if v != value)
    return tuple(
        (words, given.but(**{parameter: (*rest, key)}).address()) for key, words in list(error.candidates.items())[:6]
    )


def _start(choice: Choice, evidence: Evidence) -> dict[str, Any]:
    """What goes without saying: a few measures where none is asked for, the classes where nobody is."""
    changes: dict[str, Any] = {}
    if not choice.m:
        known = [m for m in START_MEASURES if m in evidence.measures] or list(evidence.measures)[:4]
        changes["m"] = tuple(known)
    if not choice.p and not choice.g:
        present = {p.place_class for p in evidence.snapshot.crosswalk.places.values()}
        changes["g"] = tuple(f"class:{c}" for c in START_CLASSES if c in present)
    return changes


def _asked(choice: Choice) -> Asked:
    return Asked(choice.m, choice.p, choice.g, choice.first, choice.last)
