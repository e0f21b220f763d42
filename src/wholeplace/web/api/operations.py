"""The API's operations: each reads what is asked, finds it in the library, and tells it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from wholeplace.core.errors import PeriodError, RequestError, StoreError
from wholeplace.core.periods import CALENDAR_YEAR, FINANCIAL_YEAR, Period
from wholeplace.evidence.listing import Wanted, listing
from wholeplace.evidence.places import classes_of
from wholeplace.evidence.trace import trace
from wholeplace.places.comparing import find_measure
from wholeplace.places.groups import the_class, the_place, the_region
from wholeplace.web.api import resources
from wholeplace.web.api.answers import cut, evidence_of, one, only, page
from wholeplace.web.api.asked import (
    FiguresAsked,
    MeasuresAsked,
    Name,
    OneAsked,
    OneDatedAsked,
    PlacesAsked,
    ReleasesAsked,
)
from wholeplace.web.api.faults import Fault
from wholeplace.web.api.replies import replies_to
from wholeplace.web.api.told import (
    FiguresTold,
    MeasuresTold,
    MeasureTold,
    PlacesTold,
    PlaceTold,
    ReleaseInFull,
    ReleasesTold,
    TraceTold,
)

if TYPE_CHECKING:
    from wholeplace.evidence.measures import Measure

router = Router(by_alias=True)
PlaceName = Path(description="A place's id, other code or exact name.", examples=["ZAB"])
MeasureId = Path(description="A measure's id.", examples=["unallocated-reserves-ratio"])

PeriodName = Path(description="A period, as figures have it.", examples=["2016-17"])
ReleaseId = Path(description="A release's id.")


@router.get("/places", response=PlacesTold, summary="Places", operation_id="places")
def places(request: HttpRequest, asked: Query[PlacesAsked]) -> HttpResponse:
    """Councils and other bodies, past, present and planned, by id; with `q`, best matches first."""
    only(request, asked)
    evidence = evidence_of(_day(asked.as_of))
    found: Any = list(resources.every_place(evidence))
    if asked.q:
        known = {p["id"]: p for p in found}
        found = [known[p.id] for p in evidence.register.search(asked.q, limit=len(known)) if p.id in known]
    if asked.place_class:
        wanted = classes_of(the_class(evidence, asked.place_class, "class"))
        found = [p for p in found if p["class"] in wanted]
    if asked.region:
        region = the_region(evidence, asked.region, "region")
        found = [p for p in found if p["region"] == region]
    if asked.alive_on:
        day = asked.alive_on
        found = [p for p in found if (p["start"] or "") <= day <= (p["end"] or "9999")]
    return page(request, asked, cut(asked, found))


@router.get("/places/{place}", response=PlaceTold, summary="One place", operation_id="place")
def place(request: HttpRequest, asked: Query[OneDatedAsked], place: Name = PlaceName) -> HttpResponse:
    """A place's codes, dates, predecessors and successors."""
    only(request, asked)
    evidence = evidence_of(_day(asked.as_of))
    ref = the_place(evidence, place, "place")
    known = ref.id in evidence.register
    return one(request, resources.of_place(evidence.register[ref.id]) if known else resources.of_ref(ref))


@router.get("/measures", response=MeasuresTold, summary="Measures", operation_id="measures")
def measures(request: HttpRequest, asked: Query[MeasuresAsked]) -> HttpResponse:
    """All indicators with their definitions, by id."""
    only(request, asked)
    known = evidence_of(None).measures.values()
    for name in ("area", "group"):
        text, values = getattr(asked, name), sorted({getattr(m, name) for m in known} - {""})
        if text is not None and text not in values:
            raise Fault(404, f"No measure has the {name} '{text[:60]}'.", name, {v: v for v in values})
    found = [
        m for m in sorted(known, key=lambda m: m.id) if asked.area in {None, m.area} and asked.group in {None, m.group}
    ]
    return page(request, asked, [resources.of_measure(m) for m in cut(asked, found)])


@router.get("/measures/{measure}", response=MeasureTold, summary="One measure", operation_id="measure")
def measure(request: HttpRequest, asked: Query[OneAsked], measure: Name = MeasureId) -> HttpResponse:
    """An indicator's definition: what it means, its formula and caveats."""
    only(request, asked)
    return one(request, resources.of_measure(find_measure(evidence_of(None), measure, "measure")))


