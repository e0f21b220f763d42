"""Pages of the right of reply: write, preview, publish, withdraw; the history; an officer's own; an administrator's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wholeplace.papers.replies import replies_json
from wholeplace.web.accounts.access import PUBLIC, allow, may
from wholeplace.web.accounts.models import Role
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.replies import writing
from wholeplace.web.replies.forms import HideForm, ReplyForm
from wholeplace.web.replies.models import Reply, Version
from wholeplace.web.replies.rights import council_for
from wholeplace.web.replies.shown import note_on, published_for
from wholeplace.web.replies.subject import likely, name_of, the_figure

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.evidence.figure import Figure
    from wholeplace.web.evidence.current import Evidence

A_PAGE = 50


@allow(Role.OFFICER, Role.ADMINISTRATOR)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """An officer's own council's replies and figures likely to want one; all replies for an administrator."""
    evidence = current()
    councils = sorted(request.user.places_as(Role.OFFICER))
    everything = may(request, Role.ADMINISTRATOR)
    found = Reply.objects.visible_to(request.user) if everything else Reply.objects.editable_by(request.user)
    page = Paginator(found.order_by("-changed"), A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(request, evidence, reply) for reply in page]
    replied = {row["reply"].key for row in rows if row["reply"].stands}
    offered = [
        (name_of(evidence, c), [f for f in likely(evidence, c) if (f.measure, f.place, f.period) not in replied])
        for c in councils
    ]
    known = {"rows": rows, "page": page, "offered": offered, "everything": everything, "councils": councils}
    return render(request, "replies/mine.html", known)


def _row(request: HttpRequest, evidence: Evidence, reply: Reply) -> dict[str, Any]:
    measure = evidence.measures.get(reply.measure)
    return {
        "reply": reply,
        "title": measure.title if measure else reply.measure,
        "place": name_of(evidence, reply.place),
        "council": name_of(evidence, reply.council),
        "note": note_on(reply),
        "mine": reply.council in request.user.places_as(Role.OFFICER),
    }


@allow(PUBLIC)
@evidence_page
def export(request: HttpRequest, place: str) -> HttpResponse:
    """The replies that stand, for `wholeplace brief --replies`."""
    del request
    response = HttpResponse(replies_json(published_for(place)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="replies.json"'
    return response


@allow(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, measure: str, place: str, period: str) -> HttpResponse:
    """Write or change a reply; preview it; publish it."""
    evidence = current()
    figure, council, reply = _own(request, evidence, (measure, place, period))
    latest = reply.versions.last() if reply else None
    initial = {"text": latest.text, "role": latest.role} if latest else {}
    form = ReplyForm(request.POST or None, initial=initial, person=request.user.name)
    known = {"figure": figure, "form": form, "reply": reply, "council": name_of(evidence, council),
             "note": note_on(reply) if reply else "", "begun_from": _begun_from(request, reply)}  # fmt: skip
    if request.method != "POST" or "change" in request.POST:
        return render(request, "replies/write.html", known)
    if not form.is_valid():
        return render(request, "replies/write.html", known, status=422)
    text, role = form.cleaned_data["text"], form.cleaned_data["role"]
    if "publish" not in request.POST:
        return render(request, "replies/preview.html", {**known, "text": text, "role": role, "parts": text.split("\n")})
    own = (council, name_of(evidence, council))
    try:
        published = writing.publish(request, (measure, place, period), own, text, role, known["begun_from"])
    except writing.ChangedMeanwhileError:
        return _meanwhile(request, known)
    said = "Published. It stands beside the figure, and in the brief." if published.stands else (
        "Kept. It is not shown while an administrator hides it."
    )  # fmt: skip
    messages.success(request, said)
    return redirect(_figure_page(figure))


def _begun_from(request: HttpRequest, reply: Reply | None) -> int:
    """The number of the version that the writer had before them; 0 where there was none."""
    given = request.POST.get("begun_from", "")
    if given.isascii() and given.isdigit():
        return int(given[:9])
    return reply.versions_count if reply else 0


def _meanwhile(request: HttpRequest, known: dict[str, Any]) -> HttpResponse:
    """What was typed, and what a colleague has published since: to be looked at before it is replaced."""
    figure, form = known["figure"], known["form"]
    council = council_for(current().register, request.user, figure.place)
    own = Reply.objects.editable_by(request.user).filter(council=council)
    reply = own.get(measure=figure.measure, place=figure.place, period=figure.period)
    latest = reply.versions.last()
    form.add_error(None, "A colleague has published a comment since you began. Read it below before you replace it")
    known |= {"reply": reply, "begun_from": reply.versions_count, "meanwhile": latest, "parts": latest.text.split("\n")}
    return render(request, "replies/write.html", known, status=409)


def _own(request: HttpRequest, evidence: Evidence, key: tuple[str, str, str]) -> tuple[Figure, str, Reply | None]:
    """The figure, the council that the person speaks as, and its reply; refused to anyone but its officers."""
    figure = the_figure(evidence, *key)
    council = council_for(evidence.register, request.user, figure.place)
    if not council:
        raise PermissionDenied
    own = Reply.objects.editable_by(request.user)
    return figure, council, own.filter(measure=key[0], place=key[1], period=key[2], council=council).first()


def _figure_page(figure: Figure) -> str:
    return f"{reverse('measures:figure', args=(figure.measure, figure.place, figure.period))}#comment"


@allow(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, measure: str, place: str, period: str) -> HttpResponse:
    """Take a reply back, after being asked whether one means it."""
    evidence = current()
    figure, council, reply = _own(request, evidence, (measure, place, period))
    if reply is None or reply.withdrawn:
        return redirect(_figure_page(figure))
    if request.method == "POST":
        writing.withdraw(request, reply)
        messages.success(request, "Withdrawn. Readers see that there was a comment, and on which day it was withdrawn.")
        return redirect(_figure_page(figure))
    known = {"figure": figure, "reply": reply, "latest": reply.versions.last(), "council": name_of(evidence, council)}
    return render(request, "replies/withdraw.html", known)


@allow(PUBLIC)
@require_GET
def history(request: HttpRequest, measure: str, place: str, period: str) -> HttpResponse:
    """All versions of the replies to a figure: their days for everyone, their texts for those who may read them."""
    evidence = current()
    figure = the_figure(evidence, measure, place, period)
    found = Reply.objects.visible_to(request.user).filter(measure=measure, place=place, period=period)
    readable = set(Version.objects.visible_to(request.user).filter(reply__in=found).values_list("pk", flat=True))
    told = [
        {"reply": reply, "note": note_on(reply), "council": name_of(evidence, reply.council),
         "versions": [(v, v.text.split("\n") if v.pk in readable else None) for v in reversed(reply.versions.all())]}
        for reply in found.order_by("council").prefetch_related("versions")
    ]  # fmt: skip
    response = render(request, "replies/history.html", {"figure": figure, "told": told})
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide a reply that breaks the rules, and say why."""
    evidence = current()
    reply = get_object_or_404(Reply.objects.visible_to(request.user), pk=number)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        writing.hide(request, reply, form.cleaned_data["reason"])
        messages.success(request, "Hidden. Readers see why.")
        return redirect("replies:mine")
    row = _row(request, evidence, reply)
    known = {"form": form, "row": row, "latest": reply.versions.last()}
    return render(request, "replies/hide.html", known, status=422 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_POST
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show a hidden reply again."""
    reply = get_object_or_404(Reply.objects.visible_to(request.user), pk=number)
    writing.show(request, reply)
    messages.success(request, "Shown again.")
    return redirect("replies:mine")
