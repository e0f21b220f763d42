"""Tables of minutes (item, what was said, action by) as lines in order, with those that name owners marked as such."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.boards.reading.flow import Line
from wholeplace.boards.reading.membership import header_of
from wholeplace.boards.reading.outcomes import ACTION, DECISION

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = re.compile(
    r"^(?:items?(?: no\.?)?|no\.?|decisions? (?:and|&) actions?.*|minutes?|discussion.*|"
    r"actions?(?: by)?|owner|lead|who|by whom|responsible)$",
    re.IGNORECASE,
)
_OWNER_HEADER = re.compile(
    r"^(?:actions?(?: by| for| owner)|owners?|lead(?: officer)?|who|by whom|responsible(?: officer| person)?|action)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[A-Z]{0,4}\d{1,4}[.)]?")
_LONG_CELL = 60
_NEAR = 4


def flattened(lines: Sequence[Line]) -> list[Line]:
    """Lines of a note in order, rows of minutes taken apart; rows of people stay rows."""
    return _Flattener().read(lines)


class _Flattener:
    def __init__(self) -> None:
        self.result: list[Line] = []
        self.owner_column = -1
        self.owner_start = 0.0
        self.waiting: list[Line] = []
        self.listed = False
        self.width = 0

    def read(self, lines: Sequence[Line]) -> list[Line]:
        for line in lines:
            if line.gap:
                self._release()
            if self._is_header(line):
                continue
            if line.ruled:
                self._row(line)
            else:
                self._spaced(line)
        self._release()
        return self.result

    def _release(self) -> None:
        """Owners that stood beside a paragraph come after it."""
        self.result += [replace(x, gap=int(not i)) for i, x in enumerate(self.waiting)]
        self.waiting = []

    def _is_header(self, line: Line) -> bool:
        """Follow the heading of a table of minutes: where its owners stand."""
        if len(line.filled) < 2 or not all(_HEADER.match(" ".join(c.split())) for c in line.filled):
            return False
        self.listed = False
        owners = bool(_OWNER_HEADER.match(line.cells[-1].strip()))
        self.owner_column = len(line.cells) - 1 if owners and line.ruled else -1
        self.owner_start = line.starts[-1] if owners and line.starts else 0.0
        return True

    def _row(self, line: Line) -> None:
        cells = line.cells
        if header_of(line) or (self.listed and len(cells) == self.width):
            self.listed, self.width = True, len(cells)
            self.result.append(line)
            return
        self.listed = False
        minuted = _NUMBER.fullmatch(cells[0]) or DECISION.match(cells[0]) or ACTION.match(cells[0])
        if minuted or self.owner_column >= 0 or max(len(c) for c in cells) > _LONG_CELL:
            self.result += _row_lines(line, self.owner_column)
        else:
            self.result.append(line)

    def _spaced(self, line: Line) -> None:
        """A line, without the cell that stands under *Action by*."""
        at = self.owner_start
        if at and line.cells and header_of(line):
            self.owner_start = 0.0  # a list of people begins
        elif at and line.cells and line.starts[-1] >= at - _NEAR:
            self.waiting.append(_owner(line, line.cells[-1]))
            cells = line.cells[:-1]
            line = replace(line, text=" ".join(cells), cells=cells if len(cells) > 1 else (), starts=line.starts[:-1])
        elif at and not line.cells and line.indent >= at - _NEAR and len(line.text) < _LONG_CELL:
            self.waiting.append(_owner(line, line.text))
            return
        self.listed = self.listed and bool(line.cells)
        self.result.append(line)


def _owner(line: Line, text: str) -> Line:
    return Line(text, line.page, line.number, owner=True)


def _row_lines(line: Line, owner_column: int) -> list[Line]:
    """One row as lines: the number joined to the first words, the owners last and marked as such."""
    cells = list(line.cells)
    owners: list[str] = []
    if 0 < owner_column < len(cells):
        owners = [t for t in cells.pop(owner_column).split("\n") if t]
    numbered = len(cells) > 1 and bool(_NUMBER.fullmatch(cells[0]))
    if numbered:
        cells[:2] = [f"{cells[0].rstrip('.)')}. {cells[1]}"]
    result: list[Line] = []
    gap = max(1, line.gap)
    for cell in cells:
        for text in cell.split("\n"):
            if text.strip():
                level = int(numbered and not result)  # beside its number, the first line is the item's title
                result.append(Line(text.strip(), line.page, line.number, gap, bold=line.bold, level=level))
            gap = 0 if text.strip() else 1
        gap = 1
    return [*result, *(replace(_owner(line, t), gap=int(not i)) for i, t in enumerate(owners))]
