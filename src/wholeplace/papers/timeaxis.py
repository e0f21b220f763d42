"""The periods a chart over time has room for: a year without a value has its own, so that a gap looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.errors import PeriodError
from wholeplace.core.periods import CALENDAR_YEAR, FINANCIAL_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_YEARS = frozenset({CALENDAR_YEAR, FINANCIAL_YEAR})


def time_axis(shown: Iterable[str]) -> tuple[str, ...]:
    """Every year from the first to the last of these periods; of quarters and dates just these, in order."""
    periods = sorted(set(shown))
    if len(_kinds(periods) & _YEARS) != 1 or len(_kinds(periods)) > 1:
        return tuple(periods)
    first, last = Period.parse(periods[0]), Period.parse(periods[-1])
    return tuple(str(first.shift(years)) for years in range(last.year - first.year + 1))


def time_axes(panels: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """An axis a panel: panels of the same kind of year share one, so that they can be read side by side."""
    axes = {}
    for kind in {_kind(panel) for panel in panels}:
        axes[kind] = time_axis(period for panel in panels if _kind(panel) == kind for period in panel)
    return [axes[_kind(panel)] for panel in panels]


def _kind(periods: Iterable[str]) -> str:
    return " ".join(sorted(_kinds(periods)))


def _kinds(periods: Iterable[str]) -> set[str]:
    found = set()
    for period in periods:
        try:
            found.add(Period.parse(period).kind)
        except PeriodError:
            found.add("")
    return found
