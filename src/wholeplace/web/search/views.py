"""The page of what a search found, and the suggestions while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.search import finding

if TYPE_CHECKING:
    from django.http import HttpRequest

EXAMPLES = 3


@allow(PUBLIC)
@evidence_page
def search(request: HttpRequest) -> HttpResponse:
    """What the words asked for may mean."""
    asked = request.GET.get("q", "").strip().replace("\x00", "")
    evidence = current()
    known = {
        "asked": asked[: finding.LONGEST],
        "cut": len(asked) > finding.LONGEST,
        "groups": finding.search(evidence, asked),
        "places": [p for p in evidence.register if p.end is None][:EXAMPLES],
    }
    return render(request, "search/search.html", known)


@allow(PUBLIC)
@evidence_page
def suggest(request: HttpRequest) -> HttpResponse:
    """The few things most surely meant, for a program in the page."""
    asked = request.GET.get("q", "").strip()
    found = finding.suggestions(current(), asked) if len(asked) <= finding.LONGEST else []
    results = [{"title": r.title, "kind": r.about if r.kind == finding.PLACE else r.kind, "url": r.url} for r in found]
    return JsonResponse({"results": results})
