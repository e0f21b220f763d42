"""An indicator's definition in words: its formula as a sentence, which way is better, whom it is for, whose prices.

sentence(measure, labels_of(measure, snapshot))
'(“Other earmarked reserves” plus “Unallocated reserves”) divided by “Net revenue expenditure” (where above zero)'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wholeplace.core.periods import CALENDAR_YEAR
from wholeplace.evidence.dataset import words_of
from wholeplace.evidence.formula import Deflator, Number, Operation, Term
from wholeplace.evidence.places import class_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wholeplace.evidence.formula import Node
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot

POLARITY_WORDS: Mapping[str, str] = {
    "high": "Higher is better",
    "low": "Lower is better",
    "none": "Neither high nor low is better in itself",
}
UNIT_WORDS: Mapping[str, str] = {
    "£": "pounds",
    "ratio": "a percentage",
    "years": "years",
    "yes/no": "yes or no",
    "people": "people",
    "score": "a score",
    "rank": "a rank",
    "£ per head": "pounds for each person",
    "£ a year": "pounds a year",
}
GROUP_WORDS: Mapping[str, str] = {
    "all": "every place",
    "councils": "all councils",
    "single-tier": "single-tier councils",
    "single-tier-and-county": "single-tier councils and counties",
}
_BETWEEN: Mapping[str, str] = {
    "+": "plus", "-": "less", "*": "times", "/": "divided by", "<": "is below", "<=": "is at most", ">": "is above",
    ">=": "is at least", "==": "equals", "!=": "differs from",
}  # fmt: skip
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_CODE = re.compile(r"[^\s]*_[^\s]*")  # the heading of a column made for programs, such as RS_resoth_end_cy
_BRACKETS = re.compile(r"(\([^)]*\))")
_INITIALS = re.compile(r"\(([A-Z]{2,6})\)$")
_COUNTS = ("", "one year", "two years", "three years", "four years", "five years", "six years", "seven years",
           "eight years", "nine years", "ten years")  # fmt: skip


@dataclass(frozen=True)
class TermWords:
    """A term of a formula as readers of the return know it."""

    name: str
    line: str
    label: str
    publication: str
    number: str


def terms_of(measure: Measure, snapshot: Snapshot, year: int | None = None) -> tuple[TermWords, ...]:
    """The terms of a measure in the order of its formula, with the labels they are published under.

    Labels change between editions: that of the release about `year` is taken where there is one, and among several
    the one made for readers rather than programs.
    """
    found = []
    for name in dict.fromkeys(leaf.name for leaf in measure.all_leaves if isinstance(leaf, Term)):
        line = measure.terms[name]
        label, number = _label(snapshot, line, year)
        found.append(TermWords(name, line, label, snapshot.publication_of(line), number))
    return tuple(found)


def _label(snapshot: Snapshot, line: str, year: int | None) -> tuple[str, str]:
    """The plainest label and the line number of a line."""
    told = [(r.period, r.line(line)) for r in snapshot.facts_releases([line])]
    readable = [(p, known) for p, known in told if not _CODE.fullmatch(known.label)]
    if not readable:
        return words_of(line), ""
    _, best = max(
        readable, key=lambda each: (each[0] is not None and each[0].year == year, each[0].year if each[0] else 0)
    )
    return _calm(best.label), best.number


def _calm(label: str) -> str:
    """A label that is all in capitals, in small letters; what stands in brackets is left as it is."""
    outside = _BRACKETS.split(label)
    if not "".join(outside[::2]).isupper():
        return label
    words = "".join(part if number % 2 else part.lower() for number, part in enumerate(outside))
    return words[:1].upper() + words[1:]


class Said(NamedTuple):
    """What a term is called in a sentence, and where it is from if that must be said."""

    quoted: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.quoted} ({self.source})" if self.source else self.quoted


Labels = Mapping[str, Said]


def labels_of(terms: Iterable[TermWords]) -> dict[str, Said]:
    """What each term is called in a sentence: its label in quotes, and its publication where there are several."""
    terms = tuple(terms)
    several = len({t.publication for t in terms}) > 1
    return {t.name: Said(f"“{t.label}”", _short(t.publication) if several else "") for t in terms}


def _short(publication: str) -> str:
    """The initials that a publication's title ends with, or its title."""
    found = _INITIALS.search(publication)
    return found[1] if found else publication


def sentence(measure: Measure, labels: Labels) -> str:
    """The formula as a sentence without its full stop, with its condition."""
    said = in_words(measure.tree, labels)
    if measure.condition is not None:
        said = f"{said}; only where {in_words(measure.condition, labels)}"
    return said[0].upper() + said[1:]


