"""The figure at an address; and what to say where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from wholeplace.core.errors import AmbiguousPlaceError, PeriodError, UnknownPlaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.figures import period_of
from wholeplace.evidence.wording import period_in_words
from wholeplace.places.comparing import nothing

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.measures import Measure
    from wholeplace.web.evidence.current import Evidence

SUGGESTED = 6
Links = list[tuple[str, str]]


@dataclass(frozen=True)
class Missing:
    """Why there is no page, and where to go instead."""

    title: str
    text: str
    links: Links


@dataclass(frozen=True)
class Elsewhere:
    """The address at which the figure asked for is."""

    address: str


@dataclass(frozen=True)
class Found:
    """A figure, which may be without a value."""

    figure: Figure
    measure: Measure
    year: int
    published: bool


def find(evidence: Evidence, measure: Measure, place: str, period: str) -> Found | Elsewhere | Missing:
    """The figure asked for. Other codes and spellings lead to the one address it has."""
    try:
        told = Period.parse(period)
    except PeriodError as error:
        return Missing("That is no year", str(error), _years(evidence, measure, place))
    meant = _place(evidence, place)
    if not meant:
        return _no_place(evidence, measure, place, period)
    canonical = period_of(measure, told.year)
    if told != canonical:
        text = f"{measure.title} is worked out for {period_in_words(measure)}."
        return Missing(f"There is no figure for {told}", text, _years(evidence, measure, meant))
    if (meant, str(canonical)) != (place, period):
        return Elsewhere(address(measure.id, meant, str(canonical)))
    table = evidence.table
    figure = table.figure(measure, meant, told.year) or table.figure(measure, meant, told.year, combined=True)
    if figure is not None:
        return Found(figure, measure, told.year, published=True)
    if told.year not in table.years:
        text = "Nothing that is loaded is about that year."
        return Missing(f"There is no figure for {canonical}", text, _years(evidence, measure, meant))
    return Found(nothing(measure, evidence.snapshot.crosswalk.places[meant], told.year), measure, told.year, False)


def address(measure: str, place: str, period: str) -> str:
    """The page of a figure."""
    return reverse("measures:figure", args=(measure, place, period))


def _place(evidence: Evidence, asked: str) -> str:
    """The id of the place that a code or name means; nothing where it means none or several."""
    known = evidence.snapshot.crosswalk.places
    if asked in known:
        return asked
    try:
        found = evidence.register.find(asked).id
    except (UnknownPlaceError, AmbiguousPlaceError):
        return ""
    return found if found in known else ""


def _no_place(evidence: Evidence, measure: Measure, asked: str, period: str) -> Missing:
    near = evidence.register.search(asked[:80], SUGGESTED)
    links = [(p.described, address(measure.id, p.id, period)) for p in near]
    links.append((f"{measure.title}: every place", reverse("measures:measure", args=(measure.id,))))
    return Missing("There is no such place", f"No place has the code or name “{asked[:60]}”.", links)


def _years(evidence: Evidence, measure: Measure, place: str) -> Links:
    """Years in which there is a figure of the place."""
    if place not in evidence.snapshot.crosswalk.places:
        return [(measure.title, reverse("measures:measure", args=(measure.id,)))]
    series = evidence.table.series(measure, place)
    links = [
        (f"{f.place_name}, {f.period}: {f.display}", address(measure.id, place, f.period)) for f in reversed(series)
    ]
    return links or [(measure.title, reverse("measures:measure", args=(measure.id,)))]
