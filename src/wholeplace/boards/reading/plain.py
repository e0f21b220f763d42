"""Text files as lines: pages at form feeds or page marks, rows at tabs or pipes, columns at wide spaces."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

from wholeplace.boards.reading.flow import PAGE_GAP, Flow, Line, clean, is_bold, row
from wholeplace.boards.reading.spacing import merge_marker, split_by_space

PAGE_MARK = re.compile(
    r"^[\s\W_]*(?:page|pg\.?)\s+(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[\s\W_]*$|^\s*<!--\s*page:?\s*(\d{1,4})\s*-->\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*\|?[\s:|+=_-]*-{2,}[\s:|+=_-]*\|?\s*$")
_LONE_NUMBER = re.compile(r"^\s*[-–]?\s*(\d{1,4})\s*[-–]?\s*$")
_GLUED = re.compile(r"^([A-Z][^*|\t]{3,90})\*\*(\d{1,3}(?:\.\d{1,3})*\.?\s+[A-Z])")
"""A heading that ran into the numbered paragraph after it, as converters from PDF leave it."""
_EDGE = 3
_LONGEST = 4_000


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 or UTF-16 by its mark, else Windows-1252."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_text(text: str) -> Flow:
    """The flow of a text file. Pages are counted where there are form feeds; printed numbers are kept beside them."""
    sheets = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    paged = len(sheets) > 1
    lines: list[Line] = []
    raws: list[str] = []
    printed: dict[int, int] = {}
    number = gap = marks = 0
    for page, sheet in enumerate(sheets, 1):
        of_page = sheet.split("\n")
        solid = [i for i, r in enumerate(of_page) if r.strip()]
        edges = {*solid[:_EDGE], *solid[-_EDGE:]} if paged else set()
        gap = PAGE_GAP if page > 1 else gap
        for index, raw in enumerate(of_page):
            number += 1
            mark = PAGE_MARK.match(raw) or (_LONE_NUMBER.match(raw) if index in edges else None)
            if mark:
                marks += 1
                printed[page if paged else marks] = int(next(g for g in mark.groups() if g))
                gap = max(gap, PAGE_GAP)
                continue
            line = None if _RULE.match(raw[:_LONGEST]) else _line(raw[:_LONGEST])
            if line is None or not line.text:
                gap += "|" not in raw
                continue
            for part in _parts(raw):
                line = _line(part)
                lines.append(replace(line, page=page if paged else 0, number=number, gap=gap, edge=index in edges))
                raws.append(part)
                gap = 1 if part != raw else 0
            gap = 0
    return Flow(split_by_space(lines, raws), len(sheets) if paged else 0, tuple(sorted(printed.items())))


def _parts(raw: str) -> list[str]:
    """A line as it stands, in two where a heading ran into it, or in many where it is longer than any should be."""
    if len(raw) > _LONGEST:
        return textwrap.wrap(raw, _LONGEST, break_on_hyphens=False)
    return _GLUED.sub(r"\1\f**\2", raw).split("\f")


def _line(raw: str) -> Line:
    """One line, told apart into cells where tabs or pipes do so for certain."""
    stripped = raw.strip()
    if stripped.startswith("|") and stripped.count("|") >= 2:
        cells = [c.replace("<br>", "\n") for c in stripped.strip("|").split("|")]
        filled = [c for c in cells if c.strip()]
        return row(cells, ruled=True, bold=bool(filled) and all(is_bold(c) for c in filled))
    indent = len(raw) - len(raw.lstrip())
    if "\t" in raw.strip("\n "):
        cells = merge_marker([c.strip() for c in raw.strip("\n ").split("\t")])
        if len(cells) > 1:
            return row(cells, ruled=True)
        return Line(clean(cells[0]), indent=indent, bold=is_bold(cells[0]))
    level = len(raw) - len(raw.lstrip("#")) if raw.startswith("#") else 0
    return Line(clean(raw), indent=indent, bold=is_bold(raw), level=level)
