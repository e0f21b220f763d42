"""The audit log as administrators read it. There is no page to change it."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wholeplace.web.accounts.access import allow
from wholeplace.web.accounts.audit import record
from wholeplace.web.accounts.forms import AuditForm
from wholeplace.web.accounts.models import AuditEntry, Role
from wholeplace.web.accounts.options import options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from wholeplace.web.accounts.audit_entry import AuditQuerySet

ENTRIES_A_PAGE = 50
COLUMNS = ("when", "who", "address", "action", "about", "kind", "details", "from")


@allow(Role.ADMINISTRATOR)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The latest entries first, or those asked for."""
    form = AuditForm(request.GET or None)
    page = Paginator(_asked(request, form), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in request.GET.items() if name in form.fields and value})
    told = {"form": form, "page": page, "query": query, "days": options().audit_days}
    return render(request, "accounts/audit.html", told, status=400 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_safe
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The entries asked for as a table, all of them; that it was downloaded is logged too."""
    form = AuditForm(request.GET or None)
    entries = _asked(request, form)
    record(request, "audit log downloaded", request.user)
    answer = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.csv"'
    return answer


def _asked(request: HttpRequest, form: AuditForm) -> AuditQuerySet:
    entries: Any = AuditEntry.objects.visible_to(request.user).select_related("actor", "content_type")
    if not form.is_bound:
        return entries
    if not form.is_valid():
        return entries.none()
    given = form.cleaned_data
    if person := given["person"].strip():
        doer = Q(actor_email__icontains=person) | Q(actor__name__icontains=person)
        entries = entries.filter(doer | Q(object_repr__icontains=person) | Q(additional_data__person__icontains=person))
    if given["action"]:
        entries = entries.filter(event=given["action"])
    if given["since"]:
        entries = entries.filter(timestamp__gte=_midnight(given["since"]))
    if given["until"]:
        entries = entries.filter(timestamp__lt=_midnight(given["until"] + timedelta(days=1)))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Echo:
    """What csv.writer writes to; hands the line back."""

    def write(self, text: str) -> str:
        return text


def _lines(entries: AuditQuerySet) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for entry in entries.iterator(chunk_size=500):
        yield writer.writerow([_harmless(cell) for cell in _row(entry)])


def _row(entry: AuditEntry) -> list[str]:
    return [
        timezone.localtime(entry.timestamp).isoformat(timespec="seconds"),
        entry.who,
        entry.actor_email or "",
        entry.event,
        entry.object_repr,
        entry.content_type.name,
        "; ".join(f"{name}: {value}" for name, value in entry.details.items()),
        entry.remote_addr or "",
    ]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
