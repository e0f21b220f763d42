"""A paper's blocks as a page draws them: the same data as in JSON, with the charts drawn.

{{ draw(blocks) }}      in a template: blocks of the paper model, or what `page_blocks` made of them
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from django.urls import NoReverseMatch, reverse
from markupsafe import Markup

from wholeplace.papers import style
from wholeplace.papers.json import blocks_data, cleaned
from wholeplace.papers.model import Callout, Chart, Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wholeplace.papers.model import Block

OF_PLACES = frozenset({"distribution", "scatter", "tilemap"})  # charts with a mark a place


def page_blocks(blocks: Iterable[Block | Mapping[str, Any]], prefix: str = "block", linked: bool = True) -> list[Any]:
    """Blocks as plain data with charts drawn for wide and narrow screens; data that is ready stays as it is.

    `prefix` starts the ids of the drawings, which must be unique on a page. Marks of places in charts lead to their
    pages unless not `linked`.
    """
    blocks = list(blocks)
    if all(isinstance(block, dict) for block in blocks):
        return blocks
    data: list[Any] = cleaned(blocks_data(cast("list[Block]", blocks)))
    for number, (drawn, chart) in enumerate(zip(_chart_data(data), _charts(blocks), strict=True), 1):
        drawn |= picture(chart, f"{prefix}-chart-{number}", linked)  # noqa: PLW2901 - the dictionary is filled in where it is
    return data


def picture(chart: Chart, name: str, linked: bool = True) -> dict[str, Markup]:
    """A chart drawn twice, for wide (`svg`) and `narrow` screens; the style sheet shows the one that suits.

    Marks that stand for a place lead to its page, where the kind of chart has such marks.
    """
    from wholeplace.papers.svg import inline_svg

    links = place_address if linked and chart.kind in OF_PLACES else None
    wide = inline_svg(chart, style.CHART_WIDTH, name=f"{name}-wide", links=links)
    narrow = inline_svg(chart, style.NARROW_CHART_WIDTH, name=f"{name}-narrow", links=links)
    return {"svg": Markup(wide), "narrow": Markup(narrow)}  # noqa: S704 - every word in them is escaped


def place_address(key: str) -> str:
    """The page of the place with an id; nothing for what is no id."""
    try:
        return reverse("places:place", args=(key,)) if key else ""
    except NoReverseMatch:
        return ""


def _charts(blocks: Iterable[Any]) -> Iterator[Chart]:
    for block in blocks:
        if isinstance(block, Chart):
            yield block
        elif isinstance(block, Callout):
            yield from _charts(block.body)
        elif isinstance(block, Columns):
            yield from _charts(chain(block.left, block.right))


def _chart_data(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["kind"] == "chart":
            yield block
        for inside in ("body", "left", "right"):
            yield from _chart_data(block.get(inside, []))
