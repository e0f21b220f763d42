"""A figure taken apart for readers: its terms, the cells behind each, and the releases they were published in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import STATUSES
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.formula import Deflator, Term
from wholeplace.evidence.trace import WEIGHT
from wholeplace.papers.text import day
from wholeplace.web.measures.asking import capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.release import Entry
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.evidence.trace import Trace, TracedCell, TracedTerm


@dataclass(frozen=True)
class CellView:
    """One published cell."""

    authority: str
    number: str
    where: str
    release: str
    address: str


@dataclass(frozen=True)
class TermView:
    """One part of the formula. `looked_for` says what is missing where there is no cell."""

    name: str
    label: str
    when: str
    shown: str
    publication: str
    cells: tuple[CellView, ...]
    looked_for: str


@dataclass(frozen=True)
class PartView:
    """The terms of one place: of the figure's own, or of one that an estimate is made of."""

    title: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True)
class ReleaseView:
    """A release the figure stands on."""

    title: str
    publisher: str
    published: str
    vintage: str
    file: str
    sha256: str
    licence: str
    address: str


def parts(snapshot: Snapshot, measure: Measure, traced: Trace, year: int) -> tuple[PartView, ...]:
    """The terms by the place they are of, deflators last."""
    by_place: dict[str, list[TracedTerm]] = {}
    for term in traced.terms:
        by_place.setdefault(term.place, []).append(term)
    own = traced.figure.place
    made = []
    for place, terms in by_place.items():
        ref = snapshot.crosswalk.places.get(place)
        title = ref.name if ref and place != own else "Prices" if not place and len(by_place) > 1 else ""
        made.append(PartView(title, tuple(_term(snapshot, measure, t, year) for t in terms)))
    return tuple(made)


def _term(snapshot: Snapshot, measure: Measure, term: TracedTerm, year: int) -> TermView:
    cells = tuple(cell_view(c) for c in term.cells)
    if term.leaf == WEIGHT:
        when = term.cells[0].period if term.cells else ""
        return TermView("weight", term.label, when, term.shown, "", cells, "" if cells else "no population was found")
    if isinstance(term.leaf, Deflator):
        base = snapshot.price_base
        prices = str(Period.financial(base)) if base is not None else "the base year"
        label = f"Prices of {prices} over those of {Period.financial(year - term.leaf.lag)}: {term.label}"
        missing = "" if term.value is not None else "no GDP deflator is loaded for that year"
        return TermView("real", label, "", term.shown, "", cells, missing)
    assert isinstance(term.leaf, Term)  # noqa: S101 - the other two kinds are told above
    line = measure.terms[term.leaf.name]
    publication = snapshot.publication_of(line)
    then = str(period_of(measure, year - term.leaf.lag))
    missing = "" if cells else f"looked for in {publication} {then}, and not found in what is loaded"
    if not cells and term.leaf.optional:
        missing += "; it counts as 0 where it is blank"
    return TermView(term.leaf.name, term.label or line, then, term.shown, publication, cells, missing)


def cell_view(cell: TracedCell) -> CellView:
    """A cell in words."""
    return CellView(
        cell.authority, as_published(cell), cell.where(), cell.release, release_address(cell.release)
    )  # fmt: skip


def as_published(cell: TracedCell) -> str:
    """The number as published with its unit: `£4,000 thousand`; in words where there is none."""
    if cell.number is None:
        return STATUSES.get(cell.status, cell.status)
    number = f"{abs(cell.number):,.10g}"
    minus = "-" if cell.number < 0 else ""
    if cell.unit.startswith("£"):
        return f"{minus}£{number}{cell.unit.removeprefix('£')}"
    return f"{minus}{number} {cell.unit}".strip()


def release_address(identifier: str) -> str:
    """The page of a release, or nothing where this installation has none."""
    try:
        return reverse("data:release", args=(identifier,))
    except NoReverseMatch:
        return ""


def releases(entries: Iterable[Entry]) -> list[ReleaseView]:
    """Releases in words, by title and period."""
    return [
        ReleaseView(
            f"{e.title} {e.period}".strip(), capital(e.publisher), published(e), e.vintage, e.file, e.sha256, e.licence,
            release_address(e.id),
        )
        for e in sorted(entries, key=lambda e: (e.title, e.period, e.published))
    ]  # fmt: skip


def published(entry: Entry) -> str:
    """The day of publication, and whether it is assumed."""
    return day(entry.published_on) + (" (assumed)" if entry.published_basis == "assumed" else "")
