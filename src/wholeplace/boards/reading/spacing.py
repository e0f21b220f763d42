"""Columns that only wide spaces set apart, as in text made from a PDF with its layout kept.

Three spaces or more part two cells. Two do so only where a line close by begins a cell at the same column, because
justified text has two spaces anywhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.boards.reading.flow import Line, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKER = re.compile(r"^(?:[-–•·▪o*]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[A-Za-z]|[ivxIVX]{1,5})[.):]{0,2})$")
_PIECE = re.compile(r"\S+(?:\s\S+)*")
_WIDE = 3
_REACH = 3


def merge_marker(cells: Sequence[str]) -> list[str]:
    """Cells with a paragraph's number or bullet joined to the words after it: `["2.", "Title", "1 - 6"]` has two."""
    for index, cell in enumerate(cells[:2]):
        text = clean(cell)
        if not text:
            continue
        after = next((i for i in range(index + 1, len(cells)) if cells[i].strip()), None)
        if after is not None and MARKER.match(text) and re.match(r"[^\W\d_]|[“\"'(£#*\[<]", cells[after].strip()):
            return [f"{cell.strip()} {cells[after].strip()}", *cells[after + 1 :]]
        break
    return list(cells)


def _pieces(raw: str) -> list[tuple[int, int, str]]:
    """The parts of a line that two or more spaces set apart: where each begins, how wide a gap is before it, itself."""
    found = []
    end = 0
    for match in _PIECE.finditer(raw.expandtabs(8)):
        found.append((match.start(), match.start() - end, match[0]))
        end = match.end()
    return found


def split_by_space(lines: Sequence[Line], raws: Sequence[str]) -> tuple[Line, ...]:
    """The lines, with cells where wide spaces set them apart; rows that are certain already stay as they are."""
    parts = [[] if line.ruled else _pieces(raw) for line, raw in zip(lines, raws, strict=True)]
    sure = [{start for start, gap, _ in p[1:] if gap >= _WIDE} for p in parts]
    result = []
    for index, (line, pieces) in enumerate(zip(lines, parts, strict=True)):
        if len(pieces) < 2:
            result.append(line)
            continue
        near = set().union(*sure[max(0, index - _REACH) : index + _REACH + 1])
        cells: list[str] = []
        starts: list[float] = []
        for start, gap, text in pieces:
            if cells and not (gap >= _WIDE or any(abs(start - s) <= 1 for s in near)):
                cells[-1] = f"{cells[-1]} {text}"
                continue
            cells.append(text)
            starts.append(start)
        merged = merge_marker(cells)
        starts = [starts[0], *starts[len(cells) - len(merged) + 1 :]]
        text = clean(" ".join(merged))
        if len(merged) < 2:
            result.append(replace(line, text=text))
        else:
            result.append(replace(line, text=text, cells=tuple(clean(c) for c in merged), starts=tuple(starts)))
    return tuple(result)


def aligned(line: Line, starts: Sequence[float]) -> Line:
    """A row told apart by space, with its cells put under the columns of a heading; certain rows stay as they are.

    A line of one piece stands under the column that it begins nearest to.
    """
    if line.ruled or not starts:
        return line
    pieces = zip(line.starts, line.cells, strict=True) if line.cells else [(line.indent, line.text)]
    cells = [""] * len(starts)
    for start, text in pieces:
        nearest = min(range(len(starts)), key=lambda i: abs(starts[i] - start))
        cells[nearest] = f"{cells[nearest]} {text}".strip()
    return replace(line, cells=tuple(cells), starts=tuple(starts))
