"""A place beside its peers: median, quartiles and rank, with the count behind them. Nothing is imputed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import POUNDS
from wholeplace.evidence.figures import to_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.measures import Measure

FEWEST = 5


@dataclass(frozen=True)
class Comparison:
    """Peers' quartiles in the measure's unit (linear interpolation), over the `n` peers with a value.

    The place itself counts among its peers. `rank` counts from the lowest, 1 upwards, ties sharing the better place;
    None where the place has no value. `level` counts those with the very same value, the place included. Quartiles are
    None below `FEWEST` values.
    """

    n: int
    lower: Decimal | float | None
    median: Decimal | float | None
    upper: Decimal | float | None
    rank: int | None
    level: int = 1

    @property
    def share_below(self) -> float | None:
        """Share of the peers that stand strictly lower."""
        return None if self.rank is None or not self.n else (self.rank - 1) / self.n

    @property
    def rank_from_top(self) -> int | None:
        """Rank counted from the highest; None where the place has no value."""
        return None if self.rank is None else self.n - self.rank + 1


def compare(table: FigureTable, measure: Measure, place: str, year: int, peers: Sequence[str]) -> Comparison:
    """Hold a place's figure of a year against its peers'."""
    group = {place, *peers}
    numbers = sorted(table.values(measure, group, (year,))[year])
    own = table.value(measure, place, year)
    if own is None:
        return Comparison(len(numbers), *quartiles(numbers, measure.unit), None, 1)
    lower = bisect_left(numbers, own)
    level = bisect_right(numbers, own) - lower
    return Comparison(len(numbers), *quartiles(numbers, measure.unit), lower + 1, level)


Number = Decimal | float


def quartiles(raw: Iterable[float], unit: str) -> tuple[Number | None, Number | None, Number | None]:
    """Lower quartile, median and upper quartile of raw values, in their unit; None below `FEWEST` values."""
    ordered = sorted(float(value) for value in raw)
    if len(ordered) < FEWEST:
        return None, None, None
    lower, median, upper = (_shown(quantile(ordered, share), unit) for share in (0.25, 0.5, 0.75))
    return lower, median, upper


def quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile of ascending values by linear interpolation: numpy's to the last digit, in a tenth of the time."""
    at = (len(ordered) - 1) * share
    before = int(at)
    part = at - before
    low, high = ordered[before], ordered[min(before + 1, len(ordered) - 1)]
    gap = high - low
    return high - gap * (1 - part) if part >= 0.5 else low + gap * part


def _shown(raw: float, unit: str) -> Decimal | float:
    value = to_value(raw, unit)
    return value if isinstance(value, Decimal) or unit == POUNDS else float(raw)


def ordinal(number: int) -> str:
    """1 -> '' (the lowest), 2 -> 'second ', 11 -> '11th ': for 'the second lowest'."""
    words = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}
    if number in words:
        return words[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} "
