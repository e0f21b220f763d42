"""Answers as JSON or CSV, a page at a time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.datastructures import MultiValueDict

from wholeplace.papers.tables import csv_bytes
from wholeplace.web.api.faults import Fault
from wholeplace.web.api.guard import BUSY, CSV, JSON
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.http import HttpRequest
    from ninja import Schema

    from wholeplace.web.api.asked import Page
    from wholeplace.web.evidence.current import Evidence

_opening = BoundedSemaphore(2)  # evidence of other days opened at once
_PIECE = 500  # rows of CSV sent together


def only(request: HttpRequest, asked: Schema) -> None:
    """Refuse parameters that what may be asked does not know, and single ones given twice."""
    fields = type(asked).model_fields
    single = {f.alias or name: "list" not in str(f.annotation) for name, f in fields.items()}
    given: MultiValueDict = request.GET
    for name, values in given.lists():
        if name not in single:
            known = ", ".join(single)
            raise Fault(422, f"There is no parameter '{name[:60]}' here. There are: {known}.", name[:60])
        if single[name] and len(values) > 1:
            raise Fault(422, f"'{name}' is given {len(values)} times; once is enough.", name)


def evidence_of(day: date | None) -> Evidence:
    """Today's evidence, or as it was published by a day; not many other days at once."""
    if day is None:
        return current()
    if not _opening.acquire(timeout=20):
        raise Fault(503, "Many are asking for the evidence of other days. Ask again soon.", "as_of", headers=BUSY)
    try:
        return current(max(day, _eve()))
    finally:
        _opening.release()


def _eve() -> date:
    """The day before anything was published: all days before it are the same to the evidence."""
    days = [entry.published_on for entry in current().store.entries()]
    return min(days) - timedelta(days=1) if days else date(1900, 1, 1)


def page(request: HttpRequest, asked: Page, found: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """A page of a list; `found` holds one more than the page where there is a next one."""
    shown, more = found[: asked.limit], len(found) > asked.limit
    address = _next(request, asked) if more else None
    response = _csv(shown) if request.told_as == CSV else _json({
        "limit": asked.limit, "offset": asked.offset, "next": address, "items": shown,
    })  # fmt: skip
    if address:
        response["Link"] = f'<{address}>; rel="next"'
    return response


def cut(asked: Page, found: Iterable[Any]) -> list[Any]:
    """The page asked for of all that was found, and one more where there is more."""
    whole = list(found)
    return whole[asked.offset : asked.offset + asked.limit + 1]


def one(request: HttpRequest, content: Mapping[str, Any]) -> HttpResponse:
    """One thing; always JSON."""
    if request.told_as == CSV:
        raise Fault(406, "One thing alone can only be had as application/json.")
    return _json(content)


def _next(request: HttpRequest, asked: Page) -> str:
    query = request.GET.copy()
    query["limit"], query["offset"] = str(asked.limit), str(asked.offset + asked.limit)
    return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))


def _json(content: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(orjson.dumps(content, default=str), content_type=JSON)


def _csv(rows: Sequence[Mapping[str, Any]]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_lines(rows), content_type=f"{CSV}; charset=utf-8; header=present")


def _lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    if not rows:
        return
    names = [name for name, value in rows[0].items() if not isinstance(value, dict)]
    plain = ([row[name] for name in names] for row in rows)
    first = True
    while piece := list(islice(plain, _PIECE)):
        data = csv_bytes(names, piece)
        yield data if first else data.partition(b"\r\n")[2]
        first = False
