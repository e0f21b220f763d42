"""A report's body, or one of its appendices, while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from wholeplace.boards.reading.numbering import Sequence
from wholeplace.boards.report import Paragraph, Section, Table, Where


@dataclass
class OpenSection:
    """A section in the making, its paragraphs and tables in one order."""

    heading: str
    where: Where
    parts: list[Paragraph | Table] = field(default_factory=list)


@dataclass
class Container:
    """A report's own body, or one appendix."""

    id: str
    label: str
    where: Where
    title: str = ""
    numbers: Sequence = field(default_factory=Sequence)
    sections: list[OpenSection] = field(default_factory=list)
    tables: int = 0
    habit: bool = False

    def section(self) -> OpenSection:
        """The section that what comes next belongs to."""
        if not self.sections:
            self.sections.append(OpenSection("", self.where))
        return self.sections[-1]


def closed(container: Container) -> tuple[Section, ...]:
    """The sections of a container, done: those that hold something or bear a heading."""
    return tuple(
        Section(
            s.heading,
            tuple(p for p in s.parts if isinstance(p, Paragraph)),
            tuple(p for p in s.parts if isinstance(p, Table)),
            s.where,
        )
        for s in container.sections
        if s.parts or s.heading
    )
