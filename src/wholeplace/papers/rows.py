"""What charts with a row an item have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wholeplace.papers.drawing import Drawing

LABELS = 0.36  # the share of the width that the names of rows may take
LINE_HEIGHT, FOOT = 9.5, 4.0


def row_name(drawing: Drawing, lines: list[str], middle: float) -> None:
    """A row's name, in as many lines as it has, centred on `middle`."""
    first = middle + 2.8 - LINE_HEIGHT * (len(lines) - 1) / 2
    for index, line in enumerate(lines):
        drawing.label((0, first + LINE_HEIGHT * index), line)