@router.get("/figures", response=FiguresTold, summary="Figures", operation_id="figures")
def figures(request: HttpRequest, asked: Query[FiguresAsked]) -> HttpResponse:
    """Figures by measure, place and period, each with its status.

    Without filters it pages through everything. Places named by `place` also get the years before they were formed, as
    the sum of what they replaced.
    """
    only(request, asked)
    evidence = evidence_of(_day(asked.as_of))
    ids = sorted(evidence.measures) if not asked.measure else [
        find_measure(evidence, m, "measure").id for m in asked.measure
    ]  # fmt: skip
    wanted = Wanted(
        [evidence.measures[i] for i in sorted(set(ids))],
        frozenset(the_place(evidence, p, "place").id for p in asked.place) if asked.place else None,
        classes_of(the_class(evidence, asked.place_class, "class")) if asked.place_class else None,
        the_region(evidence, asked.region, "region") if asked.region else None,
        _year(asked.first, "from"), _year(asked.last, "to"),
        frozenset(asked.status) or None,
    )  # fmt: skip
    if wanted.first and wanted.last and wanted.first > wanted.last:
        raise Fault(404, f"There is no period from {asked.first} to {asked.last}: the first is the later one.", "from")
    found = [] if evidence.empty else listing(evidence.table).pick(wanted, asked.offset, asked.limit + 1)
    return page(request, asked, [f.as_json() for f in found])


@router.get(
    "/figures/{measure}/{place}/{period}", response=TraceTold, summary="One figure, taken apart", operation_id="figure"
)
def figure(
    request: HttpRequest,
    asked: Query[OneDatedAsked],
    measure: Name = MeasureId,
    place: Name = PlaceName,
    period: Name = PeriodName,
) -> HttpResponse:
    """A figure with its formula, the numbers in it, the published cells they come from, and the council's reply."""
    only(request, asked)
    evidence = evidence_of(_day(asked.as_of))
    definition = find_measure(evidence, measure, "measure")
    ref = the_place(evidence, place, "place")
    year = _year_of(definition, period)
    found = None if evidence.empty else trace(evidence.snapshot, definition, ref.id, year, evidence.table)
    if found is None:
        words = f"Nothing that is loaded speaks of {definition.id} for {ref.name} in {period[:20]}."
        raise Fault(404, words, "period")
    told = found.as_json()
    live = evidence.snapshot.releases
    told["releases"] = [resources.of_release(live[r].entry, live=True) for r in found.figure.releases if r in live]
    told["replies"] = replies_to(found.figure)
    return one(request, told)


@router.get("/releases", response=ReleasesTold, summary="Releases", operation_id="releases")
def releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> HttpResponse:
    """Every publication that was read, newest publication first, those since replaced as well."""
    only(request, asked)
    evidence = evidence_of(None)
    entries, live = evidence.store.entries(), evidence.snapshot.releases
    for name in ("dataset", "period"):
        text, values = getattr(asked, name), sorted({getattr(e, name) for e in entries} - {""})
        if text is not None and text not in values:
            raise Fault(404, f"No release has the {name} '{text[:60]}'.", name, {v: v for v in values[:40]})
    found = [
        e
        for e in sorted(entries, key=lambda e: (e.published, e.sequence), reverse=True)
        if asked.dataset in {None, e.dataset}
        and asked.period in {None, e.period}
        and (asked.live is None or (asked.live == "true") == (e.id in live))
    ]
    return page(request, asked, [resources.of_release(e, live=e.id in live) for e in cut(asked, found)])


@router.get("/releases/{release}", response=ReleaseInFull, summary="One release", operation_id="release")
def release(request: HttpRequest, asked: Query[OneAsked], release: Name = ReleaseId) -> HttpResponse:
    """A release with its file, its checks, and what of it could not be used."""
    only(request, asked)
    evidence = evidence_of(None)
    if release not in {e.id for e in evidence.store.entries()}:
        raise Fault(404, f"No release has the id '{release[:80]}'.", "release")
    try:
        found = evidence.store.find(release)
    except StoreError as error:
        raise Fault(404, str(error), "release") from None
    return one(request, resources.release_in_full(found, live=release in evidence.snapshot.releases))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _year(text: str | None, parameter: str) -> int | None:
    if text is None:
        return None
    try:
        return Period.parse(text).year
    except PeriodError as error:
        raise Fault(404, str(error), parameter) from None


def _year_of(measure: Measure, text: str) -> int:
    """The year of a period as the measure's figures have it."""
    try:
        period = Period.parse(text)
    except PeriodError as error:
        raise RequestError("period", str(error)) from None
    wanted = CALENDAR_YEAR if measure.period == CALENDAR_YEAR else FINANCIAL_YEAR
    if period.kind != wanted:
        example = Period.calendar(2016) if wanted == CALENDAR_YEAR else Period.financial(2016)
        raise RequestError("period", f"{measure.id} is by {wanted.replace('-', ' ')}, such as {example}.")
    return period.year
