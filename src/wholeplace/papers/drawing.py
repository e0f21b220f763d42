"""A drawing in plain units that becomes one Vega-Lite view.

All panels of a chart share one view with positions worked out beforehand: one conversion instead of one a
panel, and nothing left to a layout engine that could differ between versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.papers import style

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
LETTER = 0.46  # an average letter of Source Sans is about half as wide as the type is high
AREA, RULE, LINE, DOT, TICK, TEXT = range(6)  # painted in this order


def width_of(text: str, size: float) -> float:
    """About how wide some words are, in the units of `size`."""
    return len(text) * size * LETTER


def wrap(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """Words in at most `most` lines of about `width`; an ellipsis ends the last where words are left over."""
    letters = max(4, int(width / (size * LETTER)))
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    lines, rest = lines[:most], lines[most:]
    if rest:
        lines[-1] = f"{lines[-1]} …"
    return [line if len(line) <= letters else f"{line[: letters - 1]}…" for line in lines]


class Drawing:
    """Areas, rules, lines, dots and words; x grows to the right and y downwards from the top left."""

    def __init__(self, width: float, height: float) -> None:
        """An empty drawing of that size in units."""
        self.width = width
        self.height = height
        self._layers: dict[tuple[int, tuple[tuple[str, Any], ...]], list[dict[str, Any]]] = {}
        self._paths = 0

    def _add(self, order: int, mark: dict[str, Any], rows: Sequence[dict[str, Any]]) -> None:
        self._layers.setdefault((order, tuple(sorted(mark.items()))), []).extend(rows)

    def area(self, points: Sequence[tuple[float, float, float]], color: str) -> None:
        """A band through (x, upper y, lower y)."""
        self._paths += 1
        rows = [{"x": x, "y": upper, "y2": lower, "path": self._paths} for x, upper, lower in points]
        self._add(AREA, {"type": "area", "color": color, "opacity": 1}, rows)

    def box(self, left: float, right: float, middle: float, thickness: float, color: str) -> None:
        """A horizontal bar."""
        mark = {"type": "rule", "color": color, "strokeWidth": thickness}
        self._add(AREA, mark, [{"x": left, "x2": right, "y": middle, "y2": middle}])

    def rule(self, start: Point, end: Point, color: str, thickness: float = 0.5, *, over: bool = False) -> None:
        """A straight line, beneath all data or over them."""
        mark = {"type": "rule", "color": color, "strokeWidth": thickness}
        row = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        self._add(TICK if over else RULE, mark, [row])

    def line(self, points: Sequence[Point], color: str, thickness: float, *, dashed: bool = False) -> None:
        """A line through points."""
        self._paths += 1
        mark: dict[str, Any] = {"type": "line", "color": color, "strokeWidth": thickness}
        mark |= {"strokeDash": (3, 2)} if dashed else {"strokeCap": "round", "strokeJoin": "round"}
        self._add(LINE, mark, [{"x": x, "y": y, "path": self._paths} for x, y in points])

    def dot(
        self,
        at: Point,
        color: str,
        radius: float,
        *,
        opacity: float = 1,
        shape: str = "circle",
        edged: bool = False,
    ) -> None:
        """A filled dot or `diamond`; `edged` sets it off from what is beneath by a white rim."""
        mark = {
            "type": "point",
            "filled": True,
            "fill": color,
            "shape": shape,
            "size": round(3.1416 * radius * radius, 2),
            "opacity": opacity,
            "stroke": style.PAPER if edged else None,
            "strokeWidth": 0.7 if edged else 0,
        }
        self._add(DOT, mark, [{"x": at[0], "y": at[1]}])

    def label(
        self,
        at: Point,
        text: str,
        *,
        color: str = style.INK,
        size: float = style.CHART_TEXT,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Words on their baseline."""
        mark = {
            "type": "text",
            "color": color,
            "fontSize": size,
            "fontWeight": 600 if bold else 400,
            "align": align,
            "baseline": "alphabetic",
        }
        self._add(TEXT, mark, [{"x": at[0], "y": at[1], "label": text}])

    def spec(self) -> dict[str, Any]:
        """The drawing as a Vega-Lite specification."""
        layers = [
            _layer(dict(mark), rows) for (_, mark), rows in sorted(self._layers.items(), key=lambda item: item[0][0])
        ]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": {"type": "none"},
            "background": style.PAPER,
            "config": {"font": style.SANS, "view": {"stroke": None}, "aria": False},
            "layer": layers,
        }


def _layer(mark: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    first = rows[0]
    encoding: dict[str, Any] = {
        axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None}
        for axis in ("x", "y")
        if axis in first
    }
    encoding |= {axis: {"field": axis} for axis in ("x2", "y2") if axis in first}
    if "path" in first:
        encoding["detail"] = {"field": "path", "type": "nominal"}
    if "label" in first:
        encoding["text"] = {"field": "label", "type": "nominal"}
    tidy = [{key: round(v, 2) if isinstance(v, float) else v for key, v in row.items()} for row in rows]
    return {"data": {"values": tidy}, "mark": mark, "encoding": encoding}
