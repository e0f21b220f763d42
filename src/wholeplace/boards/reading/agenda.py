"""The agenda: numbered items with their pages, what lies beneath them, and which are not for the public."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wholeplace.boards.model import AgendaItem, Unread
from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.flow import PAGE_GAP, Line, shortened
from wholeplace.boards.reading.pages import Pages, pages_in
from wholeplace.boards.reading.vocabulary import NO_PAGES, OPEN, RESTRICTED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

HEADING = re.compile(
    r"^\W*(?:the\s+)?a\s?g\s?e\s?n\s?d\s?a(?:\s+items?|\s+front sheet)?\W*$|^\W*(?:order of )?business\W*$",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^\W*(?:(?:agenda )?items?(?: no\.?| number)?|no\.?|title|subject|reports?|topics?|"
    r"lead(?: officer)?|time|pages?(?: nos?\.?| numbers?)?|"
    r"paper|business|ref)(?:[\s/|]+(?:items?|no\.?|pages?(?: nos?\.?)?|title|subject|lead|time|paper|report))*\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\(?(?:(?:agenda )?item\s+)?(?P<number>\d{1,3})(?:[.):]+(?!\d)\s*|\s+)(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
_LETTER = re.compile(r"^(?:\d{1,2})?\s*\(?(?P<letter>[a-z]|[ivx]{1,4})[.)]\s*(?P<rest>\S.*)$", re.DOTALL)
_BARE = re.compile(r"^\(?(?P<number>\d{1,3})[.):]{0,2}$")
_MARKED = re.compile(
    r"[(\[*]\s*(?:confidential|exempt|restricted|private|not for publication|part (?:2|ii|b)|closed)\b[^)\]*]*[)\]*]"
    r"|^(?:confidential|exempt|restricted|private)(?: items?| reports?| appendi\w+| minutes|"
    r" session)?\s*[:–-]|[:–-]\s*(?:confidential|exempt|restricted)$"
    r"|^(?:exempt|confidential) (?:minutes|note|appendix|report|item)",
    re.IGNORECASE,
)
_EXCLUSION = re.compile(
    r"exclu\w+ of (?:the )?(?:press|public)|(?:press|public) (?:and (?:press|public) )?be excluded", re.IGNORECASE
)
NEXT_MEETING = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:date (?:and time )?of (?:the )?next meetings?|"
    r"next meetings?(?: date)?)\s*[:–-]*\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_MOST_ABOUT = 8
_WRAPPED = 45


@dataclass
class Agenda:
    """What was found: items nested, the line after the last, the next meeting, and what did not fit."""

    items: list[AgendaItem] = field(default_factory=list)
    end: int = 0
    next_text: str = ""
    next_date: dt.date | None = None
    unread: list[Unread] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many items with those beneath them."""
        return sum(1 for item in self.items for _ in item.walk())


@dataclass
class _Draft:
    number: str
    title: str
    pages: Pages
    restricted: bool
    section: str
    line: Line
    about: list[str] = field(default_factory=list)
    parts: list[_Draft] = field(default_factory=list)


def read_agenda(lines: Sequence[Line], start: int, stop: int) -> Agenda:
    """The agenda that begins at line `start` (its heading) and ends before `stop` at the latest."""
    reader = _Reader(lines, start, stop)
    return reader.read()


