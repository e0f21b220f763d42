"""A figure as it was printed: what it says, and how precisely it says it.

`66.2%`, `-£858m`, `£1,530`, `151`, `55,268,100`. A figure speaks to half a unit of its last printed place and no
further: 66.2% is anything from 66.15% to 66.25%.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from wholeplace.core.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping

MONEY = "money"
SHARE = "share"
NUMBER = "number"

_SHAPE = re.compile(r"(?P<minus>-)?(?P<pound>£)?(?P<digits>\d[\d,]*)(?:\.(?P<decimals>\d+))?(?P<unit>%|bn|m|k)?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})*|\d+")
_UNITS: Mapping[str, Fraction] = {
    "": Fraction(1),
    "%": Fraction(1, 100),
    "k": Fraction(1_000),
    "m": Fraction(1_000_000),
    "bn": Fraction(1_000_000_000),
}
PRINTED_IN: Mapping[str, tuple[str, str]] = {
    "": ("", ""),
    "£": ("£", ""),
    "£ thousand": ("£", "k"),
    "£ million": ("£", "m"),
    "£ billion": ("£", "bn"),
    "%": ("", "%"),
}


@dataclass(frozen=True)
class Printed:
    """A printed figure. `value` and `half` (half a unit of its last place) are in pounds, fractions or plain numbers.

    `kind` is `money`, `share` or `number`; `decimals` and `unit` say how it was written.
    """

    text: str
    value: Fraction
    half: Fraction
    kind: str
    decimals: int
    unit: str
    bare: bool

    def agrees(self, computed: Fraction) -> bool:
        """Whether a value would be printed so, to the half unit."""
        return abs(computed - self.value) <= self.half

    def show(self, value: Fraction) -> str:
        """A value written the same way, finer (two places after a whole number, else one more) unless it needs none."""
        number, minus = self._rounded(value)
        pound = "£" if self.kind == MONEY and not self.bare else ""
        return f"{minus}{pound}{number}{'' if self.bare else self.unit}"

    def show_difference(self, computed: Fraction) -> str:
        """Computed less published, with its sign; percentages differ by points."""
        difference = computed - self.value
        text = self.show(difference)
        if self.kind == SHARE:
            text = f"{text.removesuffix('%')} points"
        return f"+{text}" if difference > 0 and any(c in "123456789" for c in text) else text

    def _rounded(self, value: Fraction) -> tuple[str, str]:
        scaled = value / _UNITS[self.unit]
        exact = scaled * 10**self.decimals
        decimals = self.decimals if exact.denominator == 1 else max(2, self.decimals + 1)
        whole = round(abs(scaled) * 10**decimals)
        digits = f"{whole:0{decimals + 1}d}"
        number = f"{int(digits[: len(digits) - decimals]):,}" + (
            f".{digits[len(digits) - decimals :]}" if decimals else ""
        )
        return number, "-" if scaled < 0 and whole else ""


def read_printed(text: str, where: str, printed_in: str = "", rounded_to: int = 1) -> Printed:
    """Read a figure as printed.

    Args:
        text: e.g. `66.2%`, `-£858m`, `£1,529.56`; or bare digits, where the heading of a table gives the unit.
        where: file and figure, for messages.
        printed_in: the unit that the table's heading gives: one of `PRINTED_IN`.
        rounded_to: the publisher's own rounding of whole numbers (100 where it gives the nearest hundred).

    Raises:
        PublicationError: it is not a figure, or it is finer than the rounding it claims.
    """
    found = _SHAPE.fullmatch(text.strip())
    if not found or not _GROUPED.fullmatch(found["digits"]):
        raise PublicationError(
            f"{where}: published is '{text}', which is not a figure. Give it as printed: 66.2%, -£858m, £1,530 or 151."
        )
    if printed_in not in PRINTED_IN:
        known = ", ".join(repr(k) for k in PRINTED_IN if k)
        raise PublicationError(f"{where}: printed_in is '{printed_in}'; it must be one of {known}.")
    pound, unit = found["pound"] or "", found["unit"] or ""
    if printed_in and (pound or unit):
        raise PublicationError(f"{where}: published is '{text}', which has its unit. Leave printed_in out.")
    if printed_in:
        pound, unit = PRINTED_IN[printed_in]
    decimals = found["decimals"] or ""
    scale = _UNITS[unit]
    value = Fraction(int(found["digits"].replace(",", "") + decimals), 10 ** len(decimals)) * scale
    step = scale / 10 ** len(decimals)
    if rounded_to != 1:
        if decimals or unit or rounded_to < 1 or value % rounded_to:
            raise PublicationError(
                f"{where}: published is '{text}', which is not rounded to {rounded_to}. Correct rounded_to."
            )
        step = Fraction(rounded_to)
    kind = MONEY if pound else SHARE if unit == "%" else NUMBER
    return Printed(
        text.strip(), -value if found["minus"] else value, step / 2, kind, len(decimals), unit, bool(printed_in)
    )  # fmt: skip
