"""The ruled lines of a PDF page, and the grids of cells that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_THIN = 2.5
_SHORT = 6.0
_NEAR = 3.0
_MOST = 6_000


@dataclass(frozen=True)
class Rule:
    """A straight line, level or upright: where it stands (`at`), and from where to where it goes."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Grid:
    """Cells between upright lines `xs` (left to right) and level lines `ys` (top to bottom).

    `parted(row, column)` says whether a line stands between a cell and the one to its right.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within the grid."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[-1] - 1 <= y <= self.ys[0] + 1

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the cell that a point lies in; of merged cells the first."""
        column = max(0, sum(1 for edge in self.xs if x >= edge) - 1)
        row = max(0, sum(1 for edge in self.ys if y <= edge) - 1)
        row, column = min(row, len(self.ys) - 2), min(column, len(self.xs) - 2)
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        while column and not self._crossed(False, self.xs[column], middle):
            column -= 1
        while row and not self._crossed(True, self.ys[row], (self.xs[column] + self.xs[column + 1]) / 2):
            row -= 1
        return row, column

    def _crossed(self, level: bool, at: float, across: float) -> bool:
        return any(
            r.level == level and abs(r.at - at) <= _NEAR and r.start - _NEAR <= across <= r.end + _NEAR
            for r in self.rules
        )


def rules_of(page: Any) -> list[Rule]:
    """The level and upright lines of a page; thin filled boxes are lines, a stroked box is four of them."""
    import pypdfium2.raw as c

    found: list[Rule] = []
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=4):
        if len(found) > _MOST:
            return []
        left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        width, height = right - left, top - bottom
        if height <= _THIN and width >= _SHORT:
            found.append(Rule(True, (top + bottom) / 2, left, right))
        elif width <= _THIN and height >= _SHORT:
            found.append(Rule(False, (left + right) / 2, bottom, top))
        elif width > _SHORT and height > _SHORT and _is_stroked(c, item):
            found += [
                Rule(True, top, left, right),
                Rule(True, bottom, left, right),
                Rule(False, left, bottom, top),
                Rule(False, right, bottom, top),
            ]
    return found


def _is_stroked(c: Any, item: Any) -> bool:
    import ctypes

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(item.raw, mode, stroke)
    return bool(stroke.value) and c.FPDFPath_CountSegments(item.raw) in {4, 5}


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The grids of at least two cells that crossing lines make."""
    levels = [r for r in rules if r.level]
    uprights = [r for r in rules if not r.level]
    group = list(range(len(rules)))
    index = {id(r): i for i, r in enumerate(rules)}

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for level in levels:
        for upright in uprights:
            meets = (
                level.start - _NEAR <= upright.at <= level.end + _NEAR
                and upright.start - _NEAR <= level.at <= upright.end + _NEAR
            )
            if meets:
                group[root(index[id(level)])] = root(index[id(upright)])
    together: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        together.setdefault(root(i), []).append(rule)
    found = []
    for members in together.values():
        xs = _distinct([r.at for r in members if not r.level])
        ys = _distinct([r.at for r in members if r.level])
        if len(xs) > 2 and len(ys) > 1:
            found.append(Grid(tuple(xs), tuple(reversed(ys)), tuple(members)))
    return sorted(found, key=lambda g: -g.ys[0])


def _distinct(values: Sequence[float]) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _NEAR:
            result.append(value)
    return result
