"""A map of tiles: each place in the colour of its class, and a legend that says the classes in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, Point, width_of, wrap
from wholeplace.papers.hexagons import HALF_HEIGHT, outline
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE

if TYPE_CHECKING:
    from wholeplace.papers.kinds_map import Tile, TileMap

_LEGEND, _GAP, _ROW, _LABEL = 150.0, 14.0, 13.0, 10.0
_TALLEST, _LARGEST_TILE = 400.0, 26.0
_RIM = 0.8


@dataclass(frozen=True)
class _Frame:
    """Where centres in tiles fall on the drawing."""

    scale: float
    left: float
    top: float
    height: float

    def __call__(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top + point[1] * self.scale


def draw_tilemap(data: TileMap, width: float) -> Drawing:
    """The map with its legend beside it, or under it where the drawing is narrow."""
    wide = width >= WIDE
    frame = _frame(data, width - _LEGEND - _GAP if wide else width)
    rows = _legend_height(data, _LEGEND if wide else width)
    height = max(frame.height, rows) if wide else frame.height + _GAP + rows
    drawing = Drawing(width, height + 2)
    for tile in data.tiles:
        _tile(drawing, data, tile, frame)
    for tile in data.tiles:
        if data.place and tile.figure.place == data.place and tile.centres:
            _outline(drawing, [[frame(point) for point in ring] for ring in outline(tile.centres, pointy=data.pointy)])
    for words, at in data.labels:
        x, y = frame(at)
        drawing.label((x, y), clean(words), color=style.MUTED, size=style.CHART_SMALL)
    legend_at = (width - _LEGEND, max(0.0, (height - rows) / 2)) if wide else (0.0, frame.height + _GAP)
    _legend(drawing, data, legend_at, _LEGEND if wide else width)
    return drawing


def _frame(data: TileMap, width: float) -> _Frame:
    """The tiles as large as fit, their middle in the middle."""
    points = [point for tile in data.tiles for point in tile.centres]
    half_x, half_y = (0.5, HALF_HEIGHT) if data.pointy else (HALF_HEIGHT, 0.5)
    left, right = min(x for x, _ in points) - half_x, max(x for x, _ in points) + half_x
    top, bottom = min(y for _, y in points) - half_y, max(y for _, y in points) + half_y
    if data.labels:
        top = min(top, min(y for _, (_, y) in data.labels) - 0.6)
    room = width - 2
    scale = min(room / (right - left), (_TALLEST - 2) / (bottom - top), _LARGEST_TILE)
    if data.labels:  # names of the last regions may reach beyond their tiles
        reach = max(at[0] * scale + width_of(words, style.CHART_SMALL) * 1.1 for words, at in data.labels)
        scale *= min(1.0, room / max(reach - left * scale, 1.0))
    spare = max(0.0, room - (right - left) * scale) / 2 if not data.labels else 0.0
    return _Frame(scale, 1 + spare - left * scale, 1 - top * scale, (bottom - top) * scale + 2)


def _tile(drawing: Drawing, data: TileMap, tile: Tile, frame: _Frame) -> None:
    if not tile.centres:
        return
    figure = tile.figure
    rings = [[frame(point) for point in ring] for ring in outline(tile.centres, pointy=data.pointy)]
    hint = f"{figure.place_name}: {figure.display if figure.value is not None else 'no value'}"
    place_class = data.class_of(figure)
    if place_class is None:
        drawing.shape(rings, style.PAPER, edge=style.PEER_DOT, thickness=0.5, key=figure.place, hint=hint)
        for centre in tile.centres:
            _strike(drawing, frame(centre), frame.scale * 0.24)
        return
    colour = data.colours[place_class]
    drawing.shape(rings, colour, edge=style.PAPER, thickness=_RIM, key=figure.place, hint=hint)


def _strike(drawing: Drawing, at: Point, reach: float) -> None:
    """The mark of a tile without a value, which no colour alone can be."""
    x, y = at
    drawing.rule((x - reach, y + reach), (x + reach, y - reach), style.PEER_DOT, 0.7, over=True)


def _outline(drawing: Drawing, rings: list[list[Point]]) -> None:
    """Dark on white, so that it stands out from the darkest tile as from the lightest."""
    drawing.shape(rings, "", edge=style.PAPER, thickness=3.4, over=True)
    drawing.shape(rings, "", edge=style.WATCH, thickness=1.8, over=True)


def _names(data: TileMap, width: float) -> list[str]:
    own = next((tile.figure for tile in data.tiles if data.place and tile.figure.place == data.place), None)
    if own is None:
        return []
    return wrap(clean(f"{own.place_name}: {own.display}"), width - 20, style.CHART_TEXT, 3)


def _legend_height(data: TileMap, width: float) -> float:
    lines = len(wrap(data.direction, width, style.CHART_SMALL, 2)) + bool(_absent(data))
    names = _names(data, width)
    rows = len(data.class_words) + bool(data.counts[None])
    return _LABEL * lines + _ROW * (rows + 1) + (_LABEL * len(names) + 6 if names else 0) + 2


def _absent(data: TileMap) -> str:
    count = len(data.beside) + sum(not tile.centres for tile in data.tiles)
    if not count:
        return ""
    return f"Without a tile, in the table: {count}"


def _legend(drawing: Drawing, data: TileMap, at: Point, width: float) -> None:
    left, y = at
    small, muted = style.CHART_SMALL, style.MUTED
    names = _names(data, width)
    for index, line in enumerate(names):
        drawing.label((left + 20, y + 8 + _LABEL * index), line, color=style.INK, bold=True)
    if names:
        _outline(drawing, [_swatch(left, y + 1)])
        y += _LABEL * len(names) + 6
    drawing.label((left + width, y + 8), "places", color=muted, size=small, align="right")
    y += _ROW
    rows = list(zip(data.class_words, data.colours, range(len(data.colours)), strict=True))
    for words, colour, number in reversed(rows):
        drawing.shape([_swatch(left, y)], colour)
        drawing.label((left + 20, y + 8), clean(words))
        drawing.label((left + width, y + 8), str(data.counts[number]), color=muted, align="right")
        y += _ROW
    if data.counts[None]:
        drawing.shape([_swatch(left, y)], style.PAPER, edge=style.PEER_DOT, thickness=0.5)
        _strike(drawing, (left + 7, y + 5), 3)
        drawing.label((left + 20, y + 8), "no value")
        drawing.label((left + width, y + 8), str(data.counts[None]), color=muted, align="right")
        y += _ROW
    for line in (*wrap(data.direction, width, small, 2), _absent(data)):
        drawing.label((left, y + 8), line, color=muted, size=small)
        y += _LABEL


def _swatch(left: float, top: float) -> list[Point]:
    return [(left + 1, top), (left + 14, top), (left + 14, top + 10), (left + 1, top + 10)]
