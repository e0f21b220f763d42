"""Words of a page set out as lines, in reading order from the top, rows of ruled tables among them."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from wholeplace.boards.reading.flow import PAGE_GAP, Line, clean, row
from wholeplace.boards.reading.pdf_rules import Grid, Rule, grids
from wholeplace.boards.reading.spacing import merge_marker

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wholeplace.boards.reading.pdf_words import Word

_EDGE = 0.1
_SAME_LINE = 0.45
_COLUMN = 1.6
"""Of the size of type: a gap this wide parts two cells."""
_PERHAPS = 0.6
"""Of the size of type: a gap this wide parts two cells if the line above or below has one there too."""
_ALIGNED = 2.0
_BLANK = 1.55
"""Of the size of type: lines this far apart have a gap between them."""


def page_lines(words: Sequence[Word], rules: Sequence[Rule], height: float, page: int) -> list[Line]:
    """The lines of one page. `height` is the page's, in points."""
    if not words:
        return []
    ruled = grids(rules)
    inside: dict[int, list[Word]] = {}
    outside: list[Word] = []
    for word in words:
        at = next((i for i, g in enumerate(ruled) if g.holds(word.middle, word.base + word.size * 0.3)), None)
        (outside if at is None else inside.setdefault(at, [])).append(word)
    plain = _baselines(outside)
    lines = _lines(plain)
    pieces = [(w[0].base, w[0].base + w[0].size, [line]) for w, line in zip(plain, lines, strict=True)]
    for index, members in inside.items():
        grid = ruled[index]
        pieces.append((grid.ys[-1], grid.ys[0], _rows(grid, members)))
    pieces.sort(key=lambda p: -p[1])
    return _numbered(pieces, median(w.size for w in words), height, page)


def _numbered(pieces: Sequence[tuple[float, float, list[Line]]], size: float, height: float, page: int) -> list[Line]:
    """Lines with page, number, gap and edge."""
    result: list[Line] = []
    below = height
    for foot, head, lines in pieces:
        table = len(lines) > 1 or bool(lines and lines[0].ruled)
        near = min(below, 1e9) - (head if table else foot)
        gap = PAGE_GAP if not result else int(near > _BLANK * ((lines[0].indent and size) or size)) if lines else 0
        for position, line in enumerate(lines):
            edge = foot > height * (1 - _EDGE) or foot < height * _EDGE
            result.append(
                replace(
                    line, page=page, number=len(result) + 1, gap=gap if not position else 0, edge=edge and not table
                )
            )
        below = foot
    return result


def _baselines(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line, from the top of the page, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.base, w.left)):
        for line in reversed(lines[-3:]):
            if abs(line[0].base - word.base) <= _SAME_LINE * max(line[0].size, word.size, 1.0):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.left) for line in lines]


def _gaps(words: Sequence[Word]) -> list[tuple[int, float]]:
    """Before which words a gap may part two cells: position, and how wide it is by the size of type."""
    found = []
    for index in range(1, len(words)):
        word, last = words[index], words[index - 1]
        wide = (word.left - last.right) / max(word.size, last.size, 1.0)
        if wide > _PERHAPS:
            found.append((index, wide))
    return found


def _lines(baselines: Sequence[Sequence[Word]]) -> list[Line]:
    """Lines in cells: a wide gap parts two of them, a narrower one only where a line close by has one at that place."""
    gaps = [_gaps(words) for words in baselines]
    starts = [{words[i].left for i, _ in found} for words, found in zip(baselines, gaps, strict=True)]
    result = []
    for index, (words, found) in enumerate(zip(baselines, gaps, strict=True)):
        near = set().union(*starts[max(0, index - 2) : index], *starts[index + 1 : index + 3])
        cuts = {i for i, wide in found if wide > _COLUMN or any(abs(words[i].left - s) < _ALIGNED for s in near)}
        result.append(_line(words, cuts))
    return result


def _line(words: Sequence[Word], cuts: Collection[int]) -> Line:
    """One line, in cells that begin at the words of `cuts`."""
    cells: list[str] = []
    starts: list[float] = []
    for index, word in enumerate(words):
        if index and index not in cuts:
            cells[-1] = f"{cells[-1]} {word.text}"
        else:
            cells.append(word.text)
            starts.append(word.left)
    merged = merge_marker(cells)
    kept = (starts[0], *starts[len(cells) - len(merged) + 1 :])
    bold = all(w.bold for w in words if any(ch.isalpha() for ch in w.text)) and any(w.bold for w in words)
    text = clean(" ".join(merged))
    if len(merged) < 2:
        return Line(text, indent=starts[0], bold=bold)
    return Line(text, indent=starts[0], bold=bold, cells=tuple(clean(c) for c in merged), starts=kept)


def _rows(grid: Grid, words: Sequence[Word]) -> list[Line]:
    """The rows of a ruled table; the lines within a cell stay lines."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.cell(word.middle, word.base + word.size * 0.3), []).append(word)
    texts = {at: "\n".join(" ".join(w.text for w in line) for line in _baselines(found)) for at, found in cells.items()}
    used = sorted({column for _, column in texts})
    result = []
    for number in range(len(grid.ys) - 1):
        if not any((number, column) in texts for column in used):
            continue
        in_row = [w for (r, _), found in cells.items() if r == number for w in found]
        bold = all(w.bold for w in in_row)
        if len(used) == 1:
            result += [Line(clean(t), bold=bold) for t in texts[number, used[0]].split("\n")]
        else:
            result.append(row([texts.get((number, column), "") for column in used], ruled=True, bold=bold))
    return result
