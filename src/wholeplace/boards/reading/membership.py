"""Who belongs to a body: groups with their printed counts, roles, substitutes, observers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wholeplace.boards.model import Group, Person, Unread
from wholeplace.boards.reading.flow import Line, runs_joined, shortened
from wholeplace.boards.reading.names import (
    VACANCY,
    looks_like_name,
    party_of,
    read_person,
    role_of,
    split_names,
    split_title,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING = re.compile(
    r"^(?!.*[.;!?]$).{0,70}\bmember(?:ship|s of (?:the )?(?:board|committee|panel|executive|forum|cabinet))\b.{0,50}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?P<name>[A-Z][\w&'’ /.-]*?)(?:\s+(?:group|party|members?|councillors?))*\s*"
    r"(?:[(\[]\s*(?P<n>\d{1,3})\s*(?:members?|seats?|places?|councillors?|"
    r"in number)?\s*[^)\]\d]*[)\]]|[:–-]\s*(?P<m>\d{1,3})(?:\s*(?:members?|seats?|places?))?)\s*:?$",
    re.IGNORECASE,
)
_HEADER = {
    "name": re.compile(
        r"^(?:councillors?|members?|names?|representatives?|cllrs?|board members?|councillor name)\W*$", re.IGNORECASE
    ),
    "authority": re.compile(
        r"^(?:authorit(?:y|ies)|councils?|organisations?|local authority|representing|borough|body|employer)\W*$",
        re.IGNORECASE,
    ),
    "role": re.compile(
        r"^(?:roles?|positions?(?:\s*/\s*roles?)?|posts?|position/role|capacity|office)\W*$", re.IGNORECASE
    ),
    "group": re.compile(r"^(?:(?:political )?(?:group|party)|political affiliation|affiliation)\W*$", re.IGNORECASE),
}
_RUN = re.compile(r"^(?:councillors|cllrs|members)\s*:?\s+", re.IGNORECASE)
_PLURAL = {"substitute": "substitute", "observer": "observer", "lead peer": "lead peer", "co-opted": "co-opted"}


@dataclass
class _Draft:
    name: str
    political: bool
    stated: int | None = None
    members: list[Person] = field(default_factory=list)
    substitutes: list[Person] = field(default_factory=list)
    vacancies: int = 0


def header_of(line: Line) -> dict[str, int]:
    """Which column holds what, if a row is the heading of a list of people: at least a name and one more."""
    found: dict[str, int] = {}
    for index, cell in enumerate(line.cells):
        for key, pattern in _HEADER.items():
            if key not in found and pattern.match(" ".join(cell.split())):
                found[key] = index
                break
    return found if "name" in found and len(found) > 1 else {}


def group_header(line: Line) -> tuple[str, int | None] | None:
    """A group's name and its printed count, if a line is the heading of one."""
    if len(line.filled) > 1 and not re.fullmatch(r"\(?\d{1,3}\)?", line.filled[-1]):
        return None
    text = " ".join(line.text.split()).rstrip(":")
    found = _COUNTED.match(text) or (
        _COUNTED.match(f"{line.filled[0]} ({line.filled[-1].strip('()')})") if len(line.filled) == 2 else None
    )
    if found and not role_of(found["name"]) and len(found["name"].split()) <= 6 and not split_title(found["name"])[0]:
        party = party_of(found["name"])
        return party or found["name"].strip(" -–:"), int(found["n"] or found["m"])
    party = party_of(re.sub(r"\bmembers?\b|\bcouncillors?\b", "", text, flags=re.IGNORECASE))
    return (party, None) if party and len(text.split()) <= 5 else None


def read_membership(lines: Sequence[Line]) -> tuple[list[Group], list[Unread]]:
    """Groups from the lines of a membership list, its heading left out, and what in it fits no group or person."""
    return _Reader().read(lines)


