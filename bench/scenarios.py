"""Ten thousand draws of a scenario of 330 councils over ten years, against a loop in plain Python."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from bench.common import ROOT, Result, median_time, tell

DRAWS, COUNCILS, YEARS = 10_000, 330, 10
LOOP_DRAWS, LOOP_COUNCILS = 40, 33


def scenario():
    """The example of an invented sector under the standing assumptions, with one council twice to make 330."""
    from wholeplace.finance.scenarios.file import read_scenario_file

    found = read_scenario_file(ROOT / "examples" / "scenarios" / "sector.toml")
    councils = found.councils[:COUNCILS]
    councils += tuple(replace(c, id=f"{c.id}-again") for c in councils[: COUNCILS - len(councils)])
    return replace(found, councils=councils, years=YEARS)


def rate(driver) -> float:
    """A rate as the standard library draws it; not correlated between councils, which would take longer."""
    d = driver.distribution
    if d.kind == "fixed":
        return float(d.value)
    if d.kind == "normal":
        return random.gauss(float(d.mean), float(d.sd))
    low, high = float(d.low), float(d.high)
    if d.kind == "triangular":
        return random.triangular(low, high, float(d.mode))
    at = (float(d.mode) - low) / (high - low)
    return low + (high - low) * random.betavariate(1 + 4 * at, 5 - 4 * at)


def loop(found, draws: int, councils: int) -> float:
    """The same arithmetic a draw, council, year and line at a time; returns a sum so that nothing is left out."""
    total = 0.0
    for _ in range(draws):
        for council in found.councils[:councils]:
            rates = {n: rate(d) for n, d in found.drivers.items() if d.each == "horizon"}
            amounts = {i: a / 100 for i, a in council.amounts.items()}
            held = council.available / 100
            for _ in range(found.years):
                rates |= {n: rate(d) for n, d in found.drivers.items() if d.each == "year"}
                gap = 0.0
                for s in found.services:
                    grown = amounts[s.id]
                    grown *= (
                        (1 + rates.get(s.cost, 0)) * (1 + rates.get(s.demand, 0)) * (1 - rates.get(s.efficiency, 0))
                    )
                    amounts[s.id] = grown
                    gap += grown
                for stream in found.streams:
                    for name in stream.growth:
                        amounts[stream.id] *= 1 + rates[name]
                    gap -= amounts[stream.id]
                used = min(max(gap, 0), held)
                held -= used
                total += gap - used
    return total


def main() -> None:
    from wholeplace.finance.scenarios.draws import draw
    from wholeplace.finance.scenarios.gap import project

    found = scenario()
    assert (len(found.councils), found.years) == (COUNCILS, YEARS)
    draw(found, number=100)
    took = median_time(lambda: draw(found, number=DRAWS))
    start = time.perf_counter()
    loop(found, LOOP_DRAWS, LOOP_COUNCILS)
    plain = (time.perf_counter() - start) * DRAWS / LOOP_DRAWS * COUNCILS / LOOP_COUNCILS
    central = median_time(lambda: project(found))
    tell(
        Result(
            f"{DRAWS:,} draws of a funding-gap scenario, {COUNCILS} councils, {YEARS} years, one core", "under 2 s",
            f"{took:.2f} s",
            f"{plain:.0f} s: a loop in plain Python, without correlation; measured on {LOOP_DRAWS} draws of "
            f"{LOOP_COUNCILS} councils and scaled up",
            f"{plain / took:.0f} times", took < 2,
            f"{len(found.services)} services and {len(found.streams)} streams; the central case of all councils, to "
            f"the penny, {central:.2f} s",
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
