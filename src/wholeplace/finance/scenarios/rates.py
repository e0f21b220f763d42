"""The rates of every driver in every draw.

Each rate is drawn through a normal score. For council c, draw d (and year t, where it is drawn anew each year)

    z = sqrt(common) Z(d, t) + sqrt(1 - common) W(c, d, t)      rate = quantile of its distribution at z

so that every rate follows exactly its stated distribution, and any two councils' scores correlate by `common`. Lines
that name one driver share its draws; different drivers are independent. Every driver, and every council within it, has
a stream of random numbers of its own that hangs on the seed and their ids alone.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any

from wholeplace.finance.scenarios.distributions import is_certain, of_scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from wholeplace.finance.scenarios.model import Driver, Scenario

    Array = npt.NDArray[np.float64]
    Rate = float | Array  # one for all draws, or one a draw


class Rates:
    """The rates of all drivers for one council after another."""

    def __init__(self, scenario: Scenario, number: int, seed: int) -> None:
        """Draw what all councils have in common."""
        self.number = number
        self._seed = seed
        self._years = scenario.years
        drivers = [scenario.drivers[name] for name in sorted(used_drivers(scenario))]
        self.own = {d.id: d for d in drivers if not (is_certain(d.distribution) or d.common == 1)}
        self._scores = {d.id: self._common_scores(d) for d in drivers if not is_certain(d.distribution)}
        self.shared = {d.id: self._shared_rates(d) for d in drivers if d.id not in self.own}

    def of(self, council: str) -> Iterator[Mapping[str, Array]]:
        """The rates of a council's own drivers in each year after the base year; the same arrays where they hold."""
        streams = {identifier: _stream(self._seed, identifier, council) for identifier in self.own}
        rates: dict[str, Array] = {}
        for year in range(1, self._years + 1):
            for identifier, driver in self.own.items():
                if year == 1 or driver.each == "year":
                    rates[identifier] = self._rate(driver, year, streams[identifier])
            yield rates

    def _rate(self, driver: Driver, year: int, stream: Any) -> Array:
        share = float(driver.common)
        scores: Array = stream.standard_normal(self.number)
        scores *= math.sqrt(1 - share)
        if share:
            scores += self._scores[driver.id][year - 1]
        return of_scores(driver.distribution, scores)

    def _common_scores(self, driver: Driver) -> list[Array]:
        """What all councils share of the scores, an array a year; the same one where a rate holds for all years."""
        if not driver.common:
            return []
        stream = _stream(self._seed, driver.id, "")
        share = math.sqrt(float(driver.common))
        if driver.each == "year":
            return [share * stream.standard_normal(self.number) for _ in range(self._years)]
        return [share * stream.standard_normal(self.number)] * self._years

    def _shared_rates(self, driver: Driver) -> list[Rate]:
        """The rate of each year, of drivers that no council has to itself."""
        if is_certain(driver.distribution):
            return [float(driver.distribution.central_in(year)) for year in range(1, self._years + 1)]
        scores = self._scores[driver.id]
        first = of_scores(driver.distribution, scores[0])
        if driver.each == "horizon":
            return [first] * self._years
        return [first, *(of_scores(driver.distribution, each) for each in scores[1:])]


def used_drivers(scenario: Scenario) -> set[str]:
    """The drivers that a line or the price base names."""
    found = {name for s in scenario.services for name in (s.cost, s.demand, s.efficiency)}
    return (found | {name for s in scenario.streams for name in s.growth} | {scenario.deflator}) - {""}


def _stream(seed: int, *names: str) -> Any:
    """Random numbers that hang on the seed and some names alone."""
    import numpy as np

    told = hashlib.sha256("\x1f".join(names).encode()).digest()
    words = [int.from_bytes(told[i : i + 4], "big") for i in (0, 4, 8, 12)]
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *words])))
