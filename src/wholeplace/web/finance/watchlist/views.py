"""The watchlist, one council of it with its triage log, and the list as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.evidence.places import class_words
from wholeplace.finance.warning import BAND_WORDS, why_not
from wholeplace.finance.warning_paper import shown_score
from wholeplace.finance.warning_words import standing as standing_words
from wholeplace.web.accounts.access import allow, may
from wholeplace.web.accounts.models import Role
from wholeplace.web.accounts.warned import sees_every_score, sees_score
from wholeplace.web.evidence.current import current
from wholeplace.web.evidence.standing import warned
from wholeplace.web.finance.watchlist import exporting, listing, page, pictures, triage
from wholeplace.web.finance.watchlist.forms import EntryForm, ListForm, read_day
from wholeplace.web.finance.watchlist.rights import keeps_log
from wholeplace.web.finance.watchlist.words import confidence, day_words, reason_parts
from wholeplace.web.replies.shown import marks

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.web.evidence.standing import Warned
    from wholeplace.web.finance.watchlist.listing import Row

A_PAGE = 50
PRIVATE = "private, no-store"


@allow(Role.ADVISER, Role.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list, filtered and sorted."""
    if current().empty:
        return _private(render(request, "watchlist/empty.html"))
    standing, rows, form = _list(request)
    found = listing.chosen(rows, form.asked)
    sort = request.GET.get("sort", "") if request.GET.get("sort", "").removeprefix("-") in listing.SORTS else ""
    rated = listing.ordered((r for r in found if r.score.band != "unrated"), sort)
    query = {k: v for k, v in request.GET.items() if k in form.fields and v}
    whole = {**query, **({"sort": sort} if sort else {})}
    known = {
        **_words(request, standing),
        "form": form,
        "shown": Paginator(rated, A_PAGE).get_page(request.GET.get("page")),
        "unrated": listing.ordered((r for r in found if r.score.band == "unrated"), "place"),
        "count": len(found),
        "all": len(rows),
        "overdue": sum(1 for r in rows if r.overdue),
        "sort": sort,
        "query": urlencode(query),
        "paging": urlencode(whole),
        "caveats": standing.found.method.caveats_of(r.score.place.place_class for r in found),
        "formats": [(name, _address(kind, whole)) for kind, name in exporting.NAMES.items()],
        "spark": pictures.spark,
        "median": page.median,
    }
    return _private(render(request, "watchlist/index.html", known, status=422 if form.errors else 200))


def _list(request: HttpRequest) -> tuple[Warned, list[Row], ListForm]:
    """The scores of the day asked for, a row each, and the form over them."""
    day, _ = read_day(request.GET.get("as_of", ""))
    standing = warned(day)
    rows = listing.rows_of(standing, request.user)
    form = ListForm(
        request.GET or {}, listing.classes_in(rows), listing.regions_in(rows), portfolio=may(request, Role.ADVISER)
    )
    _, wrong = read_day(request.GET.get("as_of", ""))
    if wrong and not form.has_error("as_of"):
        form.add_error("as_of", wrong)
    return standing, rows, form


def _address(kind: str, query: dict[str, str]) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return reverse("watchlist:export", args=(kind,)) + asked