class _Reader:
    def __init__(self) -> None:
        self.groups: list[_Draft] = []
        self.section = ""
        self.columns: dict[str, int] = {}
        self.unread: list[Unread] = []

    def read(self, lines: Sequence[Line]) -> tuple[list[Group], list[Unread]]:
        for line in runs_joined(lines):
            columns = header_of(line)
            if columns:
                self.columns = columns
            elif not self._heading(line) and not self._people(line):
                self.unread.append(Unread(shortened(line.text), "neither a name nor a group", line.where))
        return [
            self._group(d) for d in self.groups if d.members or d.substitutes or d.stated or d.vacancies
        ], self.unread

    def _heading(self, line: Line) -> bool:
        """A group's heading, or one such as *Substitutes* within it."""
        found = group_header(line)
        if found:
            self.section = ""
            existing = next((g for g in self.groups if g.name == found[0]), None)
            if existing is None:
                self.groups.append(_Draft(found[0], political=True, stated=found[1]))
            else:
                self.groups.remove(existing)
                self.groups.append(existing)
                existing.stated = existing.stated if found[1] is None else found[1]
            return True
        counted = _COUNTED.match(line.text)
        text = counted["name"] if counted else line.text
        role = role_of(text.rstrip(":"))
        if not role or len(line.filled) > 1:
            return False
        self.section = "" if role == "member" else role
        if counted and role in _PLURAL:
            self.groups.append(_Draft(text.strip(" :"), political=False, stated=int(counted["n"] or counted["m"])))
        return True

    def _people(self, line: Line) -> bool:
        cells = line.cells or (line.text,)
        at = self.columns if self.columns and max(self.columns.values()) < len(cells) else {"name": 0, "authority": 1}
        name = " ".join(cells[at["name"]].split()) if at["name"] < len(cells) else ""
        if not name:
            return self._wrapped(cells, at)
        if VACANCY.match(name):
            self._current().vacancies += 1
            return True
        if not line.cells and _RUN.match(name):
            names = split_names(_RUN.sub("", name), surnames=True)
            for one in names:
                self._add(read_person(one))
            return bool(names)
        group = cells[at["group"]] if at.get("group", 99) < len(cells) else ""
        role = cells[at["role"]] if at.get("role", 99) < len(cells) else ""
        authority = cells[at["authority"]] if at.get("authority", 99) < len(cells) else ""
        bare = re.split(r"[(,–]| - ", name)[0]
        if not looks_like_name(bare) and not (split_title(name)[0] and len(name.split()) < 8):
            return False
        if party_of(group):
            self._switch(party_of(group))
        self._add(read_person(name, " ".join(authority.split()), "", role_of(role), role))
        return True

    def _wrapped(self, cells: tuple[str, ...], at: dict[str, int]) -> bool:
        """The rest of a cell that ran on to a second line: it belongs to the person above."""
        column = at.get("authority", 99)
        rest = " ".join(cells[column].split()) if column < len(cells) else ""
        if not rest or not self.groups:
            return False
        people = self.groups[-1].substitutes if self.section == "substitute" else self.groups[-1].members
        if not people:
            return False
        people[-1] = replace(people[-1], authority=f"{people[-1].authority} {rest}".strip())
        return True

    def _switch(self, name: str) -> None:
        if not self.groups or self.groups[-1].name != name:
            existing = next((g for g in self.groups if g.name == name), None)
            if existing:
                self.groups.remove(existing)
            self.groups.append(existing or _Draft(name, political=True))

    def _current(self) -> _Draft:
        if not self.groups:
            self.groups.append(_Draft("", political=False))
        return self.groups[-1]

    def _add(self, person: Person) -> None:
        if person.group:
            self._switch(person.group)
        current = self._current()
        beside = self.section in _PLURAL and self.section != "substitute"
        if beside and current.political and not person.authority and not person.title:
            # Listed after the last group without council or title: beside the groups, not in the last of them.
            current = _Draft(f"{self.section[:1].upper()}{self.section[1:]}s", political=False)
            self.groups.append(current)
        role = person.role or ("member" if not self.section else self.section)
        person = replace(person, role=role, group=current.name if current.political else "")
        if self.section == "substitute" or role == "substitute":
            current.substitutes.append(person)
        else:
            current.members.append(person)

    def _group(self, draft: _Draft) -> Group:
        group = Group(
            draft.name,
            draft.political,
            draft.stated,
            "",
            tuple(draft.members),
            tuple(draft.substitutes),
            draft.vacancies,
        )
        words, fits = counts_as(group)
        if not fits:
            self.unread.append(Unread(f"{group.name} ({group.stated})", words))
        return replace(group, counts=words)


def counts_as(group: Group) -> tuple[str, bool]:
    """What a group's printed count is the count of, in words, and whether it fits any way of counting."""
    if group.stated is None:
        return "no count is printed", True
    full, observers = len(group.full_members), len(group.observers)
    ways = (
        ("members", full),
        ("members and observers", full + observers),
        ("members and vacancies", full + group.vacancies),
        ("members, observers and vacancies", full + observers + group.vacancies),
        ("members and substitutes", full + len(group.substitutes)),
        ("members, observers and substitutes", full + observers + len(group.substitutes)),
    )
    for words, number in ways:
        if number == group.stated:
            return words, True
    listed = f"{full} members, {observers} observers, {len(group.substitutes)} substitutes, {group.vacancies} vacancies"
    return f"printed as {group.stated}, but listed are {listed}", False
