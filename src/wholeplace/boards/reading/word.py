"""Word files as lines: paragraphs with the numbers that Word would show, and tables as rows."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from wholeplace.boards.model import Unread
from wholeplace.boards.reading.flow import PAGE_GAP, Flow, Line, clean, row
from wholeplace.boards.reading.spacing import merge_marker
from wholeplace.boards.reading.word_numbers import Numbers
from wholeplace.core.errors import BadFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^heading\s*(\d)$", re.IGNORECASE)
_MOST_NESTED = 4


def read_word(name: str, data: bytes) -> Flow:
    """The flow of a Word file (.docx). Pages are not known: Word sets them when it opens the file.

    Raises:
        BadFileError: it can't be opened, or it is built in a way that Word itself would not leave.
    """
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        numbers = Numbers(document)
        reader = _Reader(numbers, {s.style_id: s for s in document.styles})
        lines = tuple(reader.block(document.element.body, 0))
        pictures = len(document.inline_shapes)
    except BadFileError:
        raise
    except Exception as error:  # noqa: BLE001 - python-docx raises whatever the broken part leads it to
        raise BadFileError(
            name,
            f"it is a Word file that can't be opened ({type(error).__name__})",
            "Open it in Word, save it again and read that.",
        ) from None
    unread = (Unread(f"{pictures} pictures", "pictures are not read"),) if pictures else ()
    return Flow(lines, 0, (), unread)


class _Reader:
    def __init__(self, numbers: Numbers, styles: dict[str, Any]) -> None:
        self.numbers, self.styles = numbers, styles
        self.line = 0
        self.gap = 0

    def block(self, element: Any, depth: int) -> Iterator[Line]:
        """Paragraphs and tables of a body, a cell or a content control, in order."""
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl" and depth < _MOST_NESTED:
                yield from self._table(child, depth)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"}:
                yield from self.block(child, depth)

    def _paragraph(self, element: Any) -> Iterator[Line]:
        self.line += 1
        text = _text(element)
        label = self.numbers.label(element)
        if not text.strip():
            self.gap += 1
            return
        style = self._style(element)
        heading = _HEADING.match(style)
        level = int(heading[1]) if heading else 1 if style.lower() == "title" else 0
        new_page = (
            bool(element.findall(f".//{_W}br[@{_W}type='page']"))
            or element.find(f"{_W}pPr/{_W}pageBreakBefore") is not None
        )
        bold = _is_bold(element)
        for position, part in enumerate(p for p in text.split("\n") if p.strip()):
            labelled = f"{label} {part}" if label and not position else part
            cells = merge_marker([c.strip() for c in labelled.split("\t")])
            gap = (PAGE_GAP if new_page else max(1, self.gap)) if not position else 0
            filled = [c for c in cells if c]
            if len(filled) > 1 and not position and len(part) < 200:
                line = row(cells)
                yield Line(
                    line.text,
                    0,
                    self.line,
                    gap,
                    line.cells,
                    False,
                    tuple(float(i * 20) for i in range(len(cells))),
                    bold=bold,
                    level=level,
                )
            else:
                yield Line(clean(" ".join(filled)), 0, self.line, gap, bold=bold, level=level)
        self.gap = 0

    def _style(self, element: Any) -> str:
        found = element.find(f"{_W}pPr/{_W}pStyle")
        style = self.styles.get(found.get(f"{_W}val")) if found is not None else None
        return str(style.name) if style is not None and style.name else ""

    def _table(self, element: Any, depth: int) -> Iterator[Line]:
        """Rows with their cells; one that spans several columns or rows stands in the first of them."""
        first = True
        for tr in element.findall(f"{_W}tr"):
            self.line += 1
            cells: list[str] = []
            for tc in tr.findall(f"{_W}tc"):
                span = tc.find(f"{_W}tcPr/{_W}gridSpan")
                merged = tc.find(f"{_W}tcPr/{_W}vMerge")
                goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
                cells.append("" if goes_on else "\n".join(line.text for line in self.block(tc, depth + 1)))
                width = int(span.get(f"{_W}val") or 1) if span is not None else 1
                cells += [""] * (min(width, 60) - 1)
            if not any(c.strip() for c in cells):
                continue
            line = row(cells, ruled=True, number=self.line, gap=max(1, self.gap) if first else 0)
            first = False
            self.gap = 0
            if len(line.cells) == 1:
                for part in line.cells[0].split("\n"):
                    yield Line(part, 0, self.line, 1)
            else:
                yield line
        self.gap = 1


def _text(element: Any) -> str:
    """The words of a paragraph as it stands: insertions kept, deletions left out, tabs and breaks as such."""
    parts = []
    for node in element.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append("\t")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _is_bold(element: Any) -> bool:
    """Whether every run with words in it is bold."""
    runs = [r for r in element.iter(f"{_W}r") if any((t.text or "").strip() for t in r.iter(f"{_W}t"))]

    def bold(run: Any) -> bool:
        mark = run.find(f"{_W}rPr/{_W}b")
        return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}

    return bool(runs) and all(bold(r) for r in runs)