@allow(Role.ADVISER, Role.ADMINISTRATOR)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list that was asked for as a file."""
    if kind not in exporting.TYPES or current().empty:
        raise Http404
    standing, rows, form = _list(request)
    if form.errors:
        words = " ".join(str(e) for errors in form.errors.values() for e in errors)
        return _private(HttpResponse(words, status=422, content_type="text/plain; charset=utf-8"))
    found = listing.ordered(listing.chosen(rows, form.asked), request.GET.get("sort", ""))
    try:
        content = exporting.content(standing, found, request.user, kind)
    except exporting.BusyError:
        words = "Many papers are being made. Ask again in half a minute."
        headers = {"Retry-After": "30"}
        return _private(HttpResponse(words, status=503, headers=headers, content_type="text/plain; charset=utf-8"))
    name = f"watchlist-{standing.as_of}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _private(HttpResponse(content, content_type=exporting.TYPES[kind], headers=headers))


@allow(Role.ADVISER, Role.ADMINISTRATOR, Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def council(request: HttpRequest, place: str) -> HttpResponse:
    """One council: how its score comes about, and what was said to whom for those who keep its log."""
    if not sees_score(request.user, place):
        raise PermissionDenied
    keeps = keeps_log(request.user, place)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    day, wrong = read_day(request.GET.get("as_of", ""))
    if current().empty:
        raise Http404
    standing = warned(day)
    if place not in standing.snapshot.crosswalk.places:
        raise Http404
    if request.method == "POST":
        return _write(request, place, standing)
    correcting = triage.entry_to_correct(request.user, place, request.GET.get("correct", "")) if keeps else None
    initial = triage.initial_of(correcting) or {"day": timezone.localdate()}
    form = EntryForm(initial=initial) if keeps else None
    return _council(request, place, standing, form=form, correcting=correcting, wrong=wrong)


def _write(request: HttpRequest, place: str, standing: Warned) -> HttpResponse:
    """Add what was sent to the log; show it again where something is wrong with it."""
    form = EntryForm(request.POST)
    number = request.POST.get("corrects", "")
    correcting = triage.entry_to_correct(request.user, place, number) if number else None
    if number and correcting is None:
        form.add_error(None, "The entry to correct has been corrected meanwhile. Look at the log below")
    if form.is_valid() and not form.errors:
        try:
            triage.write(request, place, form.cleaned_data, correcting)
        except triage.CorrectedMeanwhileError:
            form.add_error(None, "The entry to correct has been corrected meanwhile. Look at the log below")
        else:
            messages.success(request, "Written down.")
            return redirect(f"{reverse('watchlist:council', args=(place,))}#log")
    return _council(request, place, standing, form=form, correcting=correcting, status=422)


def _council(
    request: HttpRequest, place: str, standing: Warned, *, form: EntryForm | None, correcting: Any = None,
    wrong: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    evidence, score = current(), standing.of(place)
    ref = standing.snapshot.crosswalk.places[place]
    replied = frozenset((m, period) for m, _, period in marks(place=place))
    commenter = page.commenter_of(request, place)
    table = page.sum_of(score, replied, commenter) if score else None
    known = {
        **_words(request, standing),
        "place": ref,
        "score": score,
        "why_not": "" if score else why_not(standing.found, ref),
        "wrong": wrong,
        "table": table,
        "to_comment_on": page.to_comment_on(table["rows"]) if table else [],
        "trend": pictures.trend(standing, score) if score else None,
        "reason_parts": reason_parts,
        "happened": page.happened(evidence, place),
        "said": page.said(evidence, place),
        "keeps": form is not None,
        "form": form,
        "correcting": correcting,
        "log": triage.log_of(request.user, place),
        "last": triage.log_entries(request.user, place).first(),
        "whole_list": sees_every_score(request.user),
        "officer": bool(commenter),
    }
    status = 422 if wrong and status == 200 else status
    return _private(render(request, "watchlist/council.html", known, status=status))


def _words(request: HttpRequest, standing: Warned) -> dict[str, Any]:
    """What both pages say alike; links between them keep the day that was asked for."""
    asked = "" if standing.newest else standing.as_of.isoformat()
    return {
        "standing": standing,
        "day_words": day_words(standing, request.GET.get("as_of", "")),
        "asked_day": f"?as_of={asked}" if asked else "",
        "confidence": confidence,
        "standing_words": standing_words,
        "shown_score": shown_score,
        "band_words": BAND_WORDS,
        "class_word": lambda place_class: class_words(place_class)[0],
        "bar": pictures.bar,
    }


def _private(response: HttpResponse) -> HttpResponse:
    """For the one who asked, and kept nowhere on the way."""
    response["Cache-Control"] = PRIVATE
    return response