def in_words(node: Node, labels: Labels) -> str:
    """A formula or a part of one in words."""
    match node:
        case Number(value):
            return f"{value.numerator}" if value.denominator == 1 else f"{float(value):g}"
        case Deflator():
            return "the change in prices since"
        case Term(name, lag, optional):
            when = f" {_ago(lag)} before" if lag else ""
            return f"{labels.get(name, Said(name))}{when}{' (0 where it is blank)' if optional else ''}"
        case Operation("*", (part, Deflator(_))):
            return f"{_inside(part, labels, 3)} in real terms"
        case Operation("+", _) if sum_ := _long_sum(node, labels):
            return sum_
        case Operation("if", (test, body, other)):
            otherwise = in_words(other, labels)
            return f"{in_words(body, labels)} where {in_words(test, labels)}, and otherwise {otherwise}"
        case Operation(sign, (left, right)) if sign in _BETWEEN:
            binds = _BINDS.get(sign, 0)
            return f"{_inside(left, labels, binds)} {_BETWEEN[sign]} {_inside(right, labels, binds + 1)}"
        case Operation(sign, parts):
            return _called(sign, list(parts), labels)


def _called(sign: str, parts: list[Node], labels: Labels) -> str:
    if sign in {"min", "max"}:
        one, other = (_bracketed(part, labels) for part in parts)
        return f"the {'smaller' if sign == 'min' else 'larger'} of {one} and {other}"
    if sign == "negative":
        return f"minus {_bracketed(parts[0], labels)}"
    if sign == "positive":
        said = in_words(parts[0], labels)
        return f"({said}, where above zero)" if isinstance(parts[0], Operation) else f"{said} (where above zero)"
    return f"the size of {_bracketed(parts[0], labels)}"


def _bracketed(node: Node, labels: Labels) -> str:
    text = in_words(node, labels)
    bare = not isinstance(node, Operation) or node.sign == "positive" or _real(node)
    return text if bare else f"({text})"


def _real(node: Node) -> bool:
    return isinstance(node, Operation) and node.sign == "*" and isinstance(node.parts[1], Deflator)


def _long_sum(node: Node, labels: Labels) -> str:
    """Three or more terms added up, as a list that names their publication once; nothing for any other sum."""
    terms: list[Term] = []
    while isinstance(node, Operation) and node.sign == "+" and isinstance(node.parts[1], Term):
        terms.append(node.parts[1])
        node = node.parts[0]
    if not isinstance(node, Term) or len(terms) < 2 or any(t.lag or t.optional for t in (*terms, node)):
        return ""
    said = [labels.get(t.name, Said(t.name)) for t in (node, *reversed(terms))]
    sources = {each.source for each in said}
    words = [each.quoted if len(sources) == 1 else str(each) for each in said]
    where = f" in {said[0].source}" if len(sources) == 1 and said[0].source else ""
    return f"the sum of {', '.join(words[:-1])} and {words[-1]}{where}"


def _inside(node: Node, labels: Labels, at_least: int) -> str:
    text = in_words(node, labels)
    if not isinstance(node, Operation) or _real(node):
        return text
    loose = node.sign in {"if", "min", "max"} or (node.sign in _BETWEEN and _BINDS.get(node.sign, 0) < at_least)
    return f"({text})" if loose or text.startswith("the sum of ") else text


def _ago(lag: int) -> str:
    return _COUNTS[lag] if lag < len(_COUNTS) else f"{lag} years"


def classes_in_words(measure: Measure) -> str:
    """Whom it makes sense for: `all councils`, `counties and shire districts`."""
    said = [GROUP_WORDS.get(name) or class_words(name)[1] for name in measure.classes]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def unit_in_words(unit: str) -> str:
    """A unit as a reader would say it."""
    return UNIT_WORDS.get(unit, unit)


def prices_in_words(measure: Measure, price_base: str) -> str:
    """Whose prices money is in; nothing where it is no money."""
    if measure.real_terms:
        return f"In {price_base} prices, by the GDP deflator" if price_base else "In real terms, by the GDP deflator"
    return "In the money of the year" if measure.unit.startswith("£") else ""


def period_in_words(measure: Measure) -> str:
    """What a period of it is."""
    return "calendar years" if measure.period == CALENDAR_YEAR else "financial years, April to March"


def overdue(measure: Measure, today: date) -> bool:
    """Whether its review was due before today."""
    return measure.next_review < today
