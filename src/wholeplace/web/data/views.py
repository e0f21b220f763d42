"""Pages on what is loaded: all releases, one release, and what it revised of the one before it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from wholeplace.evidence.news import issues, revised_by
from wholeplace.evidence.outcomes import by_reason
from wholeplace.evidence.reading import SetAside
from wholeplace.papers.tables import csv_bytes
from wholeplace.papers.text import day
from wholeplace.web.accounts.access import PUBLIC, allow, may
from wholeplace.web.accounts.models import Role
from wholeplace.web.data.releases import (
    all_revisions,
    measures_using,
    opened,
    the_catalogue,
    the_entry,
    the_store,
)  # fmt: skip
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.jobs.moments import moment

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.evidence.catalogue import Catalogue, Publication
    from wholeplace.evidence.release import Entry

NEWEST = 5
ROWS_SHOWN = 6  # of a publication among all; the rest on its own
ASIDE_SHOWN = 10  # of each reason; the rest in the CSV
A_PAGE = 100


@allow(PUBLIC)
@evidence_page
def index(request: HttpRequest) -> HttpResponse:
    """All releases by publication."""
    catalogue = the_catalogue()
    dataset = _known(request.GET.get("publication", ""), {p.dataset for p in catalogue.publications})
    period = _known(request.GET.get("period", ""), set(catalogue.periods))
    chosen = catalogue.chosen(dataset, period)
    shown = {
        "catalogue": catalogue,
        "groups": [_section(catalogue, p, narrowed=bool(dataset)) for p in chosen],
        "publication": dataset,
        "period": period,
        "newest": [] if dataset or period else issues(catalogue.entries)[:NEWEST],
        "upload": may(request, Role.DATA_MANAGER),
        "day": day,
    }
    return render(request, "data/index.html", shown)


def _known(text: str, values: set[str]) -> str:
    """What was asked for, where there is such a thing: a filter that finds nothing helps nobody."""
    return text if text in values else ""


def _section(catalogue: Catalogue, publication: Publication, *, narrowed: bool) -> dict[str, Any]:
    shown = publication.entries if narrowed else publication.entries[:ROWS_SHOWN]
    return {
        "publication": publication,
        "rows": [_row(catalogue, e) for e in shown],
        "more": len(publication.entries) - len(shown),
        "parts": any(e.part for e in shown),
    }


def _row(catalogue: Catalogue, entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "live": entry.id in catalogue.speaking, "published": _published(entry)}


def _published(entry: Entry) -> str:
    return day(entry.published_on) + (" (assumed)" if entry.published_basis == "assumed" else "")


@allow(PUBLIC)
@evidence_page
def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """One release: where it is from, what it was put to, what was set aside, what it revised."""
    entry, catalogue = the_entry(release_id), the_catalogue()
    found = opened(entry)
    aside = [SetAside(**item) for item in found.manifest["set_aside"]]
    shown = {
        "entry": entry,
        "manifest": found.manifest,
        "published": _published(entry),
        "live": entry.id in catalogue.speaking,
        "after": catalogue.after(entry),
        "before": catalogue.before(entry),
        "vintages": [_row(catalogue, e) for e in catalogue.vintages(entry)],
        "revised": revised_by(the_store(), catalogue, entry),
        "lines": found.lines,
        "aside": [_aside(reason, items) for reason, items in by_reason(aside).items()],
        "loaded": moment(datetime.fromisoformat(found.manifest["retrieved"])),
        "measures": measures_using(found),
        "unit": _unit,
        "day": day,
    }
    return render(request, "data/release.html", shown)


def _aside(reason: str, items: list[SetAside]) -> dict[str, Any]:
    """What was set aside for one kind of reason: a column only for what differs, and a remedy for all told once."""
    remedies = {item.remedy for item in items}
    shown = items[:ASIDE_SHOWN]
    columns = {
        "Where": [f"{i.sheet} {i.cell}".strip() or "the file" for i in shown],
        "Found": [i.value or "–" for i in shown] if any(i.value for i in items) else [],
        "Why": [i.reason for i in shown],
        "What to do": [i.remedy or "–" for i in shown] if len(remedies) > 1 else [],
    }
    kept = {title: cells for title, cells in columns.items() if cells}
    notes = [f"The first {len(shown)} of {len(items):,}."] if len(items) > len(shown) else []
    return {
        "title": f"{len(items):,} × {reason}",
        "columns": [{"title": title} for title in kept],
        "rows": [list(row) for row in zip(*kept.values(), strict=True)],
        "notes": notes + ([*remedies] if len(remedies) == 1 and any(remedies) else []),
    }


def _unit(pounds_per_unit: int) -> str:
    """What a line's published numbers count."""
    return {0: "number", 1: "£", 1_000: "£ thousand", 1_000_000: "£ million"}.get(pounds_per_unit, "£")


@allow(PUBLIC)
@evidence_page
def set_aside(request: HttpRequest, release_id: str) -> HttpResponse:
    """Everything that was set aside of a release, as CSV."""
    del request
    entry = the_entry(release_id)
    keys = ("what", "sheet", "cell", "value", "reason", "remedy")
    rows = [[item.get(k, "") for k in keys] for item in opened(entry).manifest["set_aside"]]
    return _csv(keys, rows, f"{entry.id}-set-aside.csv")


@allow(PUBLIC)
@evidence_page
def revised(request: HttpRequest, release_id: str, other_id: str) -> HttpResponse:
    """What a release revised of an earlier vintage, a page at a time."""
    after, before = _vintages(release_id, other_id)
    found = all_revisions(before, after)
    lines = opened(before).lines | opened(after).lines
    line = _known(request.GET.get("line", ""), {r.line for r in found})
    chosen = [r for r in found if line in {"", r.line}]
    shown = {
        "after": after,
        "before": before,
        "page": Paginator(chosen, A_PAGE).get_page(request.GET.get("page")),
        "count": len(chosen),
        "authorities": len({r.authority for r in chosen}),
        "lines": lines,
        "revised_lines": sorted({r.line for r in found}, key=lambda k: lines[k].label if k in lines else k),
        "line": line,
        "query": urlencode({"line": line}) if line else "",
        "published": _published,
        "unit": _unit,
    }
    return render(request, "data/revised.html", shown)


@allow(PUBLIC)
@evidence_page
def revised_csv(request: HttpRequest, release_id: str, other_id: str) -> HttpResponse:
    """Every cell that a release revised of an earlier vintage, as CSV; numbers as published."""
    after, before = _vintages(release_id, other_id)
    line = request.GET.get("line", "")
    lines = opened(before).lines | opened(after).lines
    rows = [
        [
            r.authority, r.authority_name, r.line, lines[r.line].label, _unit(lines[r.line].pounds_per_unit),
            r.before, r.before_status, r.after, r.after_status, r.change,
        ]
        for r in all_revisions(before, after)
        if line in {"", r.line}
    ]  # fmt: skip
    header = (
        "authority", "authority_name", "line", "label", "unit", "before", "before_status", "after", "after_status",
        "change",
    )  # fmt: skip
    return _csv(header, rows, f"{after.id}-revised-from-{before.published}.csv")


def _vintages(release_id: str, other_id: str) -> tuple[Entry, Entry]:
    after, before = the_entry(release_id), the_entry(other_id)
    if after.slot != before.slot or after.id == before.id:
        raise Http404
    return after, before


def _csv(header: tuple[str, ...], rows: list[list[Any]], name: str) -> HttpResponse:
    response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
