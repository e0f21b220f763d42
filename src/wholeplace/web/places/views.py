"""Pages about places: the list, one place, and the brief on it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from wholeplace.core.ids import slug
from wholeplace.profile.make import profile, the_place
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.accounts.warned import sees_score
from wholeplace.web.design.environment import url_if_any
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.places import briefs, page
from wholeplace.web.places.asking import PeersForm
from wholeplace.web.places.happened import events_of
from wholeplace.web.places.listing import PlacesForm, chosen, every_place, grouped
from wholeplace.web.places.meaning import LONGEST, meaning
from wholeplace.web.places.warning import early_warning
from wholeplace.web.replies.shown import published_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.web.evidence.current import Evidence


@allow(PUBLIC)
@evidence_page(anywhere=True)
def index(request: HttpRequest) -> HttpResponse:
    """All places, filtered."""
    evidence = current()
    places = every_place(evidence)
    form = PlacesForm({"state": "living", **request.GET.dict()}, places)
    found = chosen(evidence, places, form.asked)
    known = {"form": form, "groups": grouped(found), "count": len(found), "all": len(places),
             "today": evidence.register.today, "empty": evidence.empty}  # fmt: skip
    return render(request, "places/index.html", known)


@allow(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Straight to the one place that words mean, else to what they may mean."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    asked = request.GET.get("q", "").strip()[:LONGEST]
    meant = meaning(current(), asked) if asked else None
    if meant and meant.id:
        return HttpResponseRedirect(reverse("places:place", args=(meant.id,)))
    search = url_if_any("search:search")
    if search:
        return HttpResponseRedirect(f"{search}?{urlencode({'q': asked})}")
    return HttpResponseRedirect(f"{reverse('places:index')}?{urlencode({'name': asked, 'state': 'all'})}")


@allow(PUBLIC)
@evidence_page(anywhere=True)
def place(request: HttpRequest, identifier: str) -> HttpResponse:
    """Everything about one place."""
    evidence = current()
    elsewhere = _elsewhere(request, evidence, identifier, "places:place")
    if elsewhere is not None:
        return elsewhere
    found, _ = the_place(evidence.snapshot, evidence.register, identifier)
    regional = any(p.region != found.region for p in evidence.register if p.place_class == found.place_class)
    form = PeersForm(request.GET, found, regional=regional)
    told = profile(evidence.snapshot, evidence.register, identifier, form.choice, events_of(evidence))
    warning = early_warning(request.user, told)
    return render(request, "places/place.html", page.words(told, form, published_for(identifier), warning))


@allow(PUBLIC)
def brief(request: HttpRequest, identifier: str, kind: str) -> HttpResponse:
    """The brief on a place as a file."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if kind not in briefs.TYPES:
        raise Http404
    state = briefs.stamp()  # before the evidence: what is newer than it says is made anew, never kept as what it isn't
    evidence = current()
    elsewhere = _elsewhere(request, evidence, identifier, "places:brief", kind)
    if elsewhere is not None:
        return elsewhere
    if identifier not in evidence.register:
        raise Http404
    restricted = sees_score(request.user, identifier)
    etag = f'"{state}-{slug(identifier, "-")}-{kind}{"-restricted" if restricted else ""}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        content = briefs.brief_of(evidence, identifier, kind, state, restricted=restricted)
    except briefs.BusyError:
        response = render(request, "places/busy.html", {"identifier": identifier, "kind": kind}, status=503)
        response["Retry-After"] = "30"
        return response
    name = f"{slug(evidence.register[identifier].name, '-')}-brief.{kind}"
    kept = "private, no-store" if restricted else "public, max-age=0, must-revalidate"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": etag, "Cache-Control": kept,
               "Vary": "Cookie"}  # fmt: skip
    return HttpResponse(content, content_type=briefs.TYPES[kind], headers=headers)


def _elsewhere(request: HttpRequest, evidence: Evidence, identifier: str, name: str, *more: str) -> HttpResponse | None:
    """Where a reader is sent who gave another code or a name; a page of suggestions where nobody is meant."""
    meant = meaning(evidence, identifier)
    if meant.id == identifier:
        return None
    if meant.id:
        query = f"?{urlencode(request.GET, doseq=True)}" if request.GET else ""
        return HttpResponseRedirect(reverse(name, args=(meant.id, *more)) + query)
    known = {"asked": identifier[:LONGEST], "suggestions": meant.suggestions, "empty": evidence.empty}
    return render(request, "places/unknown.html", known, status=404)
