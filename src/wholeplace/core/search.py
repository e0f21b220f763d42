"""Finding things by words: a few hundred titles and texts, ranked in memory, forgiving of misspellings.

    rank("unalocated reserves", [Entry("measure", "unallocated-reserves", "Unallocated reserves", "savings")])

Every word asked for must be found, as a whole word, as a word's beginning, or as nearly a word of the title; where
nothing holds them all, `some=True` finds what holds a good part of them, far less surely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT, LEADING = 100.0, 90.0
_IN_TITLE, _BEGINS_TITLE, _IN_TEXT, _BEGINS_TEXT, _LIKE_TITLE = 1.0, 0.85, 0.55, 0.45, 0.6
_NEAR = 0.86  # likeness of two words (Jaro-Winkler) from which one may be the other misspelt
_SHORTEST = 4  # letters of a word that may be misspelt
MOST_WORDS = 8
_GOOD_PART = 0.25  # of the words' worth, from which a thing that lacks some of the words may still be meant
# Words of questions, which stand in every text and tell nothing.
_EMPTY = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "what",
        "where",
        "which",
        "who",
        "why",
        "with",
    }
)


@dataclass(frozen=True)
class Entry:
    """Something to find: its kind, its id, what it is called, and more words that lead to it."""

    kind: str
    id: str
    title: str
    text: str = ""

    @cached_property
    def _title(self) -> str:
        return fold(self.title)

    @cached_property
    def _title_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._title.split()))

    @cached_property
    def _text_words(self) -> frozenset[str]:
        return frozenset(fold(self.text).split())

    def score(self, asked: str, *, some: bool = False) -> float:
        """0 where it is not meant, up to 100 where it is meant by its very name or id."""
        if asked in {self._title, fold(self.id)}:
            return EXACT
        words = asked.split()
        words = ([word for word in words if word not in _EMPTY] or words)[:MOST_WORDS]
        scores = [self._word(word) for word in words]
        if not scores or (min(scores) == 0 and not some):
            return 0.0
        mean = sum(scores) / len(scores)
        if min(scores) == 0:
            return 41 * mean if mean >= _GOOD_PART else 0.0
        whole = 80 * mean
        return max(whole, LEADING) if self._title.startswith(asked) else whole

    def _word(self, word: str) -> float:
        if word in self._title_words:
            return _IN_TITLE
        if any(each.startswith(word) for each in self._title_words):
            return _BEGINS_TITLE
        if word in self._text_words:
            return _IN_TEXT
        if len(word) >= _SHORTEST:
            from rapidfuzz.distance import JaroWinkler

            near = max((JaroWinkler.similarity(word, each) for each in self._title_words), default=0.0)
            if near >= _NEAR:
                return _LIKE_TITLE * near
            if any(each.startswith(word) for each in self._text_words):
                return _BEGINS_TEXT
        return 0.0


@dataclass(frozen=True)
class Hit:
    """Something found, and how surely it is meant (0 to 100)."""

    entry: Entry
    score: float


def rank(query: str, entries: Iterable[Entry], limit: int = 20, *, some: bool = False) -> list[Hit]:
    """What the words may mean, surest first, equals by title; with `some`, also what holds only some of them."""
    asked = fold(query)
    hits = [Hit(entry, score) for entry in entries if asked and (score := entry.score(asked, some=some))]
    return sorted(hits, key=lambda hit: (-hit.score, hit.entry.title, hit.entry.id))[:limit]
