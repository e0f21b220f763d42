"""When something was published: read from the file where it says, assumed otherwise, and always marked which."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from wholeplace.evidence.reading import ASSUMED, STATED

if TYPE_CHECKING:
    from wholeplace.core.periods import Period

_MONTHS = {
    m: i + 1
    for i, m in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december")
    )
}  # fmt: skip
_PUBLISHED = re.compile(
    r"(published|revised|updated|released)\s+(?:on|in)?\s*(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\s+(\d{4})", re.IGNORECASE
)


def stated_date(text: str) -> tuple[date | None, str]:
    """The latest date that `text` says something was published or revised on, and how it says so.

    `originally published` marks a file that may be a later revision: the note says so.
    """
    dates: list[tuple[date, str]] = []
    for found in _PUBLISHED.finditer(text):
        month = _MONTHS.get(found[3].casefold())
        if month:
            try:
                dates.append((date(int(found[4]), month, int(found[2])), found[1].casefold()))
            except ValueError:
                continue
    if not dates:
        return None, ""
    day, verb = max(dates)
    if "originally published" in text.casefold():
        return day, "the file gives the original publication date; it may hold later revisions"
    return day, f"the file says it was {verb} on this date"


def publication(text: str, period: Period, usual_months: int, usual: str) -> tuple[date, str, str]:
    """Publication date, its basis and a note.

    A stated date that lies before the period's end can't be right for an outturn (some workbooks carry last year's
    sentence) and is not believed. Plans are published before their period ends (`usual_months` below zero): for
    them a date more than half a year before the usual one is last year's and not believed. Otherwise the date is
    assumed: `usual_months` after the period's end, the publication's usual timetable described by `usual`.
    """
    assumed = months_after(period.end, usual_months)
    stated, note = stated_date(text)
    earliest = period.end if usual_months >= 0 else months_after(period.end, usual_months - 6)
    if stated and stated > earliest and stated.year <= period.end.year + 20:
        return stated, STATED, note
    if stated:
        return (
            assumed,
            ASSUMED,
            (
                f"the file says {stated.isoformat()}, which is {_why_not(stated, period, earliest)}; "
                f"assumed from the usual timetable ({usual})"
            ),
        )
    return assumed, ASSUMED, f"the file does not say; assumed from the usual timetable ({usual})"


def _why_not(stated: date, period: Period, earliest: date) -> str:
    if stated > earliest:
        return "too late for this period"
    return "before the period ended" if earliest == period.end else "too early for this period"


def months_after(day: date, months: int) -> date:
    """The last day of the month that lies `months` after `day` (before, when negative)."""
    index = day.year * 12 + (day.month - 1) + months + 1
    first_of_next = date(index // 12, index % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)
