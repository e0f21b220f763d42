"""Charts as SVG and PNG, with the paper's own type, the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.fonts import font_folders
from wholeplace.papers.vega import spec

if TYPE_CHECKING:
    from wholeplace.papers.charts import Chart

PNG_SCALE = 3.0


@lru_cache(maxsize=1)
def _fonts_known() -> None:
    import vl_convert

    vl_convert.register_font_directory(font_folders()[0])


@lru_cache(maxsize=128)
def chart_svg(chart: Chart, width: float = style.CHART_WIDTH) -> str:
    """The chart as an SVG document, `width` units wide."""
    import vl_convert

    _fonts_known()
    svg: str = vl_convert.vegalite_to_svg(spec(chart, width), allowed_base_urls=[])
    return svg


def chart_png(chart: Chart) -> bytes:
    """The chart as a PNG at three pixels a unit, for Word."""
    import vl_convert

    svg = chart_svg(chart)
    png: bytes = vl_convert.svg_to_png(svg, scale=PNG_SCALE)
    return png
