"""A place in a few figures: what each area says first, and how much stands out. For lists of places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wholeplace.areas import sections
from wholeplace.brief import context_of
from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import Comparison, compare
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.papers.model import KeyFigure
    from wholeplace.papers.section import StandsOut
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register


@dataclass(frozen=True)
class Headline:
    """A key figure, the year before's, and its peers in the same period."""

    key: KeyFigure
    before: Figure | None
    standing: Comparison

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.key.figure


@dataclass(frozen=True)
class Headlines:
    """A place's key figures, area by area, and what stands out. `peers` names its peers."""

    place: Place
    figures: tuple[Headline, ...]
    findings: tuple[StandsOut, ...]
    peers: str

    @property
    def to_watch(self) -> int:
        """How many of the things that stand out are to be watched."""
        return sum(f.tone == "watch" for f in self.findings)


def headlines(snapshot: Snapshot, register: Register, identifier: str) -> Headlines:
    """The headlines of a place that the register holds, beside all of its class.

    Raises:
        UnknownPlaceError: the register does not hold it.
    """
    place = register[identifier]
    table = compute(snapshot, list(measures().values()))
    context = replace(context_of(snapshot, register, place), for_page=True)
    said = [make(context) for make in sections()]
    found = []
    for key in (key for section in said if section.key_figures for key in section.key_figures.items):
        measure = measures()[key.figure.measure]
        year = Period.parse(key.figure.period).year
        before = table.figure(measure, place.id, year - 1)
        found.append(Headline(key, before, compare(table, measure, place.id, year, context.peers)))
    findings = tuple(f for section in said for f in section.findings)
    return Headlines(place, tuple(found), findings, context.peers_name)
