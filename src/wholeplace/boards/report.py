"""A report to a board as data: what it asks for, whom to ask, its numbered paragraphs, its appendices and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Where:
    """A place in a file: page of the file from 1 (0 where it has no pages), line of the page or file from 1."""

    page: int = 0
    line: int = 0

    def __str__(self) -> str:
        """In words, such as `page 7, line 12`; empty if not known."""
        parts = [f"page {self.page}"] if self.page else []
        return ", ".join([*parts, f"line {self.line}"] if self.line else parts)


@dataclass(frozen=True)
class Contact:
    """An officer to ask, with position, telephone and email as printed."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells as text, every row as wide as the widest. `header` counts the rows at the top that are headings."""

    id: str
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    header: int = 0
    where: Where = field(default_factory=Where)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its number as printed (`6.3.1`), or without one.

    `id` is stable while the paragraph keeps its number: `item-2/para-6.3.1`, `item-8/appendix-a/para-3`. A paragraph
    without number is counted from the numbered one before it: `item-2/para-5/text-1`; a lettered or dotted point of one
    is `item-3/para-3/point-2`.
    """

    id: str
    number: str
    text: str
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the heading is empty for what comes before the first."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class Appendix:
    """An appendix, annex or attached document; `label` is as printed (`Appendix A`), or empty if it bears none."""

    id: str
    label: str
    title: str = ""
    sections: tuple[Section, ...] = ()
    where: Where = field(default_factory=Where)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables, in order."""
        return tuple(t for s in self.sections for t in s.tables)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All its paragraphs, in order."""
        return tuple(p for s in self.sections for p in s.paragraphs)


@dataclass(frozen=True)
class Report:
    """A report: front sheet, sections in order, appendices. `item` is its number on the agenda, if known."""

    id: str
    item: str
    title: str
    purpose: str = ""
    summary: str = ""
    recommendations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    confidential: bool | None = None
    contacts: tuple[Contact, ...] = ()
    sections: tuple[Section, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    where: Where = field(default_factory=Where)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the report itself, in order, without its appendices."""
        return tuple(p for s in self.sections for p in s.paragraphs)

    @property
    def numbered(self) -> tuple[Paragraph, ...]:
        """Those of its paragraphs that bear a number."""
        return tuple(p for p in self.paragraphs if p.number)

    def tables(self) -> Iterator[Table]:
        """Every table, of the report and then of its appendices."""
        for section in self.sections:
            yield from section.tables
        for appendix in self.appendices:
            yield from appendix.tables
