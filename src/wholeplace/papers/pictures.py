"""Charts as files: SVG and PNG, with the paper's own type, the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.fonts import font_folders
from wholeplace.papers.svg import svg_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.papers.charts import Chart

PNG_SCALE = 3.0


@lru_cache(maxsize=1)
def _fonts_known() -> None:
    import vl_convert

    vl_convert.register_font_directory(font_folders()[0])


def chart_png(
    chart: Chart, width: float = style.CHART_WIDTH, scale: float = PNG_SCALE, foot: Sequence[str] = ()
) -> bytes:
    """The chart as a PNG at three pixels a unit, for Word and for downloads; takes about a tenth of a second.

    `foot` are sentences to stand under it.
    """
    import vl_convert

    _fonts_known()
    png: bytes = vl_convert.svg_to_png(svg_file(chart, width, foot), scale=scale)
    return png
