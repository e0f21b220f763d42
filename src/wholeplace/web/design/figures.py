"""Where a figure's own page is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

from wholeplace.evidence.measures import measures

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.evidence.figure import Figure


def figure_address(figure: Figure | Mapping[str, Any]) -> str:
    """The address of the page that takes a figure apart, or nothing where a figure has none.

    A group's total (it says of how many places, `n`) is about no place, and a figure of an indicator that isn't
    installed can't be worked out again: neither has a page.
    """
    if isinstance(figure, Mapping):
        measure, place, period, n = figure["measure"], figure["place"], figure["period"], figure.get("n")
    else:
        measure, place, period, n = figure.measure, figure.place, figure.period, figure.n
    if n is not None or measure not in measures() or not place:
        return ""
    before, between, after, end = _pieces(reverse)
    return f"{before}{_safe(measure)}{between}{_safe(place)}{after}{_safe(period)}{end}" if end else ""


@lru_cache(maxsize=1)
def _pieces(address_of: Callable[..., str]) -> tuple[str, str, str, str]:
    """What stands around measure, place and period in the address; a page has hundreds of such addresses."""
    marks = ("MEASURE", "PLACE", "PERIOD")
    try:
        address = address_of("measures:figure", args=marks)
    except NoReverseMatch:
        return "", "", "", ""
    before, rest = address.split(marks[0], 1)
    between, rest = rest.split(marks[1], 1)
    after, end = rest.split(marks[2], 1)
    return before, between, after, end


def _safe(part: str) -> str:
    return part if part.isascii() and part.replace("-", "").isalnum() else quote(part, safe="")
