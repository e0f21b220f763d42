"""The body of a report: sections, numbered paragraphs, points, tables, and the appendices behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.boards.model import Unread
from wholeplace.boards.reading.container import Container, OpenSection, closed
from wholeplace.boards.reading.flow import PAGE_GAP, Line, shortened
from wholeplace.boards.reading.furniture import ITEM_MARK
from wholeplace.boards.reading.headings import APPENDIX, is_heading, is_known, is_numbered_heading
from wholeplace.boards.reading.numbering import Mark, mark_of, point_of
from wholeplace.boards.reading.tables import goes_on, starts_afresh, table_of
from wholeplace.boards.report import Appendix, Paragraph, Section, Table, Where

if TYPE_CHECKING:
    from collections.abc import Sequence as Lines


@dataclass
class Body:
    """What was read: sections of the report, its appendices, and what was odd."""

    sections: tuple[Section, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    unread: list[Unread] = field(default_factory=list)


def read_body(lines: Lines[Line], prefix: str) -> Body:
    """The body that begins after a report's front sheet. `prefix` begins every id."""
    return _Reader(prefix).read([line for line in lines if not ITEM_MARK.match(line.text)])


class _Reader:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.containers = [Container(prefix, "", Where())]
        self.base = ""
        self.points = self.texts = 0
        self.unread: list[Unread] = []
        self.listing = 0

    def read(self, lines: Lines[Line]) -> Body:
        index = 0
        while index < len(lines):
            index = self._step(lines, index)
        self._set_apart()
        for container in self.containers:
            for before, after in container.numbers.jumps:
                what = container.label or self.prefix
                self.unread.append(Unread(what, f"paragraph numbers go from {before} to {after}"))
        first, *others = self.containers
        return Body(
            closed(first),
            tuple(Appendix(c.id, c.label, c.title, closed(c), c.where) for c in others),
            self.unread,
        )

    @property
    def now(self) -> Container:
        return self.containers[-1]

    def _step(self, lines: Lines[Line], index: int) -> int:
        line = lines[index]
        if line.cells and (line.ruled or self._run(lines, index) - index > 1):
            return self._table(lines, index)
        follower = lines[index + 1] if index + 1 < len(lines) else None
        labelled = APPENDIX.match(line.text)
        if labelled and (line.gap or index == 0) and len(line.text) < 150 and not line.text.endswith((".", ",", ";")):
            return self._appendix(labelled, lines, index)
        mark = mark_of(line.text)
        if mark and is_numbered_heading(line, follower, habit=self.now.habit) and self.now.numbers.accepts(mark):
            self.now.numbers.take(mark)
            self.now.sections.append(OpenSection(mark.text, line.where))
            self.now.habit = True
            return index + 1
        if mark and self._numbered(mark, line):
            return index + 1
        if is_heading(line, follower) or self._lettered(line):
            self.now.sections.append(OpenSection(line.text.rstrip(":"), line.where))
            self.listing = 0
            return index + 1
        self._text(line, mark)
        return index + 1

    def _lettered(self, line: Line) -> bool:
        """Whether a line is the next of a report's headings A., B., C., even if it ends like a sentence."""
        found = re.match(r"^([B-Z])\.\s+[A-Z]", line.text)
        before = f"{chr(ord(found[1]) - 1)}. " if found else ""
        return bool(found and line.gap and len(line.text) < 150) and any(
            s.heading.startswith(before) for s in self.now.sections
        )

    def _numbered(self, mark: Mark, line: Line) -> bool:
        """Begin a numbered paragraph if the number may stand here; False if it is a list's or none."""
        numbers = self.now.numbers
        if self._in_list(mark, line):
            return False
        if not numbers.accepts(mark):
            if not numbers.accepts(mark, restart=True) or numbers.top < 2 or not line.gap or self._is_attached():
                return False  # an attached document has footnotes and lists that begin at 1
            if not self._begin_attachment(line):
                self.unread.append(Unread(shortened(line.text), "paragraph numbers begin at 1 again here", line.where))
            numbers = self.now.numbers
            numbers.last = ()
        number = mark.number
        again = number in numbers.seen
        numbers.take(mark)
        self.base = f"{self.now.id}/para-{number}" + ("~2" if again else "")
        self.points = self.texts = self.listing = 0
        self.now.section().parts.append(Paragraph(self.base, number, mark.text, line.where))
        return True

    def _in_list(self, mark: Mark, line: Line) -> bool:
        """Whether a number only counts the points of a list: it begins at 1 after a colon, or goes on from there."""
        if len(mark.levels) > 1:
            return False
        last = self._last_text()
        if mark.levels[0] == 1 and self.now.numbers.top and last.endswith((":", " that", " the following")):
            self.listing = 1
            return True
        if self.listing and mark.levels[0] == self.listing + 1 and not (line.gap > 1):
            self.listing += 1
            return mark.levels[0] != self.now.numbers.top + 1 or line.gap == 0
        return False

    def _begin_attachment(self, line: Line) -> bool:
        """Put what came since the last numbered paragraph, and what follows, into an attachment without a label.

        Not where a known heading of reports came since: then the report itself begins its numbers again.
        """
        container = self.now
        moved: list[OpenSection] = []
        while container.sections and not any(
            isinstance(p, Paragraph) and p.number for p in container.sections[-1].parts
        ):
            moved.insert(0, container.sections.pop())
        tail: list[Paragraph | Table] = []
        if container.sections:
            parts = container.sections[-1].parts
            while parts and not (isinstance(parts[-1], Paragraph) and parts[-1].id.startswith(self.base)):
                tail.insert(0, parts.pop())
        if any(is_known(s.heading) for s in moved) or container.label:
            if tail:
                container.sections[-1].parts.extend(tail)
            container.sections.extend(moved)
            return False
        where = tail[0].where if tail else moved[0].where if moved else line.where
        attachment = self._attachment(where)
        if moved and not tail:
            attachment.title = moved[0].heading
            moved = moved if moved[0].parts else moved[1:]
        if tail:
            attachment.sections.append(OpenSection("", where, tail))
        attachment.sections.extend(moved)
        return True

    def _is_attached(self) -> bool:
        return len(self.containers) > 1 and not self.now.label

    def _attachment(self, where: Where) -> Container:
        number = sum(1 for c in self.containers[1:] if not c.label) + 1
        self.containers.append(Container(f"{self.prefix}/attachment-{number}", "", where))
        return self.now

    def _appendix(self, found: re.Match[str], lines: Lines[Line], index: int) -> int:
        label = f"{found['word'].capitalize()} {found['letter'].upper()}".strip()
        line = lines[index]
        if self.now.label == label:  # a running head
            return index + 1
        slug = re.sub(r"\W+", "-", label.lower()).strip("-")
        again = any(c.label == label for c in self.containers)
        self.containers.append(Container(f"{self.prefix}/{slug}" + ("~2" if again else ""), label, line.where))
        self.base, self.points, self.texts, self.listing = self.now.id, 0, 0, 0
        title = found["title"].strip(" :–-.")
        after = index + 1
        if not title and after < len(lines):
            follower = lines[after]
            if is_heading(follower, lines[after + 1] if after + 1 < len(lines) else None) and not mark_of(
                follower.text
            ):
                title, after = follower.text, after + 1
        self.now.title = title
        return after

    def _run(self, lines: Lines[Line], index: int) -> int:
        """The line after the last row of the table that begins here; a gap does not end it, other words do."""
        end = index + 1
        if lines[index].ruled:
            while end < len(lines) and lines[end].ruled and not starts_afresh(lines[index:end], lines[end]):
                end += 1
            return end
        starts = set(lines[index].starts)
        while end < len(lines) and goes_on(starts, lines[end - 1], lines, end):
            starts |= set(lines[end].starts)
            end += 1
        return end

    def _table(self, lines: Lines[Line], index: int) -> int:
        end = self._run(lines, index)
        container = self.now
        container.tables += 1
        section = container.section()
        title = ""
        if not section.parts and section.heading and lines[index].gap < PAGE_GAP:
            title = section.heading
        table = table_of(lines[index:end], f"{container.id}/table-{container.tables}", title)
        if not lines[index].ruled:
            self.unread.append(Unread(table.id, "its columns are told by spacing alone: check them", table.where))
        section.parts.append(table)
        return end

    def _last_text(self) -> str:
        parts = self.now.section().parts
        return parts[-1].text if parts and isinstance(parts[-1], Paragraph) else ""

    def _text(self, line: Line, mark: Mark | None) -> None:
        """A point of a list, the rest of the paragraph above, or a paragraph without number."""
        parts = self.now.section().parts
        base = self.base or self.now.id
        point = point_of(line.text)
        if point and (not mark or line.gap == 0 or self.listing or self._last_text().endswith((":", ";"))):
            self.points += 1
            label, text = point
            parts.append(
                Paragraph(f"{base}/point-{self.points}", "", f"{label}) {text}" if label else text, line.where)
            )
            return
        last = parts[-1] if parts else None
        if isinstance(last, Paragraph) and (line.gap == 0 or _unfinished(last.text, line.text)):
            joined = last.text[:-1] + line.text if _hyphenated(last.text, line.text) else f"{last.text} {line.text}"
            parts[-1] = Paragraph(last.id, last.number, joined.strip(), last.where)
            return
        self.texts += 1
        parts.append(Paragraph(f"{base}/text-{self.texts}", "", line.text, line.where))

    def _set_apart(self) -> None:
        """Tables after a report's last numbered paragraph are an attachment that bears no label."""
        container = self.containers[0]
        if not container.sections or not container.numbers.top:
            return
        parts = container.sections[-1].parts
        last = max((i for i, p in enumerate(parts) if isinstance(p, Paragraph) and p.number), default=None)
        if last is None or not any(isinstance(p, Table) for p in parts[last + 1 :]):
            return
        first = next(i for i, p in enumerate(parts) if i > last and isinstance(p, Table))
        moved, parts[first:] = parts[first:], []
        attachment = Container(
            f"{self.prefix}/attachment-0", "", moved[0].where, sections=[OpenSection("", moved[0].where, moved)]
        )
        if isinstance(moved[0], Table):
            attachment.title = shortened(next((c for c in moved[0].rows[0] if c), ""))
        self.containers.insert(1, attachment)


def _unfinished(before: str, after: str) -> bool:
    """Whether a page cut a paragraph: it lacks its end, and what follows goes on in small letters or at length."""
    if not before or before.rstrip()[-1:] in ".!?:;”\"'’)" or len(before) < 40:
        return False
    return after[:1].islower() or before.rstrip()[-1:] in ",–-&(/" or len(after) > 60


def _hyphenated(before: str, after: str) -> bool:
    """Whether a word was parted at the end of a line."""
    return bool(re.search(r"[a-z]{2}-$", before)) and after[:1].islower() and not re.match(r"(?:and|or|to)\b", after)
