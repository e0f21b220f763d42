"""Every kind of chart (`papers.charts`) as a drawing, in the look of `style`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.bars import draw_bars
from wholeplace.papers.distribution import draw_distribution
from wholeplace.papers.fan import draw_fan
from wholeplace.papers.kinds import Bars, Spark, Strip, Trends
from wholeplace.papers.kinds_fan import Fan
from wholeplace.papers.kinds_lines import Lines
from wholeplace.papers.kinds_map import TileMap
from wholeplace.papers.kinds_spread import Distribution, Scatter
from wholeplace.papers.lines import draw_lines
from wholeplace.papers.scatter import draw_scatter
from wholeplace.papers.spark import draw_spark
from wholeplace.papers.strip import draw_strip
from wholeplace.papers.tilemap import draw_tilemap
from wholeplace.papers.trends import draw_trends

if TYPE_CHECKING:
    from wholeplace.papers.charts import Chart
    from wholeplace.papers.drawing import Drawing


def draw(chart: Chart, width: float = style.CHART_WIDTH) -> Drawing:
    """The chart `width` units wide, as high as it needs (a unit is a point on paper)."""
    match chart.data:
        case Trends() as data:
            return draw_trends(data, width)
        case Lines() as data:
            return draw_lines(data, width)
        case Spark() as data:
            return draw_spark(data, width)
        case Bars() as data:
            return draw_bars(data, width)
        case Strip() as data:
            return draw_strip(data, width)
        case Distribution() as data:
            return draw_distribution(data, width)
        case Scatter() as data:
            return draw_scatter(data, width)
        case TileMap() as data:
            return draw_tilemap(data, width)
        case Fan() as data:
            return draw_fan(data, width)
