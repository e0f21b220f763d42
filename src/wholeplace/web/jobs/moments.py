"""Days and times as people here write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html

from wholeplace.papers.text import day

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString


def moment(when: datetime | None) -> SafeString | str:
    """22 November 2026, 09:05 in local time, marked up for machines; a dash where there is none."""
    if when is None:
        return "–"
    local = timezone.localtime(when)
    words = f"{day(local.date())}, {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)
