"""A place beside its peers: median, quartiles and rank, with the count behind them. Nothing is imputed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import POUNDS
from wholeplace.evidence.figures import to_value

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    import numpy as np

    group = sorted({place, *peers})
    values = {p: v for p in group if (v := table.value(measure, p, year)) is not None}
    numbers = np.array(sorted(values.values()))
    own = values.get(place)
    rank = None if own is None else int((numbers < own).sum()) + 1
    level = 1 if own is None else int((numbers == own).sum())
    if len(numbers) < FEWEST:
        return Comparison(len(numbers), None, None, None, rank, level)
    lower, median, upper = (_shown(float(q), measure.unit) for q in np.quantile(numbers, (0.25, 0.5, 0.75)))
    return Comparison(len(numbers), lower, median, upper, rank, level)


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
