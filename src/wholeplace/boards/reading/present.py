"""Who came to one meeting, from its note: a table of positions, or lists after *Present* and *Apologies*."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wholeplace.boards.model import APOLOGIES, PRESENT, SUBSTITUTE, Attendance, Unread
from wholeplace.boards.reading.flow import Line, runs_joined, shortened
from wholeplace.boards.reading.membership import group_header, header_of
from wholeplace.boards.reading.names import (
    VACANCY,
    looks_like_name,
    party_of,
    read_person,
    role_of,
    split_names,
    split_title,
    substitute_for,
)
from wholeplace.boards.reading.vocabulary import AUTHORITIES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

HEADING = re.compile(
    r"^\W*(?:(?:appendix|annex)\s+\w{1,2}\W+)?(?:attendance(?: list| record)?|"
    r"list of (?:those )?attend\w*|attendees|(?:those |members )?present|in attendance|"
    r"also (?:present|in attendance)|apologies(?: for absence)?|substitutes?|officers(?: (?:present|"
    r"in attendance))?)\s*(?::.*|\W*)$",
    re.IGNORECASE,
)
_SECTIONS = {
    "apologies": r"apolog(?:ies|y)(?: for absence| received| given)?(?: (?:were |had been )?(?:received )?from)?"
    r"|absent(?: with apologies)?",
    "substitute": r"(?:named )?substitutes?(?: members?)?(?: (?:present|attending))?|in substitution",
    "in attendance": r"(?:also )?in attendance|also (?:present|attending)|guests?|visitors?|invited|speakers?"
    r"|(?:lga |council )?(?:officers?|staff|secretariat)(?: (?:present|in attendance|attending))?"
    r"|others? (?:present|in attendance)",
    "present": r"(?:those |members |councillors |committee members |board members )?present|attendance|attendees"
    r"|attendance list|members? in attendance",
}
_SECTION = tuple((key, re.compile(rf"^\W*(?:{words})\W*$", re.IGNORECASE)) for key, words in _SECTIONS.items())
BESIDE = tuple(
    (key, re.compile(rf"^\W*(?:{words})\s*(?::|\s[-–]\s|(?<=from)\s)\s*(?P<rest>\S.*)$", re.IGNORECASE))
    for key, words in _SECTIONS.items()
)
_FROM = re.compile(r"apolog(?:ies|y)\b[^.]{0,60}?\bfrom\b:?\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_SURPLUS = re.compile(r"[(,–]| - ")
_APPENDIX = re.compile(r"^\W*(?:appendix|annex)\s+\w{1,2}\W+", re.IGNORECASE)
_NOBODY = re.compile(r"^\W*(?:none|nil|no apologies|there were no)\b", re.IGNORECASE)


@dataclass
class _State:
    section: str = "present"
    role: str = ""
    role_text: str = ""
    group: str = ""


def section_of(text: str) -> str:
    """Which part of an attendance list a heading begins: present, apologies, substitute, in attendance, or none."""
    bare = _APPENDIX.sub("", text)
    return next((key for key, pattern in _SECTION if pattern.match(bare)), "")


def read_present(lines: Sequence[Line], date: dt.date | None) -> tuple[list[Attendance], list[Unread]]:
    """Attendance of one meeting from the lines of its attendance list."""
    return _Reader(date).read(runs_joined(lines))


class _Reader:
    def __init__(self, date: dt.date | None) -> None:
        self.date = date
        self.state = _State()
        self.columns: dict[str, int] = {}
        self.found: list[Attendance] = []
        self.unread: list[Unread] = []
        self.adrift: list[list[Line]] = []

    def read(self, lines: Sequence[Line]) -> tuple[list[Attendance], list[Unread]]:
        for line in lines:
            if line.cells:
                self._row(line)
            elif not self._words(line):
                if not self.adrift or line.gap:
                    self.adrift.append([])
                self.adrift[-1].append(line)
        self._pair()
        return self.found, self.unread

    def _enter(self, text: str) -> bool:
        """Follow a heading into its part of the list, or a position such as *Vice-chairman* that its people hold."""
        section = section_of(text)
        if section:
            self.state = _State(section)
            return True
        role = role_of(text)
        if role and role != "substitute":
            section = self.state.section if self.state.section != "substitute" else "present"
            self.state = _State(section, role, text, self.state.group)
            return True
        if party_of(text):
            self.state.group = party_of(text)
            return True
        return False

    def _row(self, line: Line) -> None:
        cells = [" ".join(c.split()) for c in line.cells]
        columns = header_of(line)
        if columns:
            self.columns = columns
            if 0 not in columns.values() and cells[0]:
                self._enter(cells[0])
            elif "role" in columns:
                self.state.role = self.state.role_text = ""
            return
        if (
            len(line.filled) == 1
            and not looks_like_name(line.filled[0])
            and self._words(replace(line, cells=(), text=line.filled[0]))
        ):
            return
        at = self.columns if self.columns and max(self.columns.values()) < len(cells) else self._guess(cells)
        if not at:
            self.unread.append(Unread(shortened(line.text), "not a row of an attendance list", line.where))
            return
        first = cells[at.get("role", 0)] if at["name"] != 0 else ""
        if first:
            self._enter(first)
        name = cells[at["name"]]
        if not name and at["name"] != 0 and first:
            return
        authority = cells[at["authority"]] if "authority" in at else ""
        group = cells[at["group"]] if "group" in at else ""
        if not self._people(name, authority, party_of(group)):
            self.unread.append(Unread(shortened(line.text), "no name in this row of an attendance list", line.where))

    def _guess(self, cells: list[str]) -> dict[str, int]:
        """Which column holds what where no heading said so: the first that holds a name, then the next filled one."""
        name = next((i for i, c in enumerate(cells) if c and looks_like_name(_SURPLUS.split(c)[0])), None)
        if name is None:
            name = next((i for i, c in enumerate(cells) if i and "," in c and cells[0] and section_of(cells[0])), None)
            return {"name": name, "role": 0} if name else {}
        after = next((i for i in range(name + 1, len(cells)) if cells[i]), None)
        found = {"name": name} if after is None else {"name": name, "authority": after}
        return {**found, "role": 0} if name else found

    def _words(self, line: Line) -> bool:
        text = line.text
        for key, pattern in BESIDE:
            if found := pattern.match(text):
                self.state = _State(key)
                return _NOBODY.match(found["rest"]) is not None or self._people(found["rest"])
        if self._enter(text.rstrip(":")) or group_header(line):
            return True
        if ":" in text:
            head, rest = text.split(":", 1)
            if self._enter(head) and rest.strip():
                return self._people(rest)
        return self._people(text) if not (line.gap and text.endswith(".") and len(text) > 200) else False

    def _people(self, text: str, authority: str = "", group: str = "") -> bool:
        """Take up one name or a run of names; False if there is none."""
        text = re.sub(r"^[-–•*·]\s*", "", text).strip(" .")
        if not text or VACANCY.match(text):
            return bool(text)
        plural = re.match(r"(?:councillors|cllrs|members)\b:?\s*", text, re.IGNORECASE)
        rest = text[plural.end() :] if plural else text
        names = [rest] if authority else split_names(rest, surnames=bool(plural))
        people = [n for n in names if plural or looks_like_name(_SURPLUS.split(n)[0]) or split_title(n)[0]]
        people = [
            n for n in people if len(n.split()) <= 14 and not re.match(r"(?:appendix|annex|item)\b", n, re.IGNORECASE)
        ]
        for name in people:
            self._add(name, authority, group)
        return bool(people) and len(people) >= len(names) / 2

    def _add(self, name: str, authority: str, group: str) -> None:
        state = self.state
        role = state.role or {"substitute": "substitute", "in attendance": "in attendance"}.get(state.section, "")
        person = read_person(name, authority, group or state.group, role, state.role_text)
        whom = substitute_for(name)
        status = (
            APOLOGIES
            if state.section == "apologies"
            else SUBSTITUTE
            if whom or person.role == "substitute"
            else PRESENT
        )
        self.found.append(Attendance(person, status, self.date, "", "", state.section, whom))

    def _pair(self) -> None:
        """Lines that fit nothing: names and bodies that lost their columns are put together in order, and said so."""
        for lines in self.adrift:
            bodies = [line.text for line in lines]
            waiting = [i for i, a in enumerate(self.found) if not a.person.authority][-len(bodies) :]
            plausible = all(len(b) < 60 and not b.endswith(".") for b in bodies)
            plausible = plausible and (len(bodies) > 1 or bool(AUTHORITIES.search(bodies[0])))
            if plausible and len(waiting) == len(bodies) == waiting[-1] - waiting[0] + 1:
                for index, body in zip(waiting, bodies, strict=True):
                    old = self.found[index]
                    self.found[index] = replace(old, person=replace(old.person, authority=body))
                why = f"{len(bodies)} names and {len(bodies)} bodies stood in separate columns: put together in order"
            else:
                why = "neither a name nor a heading of an attendance list"
            self.unread.append(Unread(shortened("; ".join(bodies)), why, lines[0].where))


def apologies_in(text: str, points: Sequence[str], date: dt.date | None) -> list[Attendance]:
    """Apologies that a narrative tells of: `Apologies were received from Councillors …`, in line or as points."""
    found = _FROM.search(text)
    if not found or _NOBODY.match(text):
        return []
    reader = _Reader(date)
    reader.state = _State("apologies")
    rest = re.split(r"(?<=[a-z])\.\s", found["rest"])[0]
    for part in [rest] if rest.strip(" :.") else points:
        reader._people(part)  # noqa: SLF001 - its own module's
    return reader.found
