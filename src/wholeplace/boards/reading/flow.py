"""The one shape that text, PDF and Word are brought into before any rule is tried: lines in reading order.

A line knows where it stood, how many blank lines came before it, whether it was bold or styled as a heading, and, where
it is a row of a table, its cells. What a carrier can't tell (a text file has no bold) it leaves at its default, and
rules must not need it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wholeplace.boards.report import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.boards.model import Unread

_SPACES = re.compile(r"[ \u00a0\u2000-\u200b\u202f\u3000]+")
_ODD = str.maketrans({"\u2010": "-", "\u2011": "-", "\ufeff": None, "\u00ad": None, "\ufb01": "fi", "\ufb02": "fl"})
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:https?:|mailto:)[^)\s]*\)")
_TAG = re.compile(r"</?(?:u|b|i|em|strong|p|br|sup|sub|span|td|tr|th)\b[^<>]{0,80}>", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+")
_STRONG = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=[^\s*])\*(?![\w*])")
PAGE_GAP = 3
"""A gap as of a new page."""


@dataclass(frozen=True)
class Line:
    """One line. `cells` is not empty where it is a row; `ruled` says that its cells are certain, not told by spacing.

    `starts` gives where each cell begins, in characters or points, where cells are told by spacing. `edge` is true near
    the top or bottom of a page. `indent` is in the same unit as `starts`.
    """

    text: str
    page: int = 0
    number: int = 0
    gap: int = 0
    cells: tuple[str, ...] = ()
    ruled: bool = False
    starts: tuple[float, ...] = ()
    indent: float = 0
    bold: bool = False
    level: int = 0
    edge: bool = False
    owner: bool = False

    @property
    def where(self) -> Where:
        """Where it stood."""
        return Where(self.page, self.number)

    @property
    def filled(self) -> tuple[str, ...]:
        """Its cells that are not blank, or its text alone where it is no row."""
        return tuple(c for c in self.cells if c) if self.cells else ((self.text,) if self.text else ())


@dataclass(frozen=True)
class Flow:
    """A whole file: its lines, how many pages it has (0 if it has none), and what the carrier could not read.

    `printed` maps a page of the file to the number printed on it.
    """

    lines: tuple[Line, ...]
    pages: int = 0
    printed: tuple[tuple[int, int], ...] = ()
    unread: tuple[Unread, ...] = ()


def clean(text: str) -> str:
    """Text without marks of emphasis, links, odd hyphens and doubled spaces."""
    text = _LINK.sub(r"\1", _TAG.sub(" ", text.translate(_ODD)))
    text = _STRONG.sub("", _HEADING.sub("", text.strip()))
    return _SPACES.sub(" ", text.replace("\t", " ")).strip()


def is_bold(text: str) -> bool:
    """Whether a line of marked-up text is strong as a whole, but for a number before it."""
    return bool(re.match(r"^(?:[-\d.() ]*)(\*\*|__)(?=\S).*\1[ :.]*$", text.strip()))


def row(cells: Iterable[str], **known: object) -> Line:
    """A line that is a row of a table."""
    cleaned = tuple("\n".join(clean(part) for part in c.split("\n")).strip() for c in cells)
    text = " ".join(" ".join(c.split("\n")) for c in cleaned if c)
    return replace(Line(text, cells=cleaned), **known)  # type: ignore[arg-type]


def without_edges(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, first gap at least 1, so that a part of a flow can be read like a whole one."""
    return (replace(lines[0], gap=max(1, lines[0].gap)), *lines[1:]) if lines else ()


def shortened(text: str, most: int = 90) -> str:
    """Text cut to be shown in a list, at a word."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


def counted(number: int, word: str, plural: str = "") -> str:
    """A number with its noun: `1 page`, `2 pages`."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def runs_joined(lines: Sequence[Line]) -> list[Line]:
    """Lines with those joined that go on with a run of names: the one before ends in a comma or in *and*.

    `Councillors:` and the names beside it, told apart by wide space, are one line.
    """
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if (
            line.cells
            and not line.ruled
            and re.match(r"(?:councillors|cllrs|members)\s*:", line.cells[0], re.IGNORECASE)
        ):
            line = replace(line, cells=(), starts=())  # noqa: PLW2901 - the same line, seen as text
        if last and not line.cells and not last.cells and line.gap == 0 and re.search(r"(?:,|;|\band|&)$", last.text):
            result[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            result.append(line)
    return result
