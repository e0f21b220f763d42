"""What a driver's yearly rate may be: a stated distribution with a central value.

Rates are fractions a year as `Decimal` (0.02 is 2% a year). The central value is the one a person would name: the value
of `fixed`, the mean of `normal`, the mode of `triangular` and `pert`, the middle of `uniform`. A skewed distribution's
median is another number, which is why the central case need not be the middle of the draws.

`pert` is the beta distribution over low to high with mode `mode` and the usual weight of 4 on the mode: shapes
1 + 4 (mode - low) / (high - low) and 1 + 4 (high - mode) / (high - low).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from decimal import Decimal

    import numpy as np
    import numpy.typing as npt

FURTHEST = 6.0  # normal scores beyond this are taken for it: once in a thousand million draws
NODES = 1 << 13  # steps of a table of quantiles: the nearest one is off by less than 1/3,000 of the range
_GRID = 20_001  # points at which a density without a closed quantile is added up
_PERT_WEIGHT = 4


@dataclass(frozen=True)
class Fixed:
    """One rate for certain; `path` may give the rates of the first years, after which `value` holds."""

    kind: ClassVar[str] = "fixed"
    value: Decimal
    path: tuple[Decimal, ...] = ()

    @property
    def central(self) -> Decimal:
        """The rate."""
        return self.value

    def central_in(self, year: int) -> Decimal:
        """The rate of a year, 1 being the first after the base year."""
        return self.path[year - 1] if year <= len(self.path) else self.value

    def shifted(self, by: Decimal) -> Fixed:
        """Every rate moved."""
        return Fixed(self.value + by, tuple(rate + by for rate in self.path))

    def stretched(self, factor: Decimal) -> Fixed:
        """The same: what is certain has no spread."""
        del factor
        return self


@dataclass(frozen=True)
class _Spread(ABC):
    """What distributions with a spread have in common; each says which of its parameters is central."""

    @property
    @abstractmethod
    def central(self) -> Decimal:
        """The value a person would name."""

    def central_in(self, year: int) -> Decimal:
        """The same in every year."""
        del year
        return self.central


@dataclass(frozen=True)
class Normal(_Spread):
    """Mean and standard deviation."""

    kind: ClassVar[str] = "normal"
    mean: Decimal
    sd: Decimal

    @property
    def central(self) -> Decimal:
        """The mean."""
        return self.mean

    def shifted(self, by: Decimal) -> Normal:
        """Moved as a whole."""
        return replace(self, mean=self.mean + by)

    def stretched(self, factor: Decimal) -> Normal:
        """Wider or narrower about the central value."""
        return replace(self, sd=self.sd * factor)


@dataclass(frozen=True)
class Uniform(_Spread):
    """Anything from low to high, each as likely."""

    kind: ClassVar[str] = "uniform"
    low: Decimal
    high: Decimal

    @property
    def central(self) -> Decimal:
        """The middle."""
        return (self.low + self.high) / 2

    def shifted(self, by: Decimal) -> Uniform:
        """Moved as a whole."""
        return Uniform(self.low + by, self.high + by)

    def stretched(self, factor: Decimal) -> Uniform:
        """Wider or narrower about the central value."""
        middle, half = self.central, (self.high - self.low) / 2 * factor
        return Uniform(middle - half, middle + half)


@dataclass(frozen=True)
class Triangular(_Spread):
    """Lowest, likeliest and highest, straight lines between."""

    kind: ClassVar[str] = "triangular"
    low: Decimal
    mode: Decimal
    high: Decimal

    @property
    def central(self) -> Decimal:
        """The likeliest."""
        return self.mode

    def shifted(self, by: Decimal) -> Triangular:
        """Moved as a whole."""
        return type(self)(self.low + by, self.mode + by, self.high + by)

    def stretched(self, factor: Decimal) -> Triangular:
        """Wider or narrower about the likeliest."""
        return type(self)(
            self.mode - (self.mode - self.low) * factor, self.mode, self.mode + (self.high - self.mode) * factor
        )


@dataclass(frozen=True)
class Pert(Triangular):
    """Lowest, likeliest and highest with thinner tails: a beta distribution."""

    kind: ClassVar[str] = "pert"


Distribution = Fixed | Normal | Uniform | Triangular | Pert
KINDS: dict[str, type[Any]] = {each.kind: each for each in (Fixed, Normal, Triangular, Uniform, Pert)}


def parameters(distribution: Distribution) -> dict[str, Decimal | tuple[Decimal, ...]]:
    """Its parameters by name."""
    return {field.name: getattr(distribution, field.name) for field in fields(distribution)}


def is_certain(distribution: Distribution) -> bool:
    """Whether every draw of it is the central value."""
    match distribution:
        case Fixed():
            return True
        case Normal(sd=sd):
            return sd == 0
        case _:
            return distribution.low == distribution.high


def of_scores(distribution: Distribution, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rates at some normal scores (z where the standard normal has the same share below it); same shape, a new array.

    For a distribution with a spread; of those without a closed form the nearest of `NODES` steps is taken.
    """
    import numpy as np

    if isinstance(distribution, Normal):
        return float(distribution.mean) + float(distribution.sd) * scores
    step = 2 * FURTHEST / (NODES - 1)
    places = scores + FURTHEST
    places *= 1 / step
    places += 0.5
    found: npt.NDArray[np.float64] = _table(distribution).take(places.astype(np.int64), mode="clip")
    return found


@lru_cache(maxsize=64)
def _table(distribution: Distribution) -> npt.NDArray[np.float64]:
    """Quantiles of a bounded distribution at evenly spaced normal scores."""
    import numpy as np

    shares = _shares()
    low, mode, high = _bounds(distribution)
    if high <= low:
        return np.full(NODES, low)
    grid = np.linspace(0, 1, _GRID)
    at = (mode - low) / (high - low)
    if isinstance(distribution, Pert):
        density = grid ** (_PERT_WEIGHT * at) * (1 - grid) ** (_PERT_WEIGHT * (1 - at))
        below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
        return np.asarray(low + (high - low) * np.interp(shares, below / below[-1], grid), dtype=np.float64)
    if isinstance(distribution, Triangular):
        rising = np.sqrt(shares * at)
        falling = 1 - np.sqrt((1 - shares) * (1 - at))
        return np.asarray(low + (high - low) * np.where(shares <= at, rising, falling), dtype=np.float64)
    return np.asarray(low + (high - low) * shares, dtype=np.float64)


@lru_cache(maxsize=1)
def _shares() -> npt.NDArray[np.float64]:
    """The share of a standard normal below each node."""
    import numpy as np

    scores = np.linspace(-FURTHEST, FURTHEST, NODES).tolist()
    return np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in scores])


def _bounds(distribution: Distribution) -> tuple[float, float, float]:
    match distribution:
        case Uniform(low=low, high=high):
            return float(low), (float(low) + float(high)) / 2, float(high)
        case Triangular(low=low, mode=mode, high=high):
            return float(low), float(mode), float(high)
        case _:
            raise TypeError(f"{distribution.kind} has no bounds")
