"""Finding a place by what people call it: exactly, or not at all.

Case, `&`, hyphens and punctuation don't count. A trailing ` Council`, ` UA`, ` County Council` and the like
may be left out or added; a name that could then be two places is ambiguous. Likeness of letters only ever
makes suggestions, and so does what people write for short (Northants, BCP), which everyday_names.toml lists.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.places.model import COUNTY, DISTRICT, LONDON_BOROUGH, METROPOLITAN, UNITARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.places.model import Place

_MARKS = re.compile(r"[^a-z0-9 ]+")
# What may stand before a name, and the classes it speaks of.
_PREFIXES: tuple[tuple[str, frozenset[str]], ...] = (
    ("london borough of", frozenset({LONDON_BOROUGH})),
    ("royal borough of", frozenset()),
    ("borough council of", frozenset()),
    ("borough of", frozenset()),
)
# What may stand after a name, longest first, and the classes it speaks of.
_SUFFIXES: tuple[tuple[str, frozenset[str]], ...] = (
    ("metropolitan borough council", frozenset({METROPOLITAN})),
    ("metropolitan district council", frozenset({METROPOLITAN})),
    ("london borough council", frozenset({LONDON_BOROUGH})),
    ("county council", frozenset({COUNTY})),
    ("borough council", frozenset()),
    ("district council", frozenset({DISTRICT})),
    ("city council", frozenset()),
    ("unitary authority", frozenset({UNITARY})),
    ("london borough", frozenset({LONDON_BOROUGH})),
    ("london boro", frozenset({LONDON_BOROUGH})),
    ("council", frozenset()),
    ("county", frozenset({COUNTY})),
    ("mbc", frozenset({METROPOLITAN})),
    ("mdc", frozenset({METROPOLITAN})),
    ("ua", frozenset({UNITARY})),
    ("cc", frozenset({COUNTY})),
    ("dc", frozenset({DISTRICT})),
    ("bc", frozenset()),
)
_EITHER = frozenset({"cc"})  # county council, or city council
_BEST_OF = 5
_WORTH_SHOWING = 50


def fold_name(text: str) -> str:
    """What all spellings of a name have in common."""
    return " ".join(_MARKS.sub(" ", fold(text).replace(".", "")).split())


def spelt_out(folded: str) -> str:
    """A folded text with what people write for short (`northants`) in full."""
    return " ".join(_everyday_words().get(word, word) for word in folded.split())


@cache
def _everyday_words() -> dict[str, str]:
    content = tomllib.loads(resources.files("wholeplace.places").joinpath("everyday_names.toml").read_text("utf-8"))
    return {fold_name(short): fold_name(full) for short, full in content["words"].items()}


def strip_kind(folded: str) -> tuple[str, tuple[frozenset[str], bool]]:
    """A folded name without the words for its kind; the classes they speak of, and whether of those only."""
    for prefix, classes in _PREFIXES:
        if folded.startswith(f"{prefix} "):
            return folded.removeprefix(f"{prefix} "), (classes, bool(classes))
    for suffix, classes in _SUFFIXES:
        if folded.endswith(f" {suffix}"):
            return folded.removesuffix(f" {suffix}"), (classes, bool(classes) and suffix not in _EITHER)
    return folded, (frozenset(), False)


class NameIndex:
    """The names and codes of some places."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index every name, former name and code of `places`."""
        self._places = {p.id: p for p in places}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._official: dict[str, set[str]] = defaultdict(set)
        self._short: dict[str, set[str]] = defaultdict(set)
        self._codes: dict[str, set[str]] = defaultdict(set)
        for place in self._places.values():
            self._add(place)

    def _add(self, place: Place) -> None:
        for name in filter(None, (place.name, place.official_name, *place.alternative_names)):
            self._names[fold_name(name)].add(place.id)
            self._short[strip_kind(fold_name(name))[0]].add(place.id)
        self._official[fold_name(place.official_name)].add(place.id)
        for code in filter(None, (place.id, place.gss, place.ecode, *place.former_gss)):
            self._codes[code.upper()].add(place.id)

    def by_code(self, query: str) -> list[Place]:
        """Places with this register code, GSS code (current first, else former) or E-code."""
        code = query.strip().upper()
        found = [self._places[i] for i in sorted(self._codes.get(code, ()))]
        current = [p for p in found if code not in p.former_gss]
        return current or found

    def by_name(self, query: str) -> list[Place]:
        """Places of exactly this name.

        A whole legal name that only one place bears settles it. Otherwise every place that bears the name
        counts, with and without the words for its kind; words such as `UA` or `County Council` in the query
        choose among them.
        """
        folded = fold_name(query)
        legal = self._official.get(folded, set())
        short, (classes, strict) = strip_kind(folded)
        if len(legal) == 1 and short != folded:
            return self._listed(legal)
        exact = self._names.get(folded, set())
        loose = self._short.get(folded, set()) | self._names.get(short, set()) | self._short.get(short, set())
        if strict:
            loose = self._of_class(loose, classes)
        found = exact | (loose if short == folded or not exact else set())
        chosen = self._of_class(found, classes)
        return self._listed(chosen if chosen and len(found) > 1 else found)

    def _of_class(self, ids: Iterable[str], classes: frozenset[str]) -> set[str]:
        return {i for i in ids if self._places[i].place_class in classes}

    def _listed(self, ids: Iterable[str]) -> list[Place]:
        return [self._places[i] for i in sorted(ids)]

    def like(self, query: str, limit: int = _BEST_OF) -> list[Place]:
        """Places with names like `query`, best first: suggestions for a person, never an answer."""
        from rapidfuzz import fuzz
        from rapidfuzz.distance import JaroWinkler

        asked = spelt_out(fold_name(query))
        scores: dict[str, float] = {}
        for name, ids in self._short.items():
            # Beginnings weigh most (Northants), and words in any order next (Hull, City of).
            beginning = _beginning(asked, name) / max(len(asked), 1)
            score = 40 * JaroWinkler.similarity(asked, name) + 0.35 * fuzz.WRatio(asked, name) + 25 * beginning
            for identifier in ids:
                scores[identifier] = max(score, scores.get(identifier, 0))
        ranked = sorted(scores, key=lambda i: (-scores[i], self._places[i].name, i))
        return [self._places[i] for i in ranked[:limit] if scores[i] >= _WORTH_SHOWING]

    def containing(self, text: str) -> list[Place]:
        """Places with a name that holds `text`, names that begin with it first."""
        folded = spelt_out(fold_name(text))
        hits: dict[str, int] = {}
        for name, ids in self._names.items():
            if folded and folded in name:
                for identifier in ids:
                    rank = 0 if name.startswith(folded) else 1
                    hits[identifier] = min(rank, hits.get(identifier, 1))
        order: Sequence[str] = sorted(hits, key=lambda i: (hits[i], self._places[i].name, i))
        return [self._places[i] for i in order]


def _beginning(one: str, other: str) -> int:
    """How many letters two names begin with in common."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