class _Reader:
    def __init__(self, lines: Sequence[Line], start: int, stop: int) -> None:
        self.lines, self.start, self.stop = lines, start, stop
        self.drafts: list[_Draft] = []
        self.section, self.restricted = "", False
        self.pending = ""
        self.between = False
        self.result = Agenda(end=start + 1)
        self.loose = 0

    def read(self) -> Agenda:
        for index in range(self.start + 1, self.stop):
            line = self.lines[index]
            if self.drafts and self._is_over(index, line):
                break
            if index == self.result.end and not line.gap and self._runs_on(line):
                self.result.end = index + 1
            elif self._take(line):
                self.result.end = index + 1
                self.loose = 0
            elif self.drafts:
                self.loose += 1
        self.result.items = [self._item(d, "") for d in self.drafts]
        return self.result

    def _runs_on(self, line: Line) -> bool:
        """Take up the rest of the next meeting's date and place, where the line above was too short for it."""
        text = self.result.next_text
        if not text or len(text) < _WRAPPED or text.endswith(".") or self._number_of(line)[0]:
            return False
        self.result.next_text = f"{text} {line.text}"
        return len(text) < 4 * _WRAPPED

    def _is_over(self, index: int, line: Line) -> bool:
        """Whether the agenda has ended: a new page or long text, and no next item within reach."""
        if line.gap < PAGE_GAP and self.loose < _MOST_ABOUT and len(line.text) < 400:
            return False
        ahead = self.lines[index : min(index + 25, self.stop)]
        return not any(self._number_of(a)[0] == self._expected() for a in ahead)

    def _expected(self) -> int:
        last = next((d.number for d in reversed(self.drafts) if d.number.isdigit()), "0")
        return int(last) + 1

    def _number_of(self, line: Line) -> tuple[int, str, list[str]]:
        """The item number that a line begins with (0 for none), the words after it, and its other cells."""
        first, *others = list(line.filled) or [""]
        bare = _BARE.match(first)
        if bare and others:
            return int(bare["number"]), others[0], others[1:]
        found = _NUMBER.match(first)
        if found and (found["rest"] or others) and not re.match(r"(?:am|pm|noon|%)\b", found["rest"]):
            if find_date(first) and not first.lstrip("(")[len(found["number"]) :].startswith((".", ")", ":")):
                return 0, "", []
            return int(found["number"]), found["rest"] or others[0], others if found["rest"] else others[1:]
        return 0, "", []

    def _take(self, line: Line) -> bool:
        """Put a line where it belongs; False if it only might belong to the item before it."""
        text = line.text
        if HEADER.match(text) and not self.pending:
            return not self.drafts
        ahead = NEXT_MEETING.match(text)
        if ahead and not _BARE.match(line.filled[0]) and (ahead["rest"] or not _NUMBER.match(text)):
            self.result.next_text = self.result.next_text or ahead["rest"].strip()
            found = find_date(ahead["rest"])
            self.result.next_date = found[0] if found else self.result.next_date
            return True
        if self.result.next_text == "" and self.drafts and self.drafts[-1].title.lower().startswith("date of next"):
            found = find_date(text)
            if found:
                self.result.next_text, self.result.next_date = text, found[0]
        number, title, others = self._number_of(line)
        if number and self._fits(number, line, others):
            self._start(str(number), title, others, line)
            return True
        if number == 0 and (bare := _BARE.match(text)) and int(bare["number"]) == self._expected():
            self.pending = bare["number"]
            return True
        if self.pending:
            first, *others = line.filled
            self._start(self.pending, first, others, line)
            return True
        return self._take_part(line)

    def _take_part(self, line: Line) -> bool:
        """A lettered item, a heading of a section, pages of the item before, or words about it."""
        first, *others = line.filled
        if self.drafts:
            letter = _LETTER.match(first)
            if letter and self._letter_fits(letter["letter"]):
                draft = self._draft(letter["letter"], letter["rest"], others, line)
                self.drafts[-1].parts.append(draft)
                return True
            rest, pages = pages_in(line.text, cell=True)
            last = self.drafts[-1].parts[-1] if self.drafts[-1].parts else self.drafts[-1]
            if pages[0] is not None and not rest and last.pages[0] is None:
                last.pages = pages
                return True
        if self._is_section(line):
            return True
        if others and not self.drafts_numbered() and pages_in(others[-1], cell=True)[1][0] is not None:
            self._start("", first, others, line)
            return True
        if not self.drafts:
            return False
        return self._about(line)

    def drafts_numbered(self) -> bool:
        return any(d.number for d in self.drafts)

    def _fits(self, number: int, line: Line, others: list[str]) -> bool:
        if not self.drafts:
            return number == 1 or not any(self._number_of(a)[0] == 1 for a in self.lines[self.start + 1 : self.stop])
        expected = self._expected()
        if number == expected:
            return True
        sure = bool(others) and pages_in(others[-1], cell=True)[1][0] is not None
        if expected < number <= expected + 5 and (sure or pages_in(line.text)[1][0] is not None):
            why = f"the agenda goes from item {expected - 1} to item {number}"
            self.result.unread.append(Unread(shortened(line.text), why, line.where))
            return True
        return False

    def _letter_fits(self, letter: str) -> bool:
        parts = self.drafts[-1].parts
        if not parts:
            return letter in {"a", "i"}
        romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
        last = parts[-1].number
        if last in romans and letter in romans and romans.index(letter) == romans.index(last) + 1:
            return True
        return len(last) == 1 and letter == chr(ord(last) + 1)

    def _is_section(self, line: Line) -> bool:
        text = line.text
        if len(text.split()) > 14 and not _EXCLUSION.search(text):
            return False
        if OPEN.search(text) and not RESTRICTED.search(text):
            self.section, self.restricted, self.between = text, False, True
            return True
        if RESTRICTED.search(text) and (text.isupper() or len(text.split()) <= 8 or _EXCLUSION.search(text)):
            self.section, self.restricted, self.between = shortened(text), True, True
            return True
        return False

    def _start(self, number: str, title: str, others: list[str], line: Line) -> None:
        self.pending = ""
        self.between = False
        self.drafts.append(self._draft(number, title, others, line))
        if _EXCLUSION.search(title):
            self.section, self.restricted = title, True

    def _draft(self, number: str, title: str, others: list[str], line: Line) -> _Draft:
        about: list[str] = []
        pages: Pages = (None, None, "")
        for cell in reversed(others):
            _, found = pages_in(cell, cell=True)
            if found[0] is not None and pages[0] is None:
                pages = found
            elif NO_PAGES.search(cell) and len(cell.split()) <= 4 and not pages[2]:
                pages = (None, None, cell)
            elif re.search(r"\w", cell):
                about.insert(0, " ".join(cell.split()))
        title = " ".join(title.split())
        if pages[0] is None:
            title, found = pages_in(title)
            pages = found if found[0] is not None else pages
        restricted = self.restricted or bool(_MARKED.search(title))
        return _Draft(number, title.rstrip(" .…_"), pages, restricted, self.section, line, about)

    def _about(self, line: Line) -> bool:
        last = self.drafts[-1].parts[-1] if self.drafts[-1].parts else self.drafts[-1]
        text, pages = pages_in(line.text)
        if not text and pages[0] is None:
            return False
        if self.between or self.result.next_text:  # it belongs to the section's heading, or stands after the agenda
            return self.between
        if (
            line.gap == 0
            and not last.about
            and (last.pages[0] is None or line.text[:1].islower())
            and not text.endswith(".")
        ):
            if NO_PAGES.fullmatch(text.strip("() ")):
                last.pages = (None, None, text.strip("() "))
            elif text:
                last.title = f"{last.title} {text}".strip()
        elif line.gap < PAGE_GAP and len(text) < 400 and text:
            last.about.append(text)
        if pages[0] is not None and last.pages[0] is None:
            last.pages = pages
            return True
        return line.gap == 0

    def _item(self, draft: _Draft, parent: str) -> AgendaItem:
        identifier = f"{parent}{draft.number}" if parent else f"item-{draft.number or self.drafts.index(draft) + 1}"
        parts = tuple(
            self._item(replace(p, restricted=p.restricted or draft.restricted), identifier) for p in draft.parts
        )
        return AgendaItem(
            identifier, draft.number, draft.title, *draft.pages, draft.restricted, draft.section,
            " ".join(draft.about), parts, draft.line.where,
        )  # fmt: skip
