"""Text as every format can carry it, and dates in words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# Marks that turn the direction of everything after them: a name may be Hebrew, but may not reverse the page.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
# Characters that stand for nothing a reader could see: tags, variation selectors, fillers. Text with them can't be
# copied out of a PDF, which PDF/UA forbids. Joiners stay: some scripts need them.
_UNSEEN = dict.fromkeys(
    [*range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000), 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5,
     *range(0x180B, 0x1810), 0x200B, *range(0x2060, 0x2070), 0x3164, 0xFFA0, *range(0xFFF0, 0xFFFC),
     *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)]
)  # fmt: skip
_DROPPED = {**_TURNS, **_UNSEEN}
_SPACES = re.compile(r"\s+")
_UNWRITABLE = {"Cc", "Cs", "Co", "Cn"}  # control, lone surrogate, private use, unassigned

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads as a calendar
)
INVENTED = "Invented places and figures, made up to show how this works. No real council is described."


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """The same words without what XML, PDF or a terminal can't hold; runs of white space become one space."""
    composed = unicodedata.normalize("NFC", _SPACES.sub(" ", text).translate(_DROPPED))
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(
        char if unicodedata.category(char) not in _UNWRITABLE else ("" if char < " " else "\N{REPLACEMENT CHARACTER}")
        for char in composed
    )


def day(when: date) -> str:
    """31 January 2018, whatever the machine's locale."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def web_address(url: str) -> str:
    """The address where it is one that a reader may safely follow, else nothing."""
    return url if re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", url) else ""
