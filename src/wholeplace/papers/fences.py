"""Axes that a few places far from all others do not squash: those stand hollow at the edge, and are counted."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.papers.scales import Scale, domain, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAR = 3.0  # this many times the middle half's width from it is far
_FEWEST = 12


@dataclass(frozen=True)
class Axis:
    """Positions for values; `marks` are round values to write at it."""

    scale: Scale
    marks: tuple[float, ...]

    @property
    def step(self) -> float:
        """From one mark to the next."""
        return self.marks[1] - self.marks[0]

    def beyond(self, value: float) -> bool:
        """Whether a value is off the axis."""
        return not self.scale.low <= value <= self.scale.high

    def __call__(self, value: float) -> float:
        """The position of a value; one off the axis stands at its end."""
        return self.scale(min(max(value, self.scale.low), self.scale.high))


def axis(values: Sequence[float], start: float, end: float, about: int, keep: Sequence[float] = ()) -> Axis:
    """An axis over most of `values` and all of `keep`."""
    low, high = fences(values)
    inside = [value for value in values if low <= value <= high]
    marks = ticks(*domain([*inside, *keep]), about)
    return Axis(Scale(marks[0], marks[-1], start, end), tuple(marks))


def fences(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest value that are not far from the middle half."""
    if len(values) < _FEWEST:
        return min(values), max(values)
    lower, _, upper = statistics.quantiles(values, n=4, method="inclusive")
    far = _FAR * (upper - lower)
    return max(min(values), lower - far), min(max(values), upper + far)
