"""Days and times as people here write them; filters of every template."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html

from wholeplace.papers.text import day as words

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

NEVER = "–"


def day(when: date | datetime | None) -> str:
    """22 November 2026, where a moment is meant in local time; a dash where there is none."""
    if when is None:
        return NEVER
    return words(timezone.localtime(when).date() if isinstance(when, datetime) else when)


def moment_words(when: datetime | None) -> str:
    """22 November 2026, 09:05 in local time; a dash where there is none."""
    return NEVER if when is None else f"{day(when)}, {timezone.localtime(when):%H:%M}"


def moment(when: datetime | None) -> SafeString | str:
    """The same, marked up for machines."""
    if when is None:
        return NEVER
    stamp = timezone.localtime(when).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', stamp, moment_words(when))
