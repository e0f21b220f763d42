"""The scenario drawn many times: what the gap may be, and how likely reserves are not to cover it.

Councils are worked through one at a time, so that memory does not grow with their number; each is drawn the same alone,
in a group and in any order (`scenarios.rates`). Amounts are whole pounds in arrays of floats, which hold them exactly,
so that sums over councils do not depend on their order either. What is handed on is whole pence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.progress import silent
from wholeplace.finance.scenarios.gap import fixed_amounts
from wholeplace.finance.scenarios.lines import Lines
from wholeplace.finance.scenarios.rates import Rates

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from wholeplace.core.progress import Progress
    from wholeplace.finance.scenarios.model import Scenario
    from wholeplace.finance.scenarios.rates import Rate

    Array = npt.NDArray[np.float64]

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
_PENCE = 100
_TOLD_EVERY = 20  # councils between two words of progress


@dataclass(frozen=True)
class CouncilChance:
    """A council's chance, by year, that its reserves above the floor don't cover its gaps up to that year."""

    id: str
    name: str
    uncovered: tuple[float, ...]


@dataclass(frozen=True)
class Outcome:
    """What many draws came to, by year, the base year first; money in pence.

    `gap` (before reserves) and `left` (after them) hold the quantiles of `QUANTILES` each year. `any_gap` is the share
    of draws with a gap. `uncovered` is the chance that reserves above the floor don't cover the gaps up to a year,
    whatever the policy; over several councils it is the average of theirs. `run_out` is the share of draws in which
    reserves first run out in a year under the scenario's policy. `many` are quantiles of how many councils are
    uncovered.
    """

    number: int
    seed: int
    periods: tuple[str, ...]
    gap: tuple[tuple[int, ...], ...]
    left: tuple[tuple[int, ...], ...]
    any_gap: tuple[float, ...]
    uncovered: tuple[float, ...]
    run_out: tuple[float, ...]
    many: tuple[tuple[int, ...], ...]
    councils: tuple[CouncilChance, ...]


def draw(
    scenario: Scenario, *, number: int | None = None, seed: int | None = None, progress: Progress = silent
) -> Outcome:
    """Draw the scenario, `number` times from `seed` where they are given instead of its own.

    The same scenario, number and seed give the same outcome.
    """
    n = scenario.draws.number if number is None else number
    root = scenario.draws.seed if seed is None else seed
    lines = Lines(scenario, Rates(scenario, n, root))
    sums = _Sums.empty(len(scenario.councils), scenario.years + 1, n)
    for place, (council, amount) in enumerate(zip(scenario.councils, fixed_amounts(scenario), strict=True)):
        if place % _TOLD_EVERY == 0:
            progress(place, len(scenario.councils), council.name)
        _draw_council(scenario, place, amount / _PENCE, lines, sums)
    progress(len(scenario.councils), len(scenario.councils), "quantiles")
    return _outcome(scenario, n, root, sums)


@dataclass
class _Sums:
    """What is added up over councils: pounds by year and draw, and how often reserves fall short."""

    gap: Array
    left: Array
    many: Any
    uncovered: Array
    run_out: Array

    @classmethod
    def empty(cls, councils: int, years: int, number: int) -> _Sums:
        import numpy as np

        return cls(
            np.zeros((years, number)), np.zeros((years, number)), np.zeros((years, number), np.int32),
            np.zeros((councils, years)), np.zeros((councils, years)),
        )  # fmt: skip


def _draw_council(scenario: Scenario, place: int, amount: float, lines: Lines, sums: _Sums) -> None:
    import numpy as np

    policy, n = scenario.reserves, sums.gap.shape[1]
    council = scenario.councils[place]
    start = council.available / _PENCE
    zeros = np.zeros(n)  # an array: compared with a number these go four times slower
    there, asked, short, taken = np.full(n, start), np.zeros(n), np.empty(n), np.zeros(n)
    spent, now = np.zeros(n, dtype=bool), np.empty(n, dtype=bool)
    for year, (gap, price) in enumerate(lines.gaps(council)):
        if year == 0:
            sums.gap[0] += gap
            continue
        np.maximum(gap, zeros, out=short)
        asked += short
        np.greater(asked, start, out=now)
        sums.uncovered[place, year] = np.count_nonzero(now)
        sums.many[year] += now
        if policy.policy != "none":
            np.minimum(short, there, out=taken)
            if policy.policy == "fixed":
                np.minimum(taken, amount, out=taken)
        if policy.add_surplus:
            np.copyto(taken, np.where(gap < 0, gap, taken))
        there -= taken
        if policy.policy != "none":
            np.less_equal(there, zeros, out=now)
            now &= asked > zeros
            spent |= now
            sums.run_out[place, year] = np.count_nonzero(spent)
        _add(sums, year, gap, taken, price)


def _add(sums: _Sums, year: int, gap: Array, taken: Array, price: Rate) -> None:
    """Add a council's gap and what reserves leave of it, in the scenario's prices and to the pound."""
    import numpy as np

    if isinstance(price, float) and price == 1:
        sums.gap[year] += gap
        gap -= taken
        sums.left[year] += gap
        return
    sums.gap[year] += np.rint(gap / price)
    sums.left[year] += np.rint((gap - taken) / price)


def _outcome(scenario: Scenario, number: int, seed: int, sums: _Sums) -> Outcome:
    import numpy as np

    of_all = len(scenario.councils) * number
    rows = zip(scenario.councils, sums.uncovered / number, strict=True)
    each = [CouncilChance(c.id, c.name, tuple(row.tolist())) for c, row in rows]
    spent = np.diff(sums.run_out.sum(axis=0), prepend=0.0) / of_all
    return Outcome(
        number, seed, scenario.periods, _quantiles(sums.gap, _PENCE), _quantiles(sums.left, _PENCE),
        tuple((np.count_nonzero(sums.gap > 0, axis=1) / number).tolist()),
        tuple((sums.uncovered.sum(axis=0) / of_all).tolist()), tuple(spent.tolist()),
        _quantiles(sums.many, 1), tuple(each),
    )  # fmt: skip


def _quantiles(values: Array, unit: int) -> tuple[tuple[int, ...], ...]:
    """The quantiles of each year's draws, to the whole pound (or council)."""
    import numpy as np

    found: Any = np.rint(np.quantile(values, QUANTILES, axis=1)).T * unit
    return tuple(tuple(int(v) for v in year) for year in found.tolist())
