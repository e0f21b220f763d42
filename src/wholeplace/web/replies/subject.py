"""The figure that a reply is about, and figures a council may want to reply to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from wholeplace.areas import sections
from wholeplace.brief import context_of
from wholeplace.core.errors import PeriodError
from wholeplace.core.periods import Period
from wholeplace.papers.walk import figures_in
from wholeplace.places.comparing import nothing

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.web.evidence.current import Evidence

MOST_OFFERED = 12


def the_figure(evidence: Evidence, measure: str, place: str, period: str) -> Figure:
    """The figure at an address; Http404 where there is none."""
    definition = evidence.measures.get(measure)
    ref = evidence.snapshot.crosswalk.places.get(place)
    try:
        year = Period.parse(period).year
    except PeriodError:
        raise Http404 from None
    if definition is None or ref is None or year not in evidence.table.years:
        raise Http404
    table = evidence.table
    found = table.figure(definition, place, year) or table.figure(definition, place, year, combined=True)
    figure = found or nothing(definition, ref, year)
    if figure.period != period:
        raise Http404
    return figure


def name_of(evidence: Evidence, place: str) -> str:
    """A place as readers know it; its id where it is no longer known."""
    if place in evidence.register:
        found = evidence.register[place]
        return found.official_name or found.name
    ref = evidence.snapshot.crosswalk.places.get(place)
    return ref.name if ref else place


def likely(evidence: Evidence, council: str) -> list[Figure]:
    """Figures in what stands out about a council: what readers of its brief see first."""
    if evidence.empty or council not in evidence.register:
        return []
    context = context_of(evidence.snapshot, evidence.register, evidence.register[council])
    found: dict[tuple[str, str], Figure] = {}
    for section in sections():
        for finding in section(context).findings:
            for figure in figures_in(finding.paragraph):
                if figure.place == council and figure.n is None:
                    found.setdefault((figure.measure, figure.period), figure)
    return list(found.values())[:MOST_OFFERED]
