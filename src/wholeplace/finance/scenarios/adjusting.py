"""The same scenario with some of its assumptions moved: what sliders do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from wholeplace.finance.scenarios.model import Scenario


def adjusted(scenario: Scenario, centres: Mapping[str, Decimal], spread: Decimal) -> Scenario:
    """The scenario with the central rates of some drivers set, and every spread made `spread` times as wide.

    A distribution moves as a whole: its lowest and highest stay as far from the central rate as they were, times
    `spread`. A driver's reason is kept only where it was not moved.
    """
    drivers = {}
    for name, driver in scenario.drivers.items():
        distribution = driver.distribution.stretched(spread)
        centre = centres.get(name, distribution.central)
        if centre == distribution.central:
            drivers[name] = replace(driver, distribution=distribution)
            continue
        moved = distribution.shifted(centre - distribution.central)
        drivers[name] = replace(driver, distribution=moved, why="Changed from the standing assumption.")
    return replace(scenario, drivers=drivers)
