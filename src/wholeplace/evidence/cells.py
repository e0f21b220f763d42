"""What one published cell says: a number, or why there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_SUBMITTED, OK, SET_ASIDE, SUPPRESSED

if TYPE_CHECKING:
    from collections.abc import Mapping

# What publishers write where there is no number. Sources: GSS symbols guidance; the returns themselves.
MARKERS: Mapping[str, str] = {
    "": NOT_SUBMITTED,
    "…": NOT_SUBMITTED,
    "...": NOT_SUBMITTED,
    "..": NOT_SUBMITTED,
    ":": NOT_SUBMITTED,
    "[x]": NOT_SUBMITTED,
    "null": NOT_SUBMITTED,
    "na": NOT_SUBMITTED,
    "not available": NOT_SUBMITTED,
    "n/a": NOT_APPLICABLE,
    "-": NOT_APPLICABLE,
    "–": NOT_APPLICABLE,
    "[z]": NOT_APPLICABLE,
    "x": NOT_APPLICABLE,
    "[c]": SUPPRESSED,
    "*": SUPPRESSED,
    "c": SUPPRESSED,
}

# Commas only where they part thousands: `12,5` and `0,362` have a decimal comma to some and must not become 125, 362.
_WHOLE_TEXT = r"£?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+|(?<=[0-9])\.?)(?:[eE][-+]?[0-9]+)?"
_NUMBER_TEXT = re.compile(rf"^(?:[-+]?{_WHOLE_TEXT}|\({_WHOLE_TEXT}\))$")


def read_cell(value: object) -> tuple[float | None, str]:
    """Number and status of one cell: numbers written as text (`1,234`, `(1,234)`, `£5`) count as numbers."""
    if isinstance(value, bool):
        return None, SET_ASIDE
    if isinstance(value, int | float):
        return float(value), OK
    text = "" if value is None else str(value).strip()
    marker = MARKERS.get(text.casefold())
    if marker:
        return None, marker
    if _NUMBER_TEXT.match(text):
        negative = text.startswith("(") and text.endswith(")")
        try:
            number = float(text.strip("()").replace(",", "").replace("£", ""))
        except ValueError:
            return None, SET_ASIDE
        return (-number if negative else number), OK
    return None, SET_ASIDE
