"""The first page, and an adviser's portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wholeplace.evidence.news import latest_changes
from wholeplace.evidence.places import class_words
from wholeplace.places.comparing import MOST_MEASURES, MOST_PLACES
from wholeplace.web.accounts import portfolio as kept
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.accounts.models import Role
from wholeplace.web.accounts.places_book import find
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.home.portfolio import as_csv, portfolio_of
from wholeplace.web.home.sector_map import sector_map

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.profile.headlines import Headlines
    from wholeplace.web.evidence.current import Evidence

LINES = 200  # places that may be added at once
SHOWN_AT_HOME = 12  # places of a portfolio on the first page; the rest are one link away


# Addresses without end, and pages that are about one reader.
NOT_FOR_ROBOTS = ("compare:compare", "search:search", "replies:mine", "jobs:index", "account_login")


@allow(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in NOT_FOR_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@allow(PUBLIC)
@evidence_page(anywhere=True)
def home(request: HttpRequest) -> HttpResponse:
    """Find a place, the sector on a map, what is new; for those signed in, their own places first."""
    evidence = current()
    if evidence.empty:
        return render(request, "home/empty.html", {"may_upload": _may_upload(request)})
    known: dict[str, Any] = {
        "map": sector_map(evidence, request.GET.dict()),
        "news": latest_changes(evidence.snapshot, evidence.table, evidence.measures),
        "count": len(evidence.register.alive()),
        "releases": len(evidence.snapshot.store.entries()),
        "class_word": lambda place_class: class_words(place_class)[0],
    }
    return render(request, "home/home.html", known | _own(request, evidence))


def _own(request: HttpRequest, evidence: Evidence) -> dict[str, Any]:
    """The places a signed-in person works for or looks after."""
    user = request.user
    if not user.is_authenticated:
        return {"own": [], "adviser": False, "portfolio": [], "portfolio_size": 0}
    own = user.places_as(Role.OFFICER) | user.places_as(Role.COUNCILLOR)
    chosen = kept.places_of(user) if Role.ADVISER in user.roles else []
    return {
        "own": sorted((evidence.register[p] for p in own if p in evidence.register), key=lambda p: p.name),
        "adviser": Role.ADVISER in user.roles,
        "portfolio": portfolio_of(evidence, chosen[:SHOWN_AT_HOME]),
        "portfolio_size": len(chosen),
    }


def _may_upload(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool({Role.DATA_MANAGER, Role.ADMINISTRATOR} & request.user.roles)


@allow(Role.ADVISER)
def portfolio(request: HttpRequest) -> HttpResponse:
    """The adviser's own list: see it, add to it, take out of it."""
    if request.method == "POST":
        return _change(request)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return _list(request)


def _list(request: HttpRequest, **more: Any) -> HttpResponse:
    evidence = current()
    chosen = kept.places_of(request.user)
    unknown = [p for p in chosen if p not in evidence.register]
    shown = portfolio_of(evidence, chosen)
    known = {
        "portfolio": shown, "unknown": unknown, "choices": [], "asked": "", "error": "", "at": "", "several": "",
        "compare": _side_by_side(shown),
    }  # fmt: skip
    status = 422 if more.get("error") else 200
    return render(request, "home/portfolio.html", known | more, status=status)


def _change(request: HttpRequest) -> HttpResponse:
    if place := request.POST.get("remove", ""):
        if kept.remove(request.user, place):
            messages.success(request, f"{_name(place)} is no longer in your portfolio.")
        return HttpResponseRedirect(reverse("home:portfolio"))
    if "several" in request.POST:
        return _add_several(request)
    asked = (request.POST.get("chosen") or request.POST.get("place", "")).strip()[:120]
    if not asked:
        return _list(request, error="Write the name or code of a place")
    place, choices = find(asked)
    if place is None:
        error = f"“{asked}” could be several places: choose one" if choices else f"No place is called “{asked}”"
        return _list(request, asked=asked, choices=choices, error=error)
    try:
        added = kept.add(request.user, place.id)
    except kept.PortfolioError as problem:
        return _list(request, asked=asked, error=str(problem))
    words = "is now in your portfolio" if added else "is in your portfolio already"
    messages.success(request, f"{place.name} {words}.")
    return HttpResponseRedirect(reverse("home:portfolio"))


def _add_several(request: HttpRequest) -> HttpResponse:
    """Add a place a line; lines that do not say which stay in the field to be put right."""
    lines = [line.strip()[:120] for line in request.POST["several"].splitlines() if line.strip()][:LINES]
    if not lines:
        return _list(request, error="Write the names or codes of places, one a line", at="several")
    unclear, added = [], 0
    for line in lines:
        place, _ = find(line)
        try:
            added += bool(place and kept.add(request.user, place.id))
        except kept.PortfolioError as problem:
            return _list(request, several="\n".join(lines[lines.index(line) :]), error=str(problem), at="several")
        if place is None:
            unclear.append(line)
    told = f"{added} place{'' if added == 1 else 's'} added to your portfolio."
    if unclear:
        named = ", ".join(f"“{line}”" for line in unclear[:5]) + (" and more" if len(unclear) > 5 else "")
        error = f"{told} Write these as their full names or codes: {named}"
        return _list(request, several="\n".join(unclear), error=error, at="several")
    messages.success(request, told)
    return HttpResponseRedirect(reverse("home:portfolio"))


def _side_by_side(shown: list[Headlines]) -> str:
    """The address that compares a portfolio by its headlines; empty where there are too few places or too many."""
    if not 1 < len(shown) <= MOST_PLACES:
        return ""
    measures = list(dict.fromkeys(one.figure.measure for place in shown for one in place.figures))[:MOST_MEASURES]
    asked = [*(("m", m) for m in measures), *(("p", place.place.id) for place in shown)]
    return f"{reverse('compare:compare')}?{urlencode(asked)}"


def _name(place: str) -> str:
    register = current().register
    return register[place].name if place in register else place


@allow(Role.ADVISER)
def portfolio_csv(request: HttpRequest) -> HttpResponse:
    """The adviser's portfolio as a table."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    content = as_csv(portfolio_of(current(), kept.places_of(request.user)))
    headers = {"Content-Disposition": 'attachment; filename="portfolio.csv"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
