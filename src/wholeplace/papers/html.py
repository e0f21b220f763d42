"""A paper as one HTML file that needs nothing else: style, charts and figures are inside it.

Landmarks, a skip link, real tables with scopes, charts as inline SVG with a title and description and their
data under them; readable at 360 px and on paper. A figure in text carries `data-measure`, `data-place`,
`data-period` and `data-status`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wholeplace.papers import style
from wholeplace.papers.checks import require_sound
from wholeplace.papers.fonts import web_fonts
from wholeplace.papers.json import as_data, blocks_data, cleaned
from wholeplace.papers.svg import inline_svg
from wholeplace.papers.walk import charts_of, closing_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from wholeplace.papers.charts import Chart
    from wholeplace.papers.model import Document

RTL_LANGUAGES = {"ar", "fa", "he", "ur"}


def render_html(document: Document) -> str:
    """The paper as one self-contained page. Raises PaperError where `check` finds something."""
    require_sound(document)
    paper = cleaned(as_data(document) | {"closing": blocks_data(closing_blocks(document))})
    for index, (data, chart) in enumerate(zip(_in_order(paper["blocks"]), charts_of(document), strict=True)):
        data["id"] = f"chart-{index + 1}"
        data["wide"], data["narrow"] = _pictures(chart, data["id"])
    for index, table in enumerate(_tables(paper["blocks"])):
        table["id"] = f"table-{index + 1}"
    page = _environment().get_template("paper.html")
    return page.render(paper=paper, look=style.tokens(), fonts=web_fonts(), rtl=RTL_LANGUAGES)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("wholeplace.papers", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _in_order(blocks: list[dict[str, Any]], kind: str = "chart") -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["kind"] == kind:
            yield block
        for inside in ("body", "left", "right"):
            yield from _in_order(block.get(inside, []), kind)


def _tables(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from _in_order(blocks, "table")
    yield from (chart["table"] for chart in _in_order(blocks, "chart"))


def _pictures(chart: Chart, name: str) -> tuple[Any, Any]:
    """The chart for a wide and for a narrow screen; only one of them is shown, and read aloud."""
    from markupsafe import Markup

    widths = ((style.CHART_WIDTH, "wide"), (style.NARROW_CHART_WIDTH, "narrow"))
    drawn = (inline_svg(chart, width, name=f"{name}-{suffix}") for width, suffix in widths)
    wide, narrow = (Markup(svg) for svg in drawn)  # noqa: S704 - every word in it is escaped
    return wide, narrow


__all__ = ["render_html"]
