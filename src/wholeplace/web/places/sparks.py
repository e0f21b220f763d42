"""A line the size of a word: an indicator over the years, over its peers' median."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from wholeplace.papers.charts import Chart
from wholeplace.papers.kinds import Band, Panel, Spark
from wholeplace.papers.svg import inline_svg

if TYPE_CHECKING:
    from wholeplace.profile.model import Indicator

WIDTH = 96.0


def spark(one: Indicator, name: str, peers: str) -> Markup:
    """The indicator's line, described by where it begins and ends; nothing without two values to draw."""
    if not one.trend:
        return Markup("")
    bands = tuple(Band(f.period, None, one.medians.get(f.period), None) for f in one.series)
    panel = Panel(one.measure.short, one.measure.unit, one.series, bands, one.measure.decimals, one.breaks)
    breaks = f"; the series breaks in {', '.join(one.breaks)}" if one.breaks else ""
    chart = Chart(f"Trend of {one.measure.short}", Spark(name, panel, peers), f"{one.trend}{breaks}.")
    return Markup(inline_svg(chart, WIDTH, name=f"spark-{one.measure.id}"))  # noqa: S704 - every word is escaped
