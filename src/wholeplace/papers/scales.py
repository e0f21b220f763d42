"""Where values fall on a drawing: domains, round ticks, and ticks in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import PER_HEAD, POUNDS, RATIO, YES_NO, show_value

if TYPE_CHECKING:
    from collections.abc import Iterable


def number(value: Decimal | float | None) -> float | None:
    """A value that can be drawn, or None."""
    if value is None:
        return None
    plain = float(value)
    return plain if math.isfinite(plain) else None


@dataclass(frozen=True)
class Scale:
    """Maps values from `low` to `high` onto positions from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_step(span: float, about: int) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `about` parts."""
    rough = span / max(1, about)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * step for step in (1, 2, 2.5, 5, 10) if power * step >= rough * 0.999)


def domain(values: Iterable[float], *, from_zero: bool = False) -> tuple[float, float]:
    """Lowest and highest to show; never empty. Starts from zero where the values are not far from it."""
    seen = list(values) or [0.0]
    low, high = min(seen), max(seen)
    if from_zero or (low > 0 and low < 0.6 * high):
        low = min(0.0, low)
    if from_zero or (high < 0 and high > 0.6 * low):
        high = max(0.0, high)
    if high - low <= 1e-9 * max(abs(high), abs(low), 1e-9):
        room = abs(high) * 0.1 or 1.0
        return low - room, high + room
    return low, high


def ticks(low: float, high: float, about: int = 2) -> list[float]:
    """Round values from at or below `low` to at or above `high`."""
    step = round_step(high - low, about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{index * step:.12g}") for index in range(first, last + 1)]


def tick_words(value: float, step: float, unit: str) -> str:
    """A tick as short as it can be said: `10%`, `£20m`, `2.5`."""
    if unit in {RATIO, YES_NO}:
        return f"{value * 100:,.{_places(step * 100)}f}%"
    if unit == POUNDS:
        size, letter = next(
            (
                pair
                for pair in ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
                if step >= pair[0] * 0.1 and abs(value) >= pair[0] * 0.1
            ),
            (1.0, ""),
        )
        sign = "-" if value < 0 else ""
        return f"{sign}£{abs(value) / size:,.{_places(step / size)}f}{letter}"
    if unit == PER_HEAD:
        return show_value(Decimal(str(value)), unit)
    return f"{value:,.{_places(step)}f}"


def _places(step: float) -> int:
    return next((places for places in range(4) if abs(round(step, places) - step) < 1e-9 * max(step, 1)), 3)
