"""The comparison as a page and as files."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from wholeplace.core.errors import PaperError
from wholeplace.papers import comparing
from wholeplace.papers.excel import render_xlsx
from wholeplace.papers.pictures import chart_png
from wholeplace.papers.svg import svg_file
from wholeplace.papers.tables import csv_bytes
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.compare import page
from wholeplace.web.compare.asking import LONGEST_ADDRESS, SCATTER, read
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from wholeplace.papers.charts import Chart
    from wholeplace.web.compare.asking import Reading

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_drawing = BoundedSemaphore(2)  # pictures drawn at once: each keeps a core busy for half a second
PATIENCE = 15  # seconds a reader waits for a picture to be drawn
TITLE = "Comparison"
INVENTED = "Invented sector: the places and the figures are made up."


@allow(PUBLIC)
@evidence_page
def compare(request: HttpRequest) -> HttpResponse:
    """The comparison that the address asks for."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        return render(request, "compare/too_long.html", status=414)
    evidence = current()
    if evidence.empty:
        return render(request, "compare/empty.html")
    reading = read(request.GET, evidence)
    if reading.changed and not reading.faults:
        return HttpResponseRedirect(reading.choice.address())
    status = 422 if reading.faults else 200
    return render(request, "compare/compare.html", page.words(request, reading), status=status)


@allow(PUBLIC)
@evidence_page
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The same comparison as a file."""
    evidence = current()
    if kind not in TYPES or evidence.empty or len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        raise Http404
    reading = read(request.GET, evidence)
    if reading.faults:
        words = " ".join(fault.message for fault in reading.faults)
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    try:
        content = _content(request, reading, kind)
    except PaperError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    if content is None:
        words = "Many pictures are being drawn. Ask again in a few seconds."
        return HttpResponse(words, status=503, headers={"Retry-After": "5"}, content_type="text/plain; charset=utf-8")
    name = f'attachment; filename="comparison.{kind}"'
    return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": name})


def _content(request: HttpRequest, reading: Reading, kind: str) -> bytes | str | None:
    found = reading.found
    if kind == "csv":
        return csv_bytes(comparing.HEADER, comparing.rows(found))
    address: Any = request.build_absolute_uri(reading.choice.address())
    if kind == "xlsx":
        return render_xlsx(comparing.document(found, TITLE, address))
    chart = the_chart(reading)
    foot = [INVENTED] if found.evidence.snapshot.invented else []
    foot += [f"Sources: {'; '.join(source.text for source in chart.sources)}.", f"Wholeplace: {address}"]
    return svg_file(chart, foot=foot) if kind == "svg" else _png(chart, foot)


def _png(chart: Chart, foot: Sequence[str]) -> bytes | None:
    """The picture; None where too many are being drawn."""
    if not _drawing.acquire(timeout=PATIENCE):
        return None
    try:
        return chart_png(chart, foot=foot)
    finally:
        _drawing.release()


def the_chart(reading: Reading) -> Chart:
    """The chart of the view that is shown; over time where that is the table.

    Raises:
        PaperError: there is nothing to draw.
    """
    choice, found = reading.choice, reading.found
    if choice.view == SCATTER:
        x, y = page.axes(reading)
        return comparing.scatter_chart(found, x, y, highlight=choice.highlight)
    return comparing.trends_chart(found, choice.highlight)
