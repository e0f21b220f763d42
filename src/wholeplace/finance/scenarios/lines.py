"""A council's lines in every draw: what moves alike is added up first, and what all councils share is grown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wholeplace.finance.scenarios.model import Council, Scenario
    from wholeplace.finance.scenarios.rates import Array, Rate, Rates

    Movers = tuple[tuple[str, int], ...]  # drivers, each with 1 where it adds and -1 where it takes away

_PENCE = 100


class Lines:
    """The lines of a scenario by what moves them, ready to be worked out for one council after another."""

    def __init__(self, scenario: Scenario, rates: Rates) -> None:
        """Sort the lines of need and, with a minus, of income by their drivers; grow what councils share."""
        self._rates = rates
        alike: dict[Movers, list[tuple[str, int]]] = {}
        for service in scenario.services:
            named = ((service.cost, 1), (service.demand, 1), (service.efficiency, -1))
            alike.setdefault(_movers(named), []).append((service.id, 1))
        for stream in scenario.streams:
            alike.setdefault(_movers([(name, 1) for name in stream.growth]), []).append((stream.id, -1))
        self._alike = alike
        self._deflator = _movers([(scenario.deflator, 1)])
        own = rates.own
        self._own = {m: tuple(each for each in m if each[0] in own) for m in (*alike, self._deflator)}
        self._shared = {
            m: list(_cumulated(rates, tuple(each for each in m if each[0] not in own), scenario.years))
            for m in self._own
        }

    def gaps(self, council: Council) -> Iterator[tuple[Array, Rate]]:
        """Need less income in whole pounds of cash, a draw each, and the deflator's factor; the base year first.

        The arrays are used again for the next year: copy what is to be kept.
        """
        import numpy as np

        n = self._rates.number
        amounts = {m: sum(s * council.amounts.get(i, 0) for i, s in lines) / _PENCE for m, lines in self._alike.items()}
        certain = {m: a for m, a in amounts.items() if not self._own[m] and isinstance(self._shared[m][-1], float)}
        uncertain = {m: a for m, a in amounts.items() if a and m not in certain}
        own = {m: np.full(n, a) for m, a in uncertain.items() if self._own[m]}
        price: Rate = 1.0
        gap, part = np.full(n, float(np.rint(sum(amounts.values())))), np.empty(n)
        yield gap, price
        kept: dict[Movers, Rate] = {}
        for year, rates in enumerate(self._rates.of(council.id), start=1):
            gap.fill(sum(a * float(self._shared[m][year]) for m, a in certain.items()))
            for movers, amount in uncertain.items():
                grown, level = own.get(movers), self._shared[movers][year]
                if grown is None:
                    np.multiply(level, amount, out=part)
                    gap += part
                    continue
                grown *= self._growth(self._own[movers], rates, kept)
                if isinstance(level, float) and level == 1:
                    gap += grown
                else:
                    np.multiply(grown, level, out=part)
                    gap += part
            if self._deflator:
                price = self._price(price, year, rates, kept)
            np.rint(gap, out=gap)
            yield gap, price

    def _price(self, before: Rate, year: int, rates: Mapping[str, Array], kept: dict[Movers, Rate]) -> Rate:
        own = self._own[self._deflator]
        return before * self._growth(own, rates, kept) if own else self._shared[self._deflator][year]

    def _growth(self, own: Movers, rates: Mapping[str, Array], kept: dict[Movers, Rate]) -> Rate:
        """What a council's own rates make of a line in a year; worked out once where it is the same in all."""
        if own in kept:
            return kept[own]
        found: Rate = 1.0
        for name, sign in own:
            found = found * (1 + sign * rates[name])
        if all(self._rates.own[name].each == "horizon" for name, _ in own):
            kept[own] = found
        return found


def _movers(named: Sequence[tuple[str, int]]) -> Movers:
    return tuple(sorted((name, sign) for name, sign in named if name))


def _cumulated(rates: Rates, movers: Movers, years: int) -> Iterator[Rate]:
    """What the rates that councils share make of a line by the base year, and by each year after it."""
    factor: Rate = 1.0
    yield factor
    for year in range(years):
        for name, sign in movers:
            factor = factor * (1 + sign * rates.shared[name][year])
        yield factor
