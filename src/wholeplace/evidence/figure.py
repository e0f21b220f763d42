"""A figure: one number about one place and period, with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wholeplace.core.money import show_pounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OK = "ok"
ESTIMATED = "estimated"
NOT_APPLICABLE = "not-applicable"
NOT_SUBMITTED = "not-submitted"
NOT_PUBLISHED = "not-published"
SUPPRESSED = "suppressed"
NOT_COMPARABLE = "not-comparable"
NOT_DEPLETING = "not-depleting"
SET_ASIDE = "set-aside"

STATUSES: Mapping[str, str] = {
    OK: "as published, or computed from published cells",
    ESTIMATED: "computed by apportioning or weighting published cells; not a published figure",
    NOT_APPLICABLE: "the indicator does not apply to this class of council",
    NOT_SUBMITTED: "the council's return has no value there",
    NOT_PUBLISHED: "the publication for that period has no such line, or was not published by the date asked",
    SUPPRESSED: "withheld by the publisher",
    NOT_COMPARABLE: "the definition differs, or the sum divided by is zero or negative",
    SET_ASIDE: "the published cell can't be used as it stands (it is listed with the release)",
    NOT_DEPLETING: "reserves were not drawn down that year, so they do not run out",
}

# Units: `£` values are Decimal pounds; `ratio` values are fractions (0.28 is 28.0%); the rest are plain numbers.
POUNDS = "£"
RATIO = "ratio"
YEARS = "years"
YES_NO = "yes/no"
PEOPLE = "people"
SCORE = "score"
RANK = "rank"
PER_HEAD = "£ per head"
POUNDS_A_YEAR = "£ a year"


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is None unless `status` is `ok` or `estimated`.

    `value` is Decimal pounds for `£` and `£ per head`, a bool for `yes/no`, otherwise a float (a fraction for
    `ratio`). `releases` are the ids of all releases whose cells were used. `n` is set on group totals: how many
    places are in it. `note` says in words what a reader must know (why there is no value, a break, a sum of
    predecessors).
    """

    measure: str
    place: str
    place_name: str
    place_class: str
    period: str
    value: Decimal | float | bool | None
    unit: str
    status: str
    releases: tuple[str, ...] = ()
    note: str = ""
    price_base: str = ""
    n: int | None = None
    decimals: int = 1
    title: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def display(self) -> str:
        """The value as a reader would write it, or a dash."""
        return show_value(self.value, self.unit, self.decimals)

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON and CSV; keys are stable and promised."""
        value: Any = self.value
        if isinstance(value, Decimal):
            value = float(value)
        record = {
            "measure": self.measure,
            "place": self.place,
            "place_name": self.place_name,
            "class": self.place_class,
            "period": self.period,
            "value": value,
            "unit": self.unit,
            "display": self.display,
            "status": self.status,
            "note": self.note,
            "price_base": self.price_base,
            "releases": list(self.releases),
        }
        if self.n is not None:
            record["n"] = self.n
        return record


def breaks(series: Sequence[Figure]) -> tuple[str, ...]:
    """Periods that start a new series: before them the place was the sum of others, or after them it is."""
    marked = [(f.period, "break in the series" in f.note) for f in series]
    return tuple(after for (_, before), (after, now) in pairwise(marked) if before != now)


def show_value(value: Decimal | float | bool | None, unit: str, decimals: int = 1) -> str:
    """A value as a reader would write it: `28.0%`, `£858m`, `2.4 years`, `yes`; an en dash where there is none."""
    if value is None:
        return "–"
    if unit == YES_NO:
        return ("yes" if value else "no") if isinstance(value, bool) else f"{float(value) * 100:.{decimals}f}%"
    if unit == POUNDS:
        return show_pounds(Decimal(value))
    if unit == PER_HEAD:
        return f"£{float(value):,.0f}" if value >= 0 else f"-£{-float(value):,.0f}"
    number = float(value)
    if unit == RATIO:
        return f"{_rounded(number * 100, decimals)}%"
    if unit == YEARS:
        return f"{_rounded(number, decimals)} years"
    if unit in {PEOPLE, RANK, "dwellings"}:
        return _rounded(number, 0)
    if unit == POUNDS_A_YEAR:
        return f"£{_rounded(number, 2)}" if number >= 0 else f"-£{_rounded(-number, 2)}"
    return _rounded(number, decimals)


def _rounded(number: float, decimals: int) -> str:
    """A number to some decimals, without a minus before nought."""
    text = f"{number:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text
