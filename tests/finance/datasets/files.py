"""Makes files of the published kinds in memory, with invented places, for the readers' tests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layouts import xlsx
from wholeplace.evidence.source import SourceFile

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Block, Reading

Rows = list[list[Any]]


def workbook(sheets: dict[str, Rows], name: str = "file.xlsx") -> SourceFile:
    """A workbook with these sheets; None leaves a cell empty."""
    return SourceFile(Path(name), xlsx(sheets))


def comma_separated(rows: Rows, name: str = "file.csv") -> SourceFile:
    """A CSV of these rows, the first of which is the header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return SourceFile(Path(name), out.getvalue().encode())


def as_json(content: object, name: str = "file.json") -> SourceFile:
    """A JSON file."""
    return SourceFile(Path(name), json.dumps(content, indent=2).encode())


def block(reading: Reading, line: str) -> Block:
    """The only block of a line."""
    (found,) = [b for b in reading.blocks if b.line == line]
    return found


def number(reading: Reading, line: str, authority: str) -> float:
    """The number of a line for an authority, by its key."""
    found = block(reading, line)
    return float(found.numbers[list(found.authorities).index(authority)])


def status(reading: Reading, line: str, authority: str) -> str:
    """The status of a line for an authority, by its key."""
    found = block(reading, line)
    return str(found.statuses[list(found.authorities).index(authority)])
