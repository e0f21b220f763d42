"""Pages about measures: the list, one measure, its downloads, and one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from wholeplace.core.errors import WholeplaceError
from wholeplace.places.comparing import find_measure
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.measures import downloads, figure_page, listing, page
from wholeplace.web.measures.finding import Elsewhere, Missing, find

if TYPE_CHECKING:
    from django.http import HttpRequest


@allow(PUBLIC)
@evidence_page(anywhere=True)
def index(request: HttpRequest) -> HttpResponse:
    """All indicators, filtered by words."""
    words = request.GET.get("words", "")[:80]
    known = list(current().measures.values())
    found = listing.with_words(known, words)
    context = {"areas": listing.by_area(found), "words": words, "count": len(found), "all": len(known)}
    return render(request, "measures/index.html", context)


@allow(PUBLIC)
@evidence_page(anywhere=True)
def measure(request: HttpRequest, identifier: str) -> HttpResponse:
    """Everything about one indicator."""
    evidence = current()
    if identifier not in evidence.measures:
        return _unknown_measure(request, identifier)
    return render(request, "measures/measure.html", page.words(evidence, evidence.measures[identifier], request.GET))


@allow(PUBLIC)
@evidence_page
def download(request: HttpRequest, identifier: str, kind: str) -> HttpResponse:
    """An indicator's figures as a file."""
    evidence = current()
    if identifier not in evidence.measures or kind not in downloads.TYPES:
        return _unknown_measure(request, identifier)
    period = request.GET.get("period", "")
    try:
        content = downloads.content(evidence, evidence.measures[identifier], kind, period)
    except WholeplaceError as error:
        return _unknown(request, "There are no figures for that year", str(error))
    name = f"{identifier}{f'-{period}' if period else ''}.{kind}"
    response = HttpResponse(content, content_type=downloads.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(PUBLIC)
@evidence_page
def figure(request: HttpRequest, identifier: str, place: str, period: str) -> HttpResponse:
    """One figure taken apart."""
    evidence = current()
    if identifier not in evidence.measures:
        return _unknown_measure(request, identifier)
    found = find(evidence, evidence.measures[identifier], place, period)
    if isinstance(found, Missing):
        return _unknown(request, found.title, found.text, found.links)
    if isinstance(found, Elsewhere):
        return HttpResponsePermanentRedirect(found.address)
    return render(request, "measures/figure.html", figure_page.words(request, evidence, found))


def _unknown_measure(request: HttpRequest, identifier: str) -> HttpResponse:
    """A page that offers measures with like names."""
    from django.urls import reverse

    near: dict[str, str] = {}
    try:
        find_measure(current(), identifier, "measure")
    except WholeplaceError as error:
        near = dict(getattr(error, "candidates", {}))
    links = [(title, reverse("measures:measure", args=(key,))) for key, title in near.items()]
    links.append(("All measures", reverse("measures:index")))
    return _unknown(request, "There is no such measure", f"No measure is called “{identifier[:60]}”.", links)


def _unknown(request: HttpRequest, title: str, text: str, links: list[tuple[str, str]] | None = None) -> HttpResponse:
    return render(request, "measures/unknown.html", {"title": title, "text": text, "links": links or []}, status=404)
