"""Rows put together to tables: columns made even, tables that run over a page joined, cells cut by it mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.reading.spacing import aligned
from wholeplace.boards.report import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.reading.flow import Line

AMOUNT = re.compile(r"^[\s(£€$<~+-]*\d[\d,. ]*\s*(?:%|k|m|bn|million|billion|p)?\s*\)?\*?$", re.IGNORECASE)
_CLOSE = 3
_LOOK_BACK = 20
Rows = list[list[str]]


def table_of(lines: Sequence[Line], identifier: str, title: str = "") -> Table:
    """One table of consecutive rows, some of which may stand after a page break."""
    parts: list[list[Line]] = []
    for line in lines:
        if not parts or (line.gap and line.ruled):
            parts.append([])
        parts[-1].append(line)
    rows: Rows = []
    header: list[str] = []
    for part in parts:
        _join(rows, _rows(part), header)
        header = header or (rows[0] if rows else [])
    width = max((len(r) for r in rows), default=0)
    even = tuple((*r, *[""] * (width - len(r))) for r in rows)
    return Table(identifier, even, title, _headings(even), lines[0].where)


def _shape(lines: Sequence[Line]) -> int:
    return max(len(line.cells) for line in lines)


def _rows(lines: Sequence[Line]) -> Rows:
    """Cells of rows; where spacing alone tells columns, by where most cells of the run begin."""
    if any(line.ruled for line in lines):
        return [[" ".join(c.split()) for c in line.cells] for line in lines]
    starts = _columns(lines)
    placed = [list(aligned(line, starts).cells) for line in lines]
    amounts = [
        i for i in range(len(starts)) if sum(bool(AMOUNT.match(p[i])) for p in placed) >= max(2, len(placed) // 4)
    ]
    loose = any(line.gap for line in lines[1:])
    rows: Rows = []
    for line, cells in zip(lines, placed, strict=True):
        if rows and not line.gap and _finishes(rows[-1], cells, amounts, loose=loose):
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows


def _finishes(row: Sequence[str], cells: Sequence[str], amounts: Sequence[int], *, loose: bool) -> bool:
    """Whether a line without a gap only goes on with the cells of the row above.

    It does if it has no amount where the row has one, if its first cell is blank, or, in a table whose rows have gaps
    between them (`loose`), whatever it holds but a second amount.
    """
    if any(AMOUNT.match(cells[i]) for i in amounts):
        return loose and not any(row[i] for i in amounts)
    if any(row[i] for i in amounts):
        return True
    return loose or not cells[0]


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where columns begin: starts that lie close together are one column."""
    found: list[list[float]] = []
    for start in sorted(s for line in lines for s in (line.starts or (line.indent,))):
        if found and start - found[-1][-1] <= _CLOSE:
            found[-1].append(start)
        else:
            found.append([start])
    return [min(group) for group in found]


def goes_on(starts: set[float], above: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether a table told by spacing goes on at a line: it is a row, or a piece of a cell under one of its columns."""
    line = lines[index]
    if re.match(r"(?:grand )?totals?\b", above.text, re.IGNORECASE) and line.gap:
        return False
    if line.cells:
        return not line.ruled and any(abs(s - t) <= _CLOSE for s in line.starts for t in starts)
    if line.ruled or line.gap or len(line.text) > 60 or not any(abs(line.indent - s) <= _CLOSE for s in starts):
        return False
    return line.indent > min(starts) + _CLOSE or any(x.cells and not x.ruled for x in lines[index + 1 : index + 4])


def _join(rows: Rows, more: Rows, header: list[str]) -> None:
    """Put the rows after a page break to those before it, without a heading that is repeated."""
    if rows and header and more and _same(more[0], header):
        more = more[1:]
    if rows and more:
        width = max(len(r) for r in rows)
        if all(len(r) < width for r in more) and not any(len(r) == width for r in more):
            more = [[""] * (width - len(r)) + r for r in more]  # a blank first column is lost when a page begins
        if _runs_on(rows, more[0]):
            first, more = more[0], more[1:]
            last = rows[-1]
            last += [""] * (len(first) - len(last))
            for index, cell in enumerate(first):
                last[index] = f"{last[index]} {cell}".strip()
    rows.extend(more)


def _same(a: Sequence[str], b: Sequence[str]) -> bool:
    return [c.lower() for c in a if c] == [c.lower() for c in b if c]


def _runs_on(rows: Rows, first: Sequence[str]) -> bool:
    """Whether a page's first row only finishes the last row before it: no key, no amount where rows have one."""
    if not any(first) or (first[0][:1].isupper() and not any(c == "" for c in first)):
        return False
    amounts = [i for i in range(len(first)) if _mostly_amounts(rows, i)]
    if amounts:
        return not any(i < len(first) and AMOUNT.match(first[i]) for i in amounts)
    return first[0] == "" and any(c[:1].islower() for c in first if c)


def _mostly_amounts(rows: Rows, column: int) -> bool:
    cells = [r[column] for r in rows[1:] if column < len(r) and r[column]]
    return len(cells) > 1 and sum(bool(AMOUNT.match(c)) for c in cells) > 0.6 * len(cells)


def _headings(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are headings: one, if it has no amount and later ones do, or is filled throughout."""
    if len(rows) < 2 or any(AMOUNT.match(c) and not re.fullmatch(r"(?:19|20)\d\d", c.strip()) for c in rows[0]):
        return 0
    later = any(AMOUNT.match(c) for r in rows[1:] for c in r)
    return int(later or all(rows[0]))


def starts_afresh(lines: Sequence[Line], nxt: Line) -> bool:
    """Whether a row after a gap begins another table: after a total, under a new heading, or of another width."""
    if not nxt.gap:
        return False
    lines = [lines[0], *lines[1:][-_LOOK_BACK:]]
    width = _shape(lines)
    rows = _rows(lines)
    last = next((c for c in rows[-1] if c), "")
    if re.match(r"(?:grand |sub[- ]?)?totals?\b", last, re.IGNORECASE) or (len(rows) > 2 and _sums(rows)):
        return True
    cells = list(nxt.cells)
    if len(cells) > width:
        return True
    amounts = [i for i in range(width) if _mostly_amounts(rows, i)]
    heading = bool(amounts) and all(cells) and not any(AMOUNT.match(c) for c in cells) and len(cells) == width
    return heading and not _same(cells, rows[0])


def _sums(rows: Rows) -> bool:
    """Whether the last row is unnamed and holds numbers only: a total without the word."""
    return not rows[-1][0] and sum(bool(AMOUNT.match(c)) for c in rows[-1]) == len(rows[-1]) - 1
