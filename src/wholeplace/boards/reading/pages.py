"""Page ranges of an agenda: read from a line or cell, and whether they follow on from one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.model import AgendaItem, Unread
from wholeplace.boards.reading.flow import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

Pages = tuple[int | None, int | None, str]
"""First page, last page, and as printed; None where no pages are printed."""
_RANGE = r"(?P<a>\d{1,4})\s*(?:[-–—]+|to)\s*(?P<b>\d{1,4})"
_PAGES_WORD = re.compile(
    rf"[\s(\[.…_]*\b(?:pages?|pp?\.)\s*(?:nos?\.?\s*)?(?:{_RANGE}|(?P<one>\d{{1,4}}))\s*[)\]]?\s*$", re.IGNORECASE
)
_PAGES_TAIL = re.compile(rf"(?:[\s.…_]{{2,}}|\s|[(\[]){_RANGE}\s*[)\]]?\s*$")
_PAGES_CELL = re.compile(rf"^[\s(\[.…_]*(?:pages?|pp?\.)?\s*(?:{_RANGE}|(?P<one>\d{{1,4}}))\s*[)\]]?$", re.IGNORECASE)


def pages_in(text: str, *, cell: bool = False) -> tuple[str, Pages]:
    """A text without the page range at its end, and the range: `("Title", (3, 8, "3 - 8"))`.

    A range of years (`2017 - 2018`) is none, unless the word *pages* stands before it or it fills a cell alone.
    """
    nothing = (None, None, "")
    for pattern in (_PAGES_CELL,) if cell else (_PAGES_WORD, _PAGES_TAIL):
        found = pattern.search(text)
        if not found:
            continue
        first = found["a"] or found.groupdict().get("one") or ""
        last = found["b"] or first
        start, end = int(first), int(last)
        if end < start or (pattern is _PAGES_TAIL and 1900 <= start <= 2100 and 1900 <= end <= 2100):
            continue
        return text[: found.start()].strip(" .…_("), (start, end, found[0].strip(" .…_()[]"))
    return text, nothing


def untiled(items: Sequence[AgendaItem]) -> list[Unread]:
    """Where the page ranges of an agenda do not follow on from one another: pages of no item, or of two."""
    found = []
    last: AgendaItem | None = None
    for item in (i for top in items for i in top.walk() if i.page_from is not None):
        if last is not None and last.page_to is not None and item.page_from is not None:
            name = f"{item.number} {shortened(item.title, 50)}".strip()
            if item.page_from > last.page_to + 1:
                found.append(Unread(name, _missing(last.page_to + 1, item.page_from - 1), item.where))
            elif item.page_from <= last.page_to and not (
                item.page_from >= (last.page_from or 0) and _beneath(last, item)
            ):
                why = f"its pages {item.pages_text} overlap pages {last.pages_text} of the item before it"
                found.append(Unread(name, why, item.where))
        if last is None or last.page_to is None or (item.page_to or 0) >= last.page_to:
            last = item
    return found


def _beneath(outer: AgendaItem, inner: AgendaItem) -> bool:
    return any(i is inner for i in outer.walk()) and (inner.page_to or 0) <= (outer.page_to or 0)


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"page {first} belongs to no item of the agenda"
    return f"pages {first} to {last} belong to no item of the agenda"
