"""One search over places, measures, pages of help and releases: grouped, the group most surely meant first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.core.search import EXACT, LEADING, Entry, rank
from wholeplace.evidence.places import class_words
from wholeplace.papers.text import day
from wholeplace.places.names import spelt_out
from wholeplace.web.design.environment import url_if_any
from wholeplace.web.help.pages import all_pages

if TYPE_CHECKING:
    from wholeplace.evidence.release import Entry as Release
    from wholeplace.places.model import Place
    from wholeplace.web.evidence.current import Evidence

LONGEST = 100  # characters
SHOWN = 20  # of each kind, on the page
PLACE, MEASURE, HELP, RELEASE = "place", "measure", "help", "release"
HEADINGS = {PLACE: "Places", MEASURE: "Measures", HELP: "Help", RELEASE: "Published data"}
_HOLDS, _ALIKE = 70.0, 20.0  # a place's name holds the words; a place's name is like them
_BEHIND = 0.8  # a publication goes behind a measure of the same name: most people ask for the numbers
_SPELT = 60.0  # from which all words of a name that only returns know were found as they were spelt


@dataclass(frozen=True)
class Result:
    """One thing found: what it is called, what it is, where it is."""

    title: str
    kind: str
    about: str
    url: str
    score: float


@dataclass(frozen=True)
class Found:
    """The things of one kind that were found, surest first."""

    kind: str
    heading: str
    results: tuple[Result, ...]


def search(evidence: Evidence, query: str, limit: int = SHOWN) -> list[Found]:
    """Everything the words may mean.

    Places that only sound alike are told only where no other place is found, and what holds only some of the words
    only where nothing holds them all.
    """
    words = query.strip()[:LONGEST]
    if not fold(words):
        return []
    others = _others(evidence, words, limit)
    places = _places(evidence, words, limit)
    if places and places[0].score <= _ALIKE and any(r[0].score >= _SPELT for r in others.values() if r):
        places = []  # the words are spelt as they should be, and mean something else
    kinds = {PLACE: places, **others}
    found = [Found(kind, _heading(kind, results), tuple(results)) for kind, results in kinds.items() if results]
    if all(group.results[0].score <= _ALIKE for group in found):
        some = _others(evidence, words, limit, some=True)
        found += [Found(kind, f"{HEADINGS[kind]} with some of these words", tuple(r)) for kind, r in some.items() if r]
    return sorted(found, key=lambda group: -group.results[0].score)


def _others(evidence: Evidence, words: str, limit: int, *, some: bool = False) -> dict[str, list[Result]]:
    return {
        MEASURE: _measures(evidence, words, limit, some=some),
        HELP: _help(words, limit, some=some),
        RELEASE: [] if some else _releases(evidence, words, limit),
    }


def suggestions(evidence: Evidence, query: str, limit: int = 8) -> list[Result]:
    """The few most surely meant, of all kinds; names that only sound alike where there is nothing else."""
    results = [r for group in search(evidence, query, limit) for r in group.results]
    sure = [r for r in results if r.score > _ALIKE] or results
    return sorted(sure, key=lambda r: -r.score)[:limit]


def _heading(kind: str, results: list[Result]) -> str:
    alike = kind == PLACE and results[0].score <= _ALIKE
    return "Places with a name like it" if alike else HEADINGS[kind]


def _places(evidence: Evidence, words: str, limit: int) -> list[Result]:
    asked = spelt_out(fold(words))
    found = []
    for place in evidence.register.search(words, limit * 3):
        score = _sureness(place, words.upper(), asked)
        found.append(Result(place.name, PLACE, _about(place), url_if_any("places:place", place.id), score))
    known = evidence.snapshot.crosswalk.places
    others = [Entry(PLACE, p.id, p.name) for p in known.values() if p.id not in evidence.register]
    for hit in rank(asked, others, limit):
        about = ", ".join(filter(None, [_kind(known[hit.entry.id].place_class), known[hit.entry.id].region]))
        score = hit.score if hit.score >= _SPELT else 0.0
        found.append(Result(hit.entry.title, PLACE, about, url_if_any("places:place", hit.entry.id), score))
    sure = [r for r in found if r.score > _ALIKE]
    return sorted(sure, key=lambda r: -r.score)[:limit] or found[:5]


def _sureness(place: Place, code: str, asked: str) -> float:
    if code in {place.id, place.gss, place.ecode, *place.former_gss}:
        return EXACT + 2
    names = [fold(n) for n in (place.name, place.official_name, *place.alternative_names)]
    if asked in names:
        return EXACT + (1 if place.end is None else 0.5)
    if any(name.startswith(asked) for name in names):
        return LEADING + (0.5 if place.end is None else 0)
    return _HOLDS if any(asked in name for name in names) else _ALIKE


def _about(place: Place) -> str:
    """Class in the singular, region, and its end where it has ended."""
    ended = f"until {place.end.year}" if place.end else ""
    return ", ".join(filter(None, [_kind(place.place_class), place.region, ended]))


def _kind(place_class: str) -> str:
    one = class_words(place_class)[0]
    return one[:1].upper() + one[1:]


def _measures(evidence: Evidence, words: str, limit: int, *, some: bool = False) -> list[Result]:
    entries = _measure_entries(tuple(evidence.measures))
    known = evidence.measures
    return [
        Result(
            known[h.entry.id].title, MEASURE, known[h.entry.id].why, url_if_any("measures:measure", h.entry.id), h.score
        )
        for h in rank(words, entries, limit, some=some)
    ]


@cache
def _measure_entries(ids: tuple[str, ...]) -> tuple[Entry, ...]:
    from wholeplace.evidence.measures import measures

    known = measures()
    return tuple(
        Entry(MEASURE, i, known[i].title, f"{known[i].short} {known[i].why} {known[i].group} {known[i].area}")
        for i in ids
    )


@cache
def _help_entries() -> tuple[Entry, ...]:
    return tuple(Entry(HELP, page.slug, page.title, f"{page.summary} {page.words}") for page in all_pages())


def _help(words: str, limit: int, *, some: bool = False) -> list[Result]:
    pages = {page.slug: page for page in all_pages()}
    return [
        Result(h.entry.title, HELP, pages[h.entry.id].summary, pages[h.entry.id].address, h.score)
        for h in rank(words, _help_entries(), limit, some=some)
    ]


def _releases(evidence: Evidence, words: str, limit: int) -> list[Result]:
    """Releases that speak, newest first among equals."""
    live = sorted((r.entry for r in evidence.snapshot.releases.values()), key=lambda e: e.published, reverse=True)
    known = {e.id: e for e in live}
    entries = [Entry(RELEASE, e.id, f"{e.title} {e.period}".strip(), f"{e.publisher} {e.dataset}") for e in live]
    return [
        Result(h.entry.title, RELEASE, _published(known[h.entry.id]), url_if_any("data:release", h.entry.id),
               _BEHIND * h.score)
        for h in rank(words, entries, limit)
    ]  # fmt: skip


def _published(release: Release) -> str:
    return f"{release.publisher}, published {day(release.published_on)}"
