"""What a board's papers say, as data: a meeting, who belongs, who came, the agenda, reports, notes.

The shapes follow Popolo where it has one (a person holds a post in an organisation on behalf of a group). Everything is
as printed: a name is never matched with another here, because only a person can say that two spellings are one member.
`as_json` in `boards.jsonable` turns any of it into JSON with stable keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.boards.report import Report, Where

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

PACK, NOTE, REPORT, OTHER = "pack", "note", "report", "other"
PRESENT, ABSENT, APOLOGIES, SUBSTITUTE = "present", "absent", "apologies", "substitute"
NOT_APPLICABLE, UNKNOWN = "not applicable", "unknown"
STATUSES = (PRESENT, ABSENT, APOLOGIES, SUBSTITUTE, NOT_APPLICABLE, UNKNOWN)


@dataclass(frozen=True)
class Meeting:
    """One meeting of one body. `date` is ISO in JSON, `time` is `HH:MM`; the `_text` fields are what was printed."""

    title: str = ""
    body: str = ""
    date: dt.date | None = None
    time: str = ""
    place: str = ""
    date_text: str = ""
    time_text: str = ""
    next_meeting: str = ""
    next_date: dt.date | None = None


@dataclass(frozen=True)
class Person:
    """Somebody as named in a paper.

    `title` is what comes before the name (Cllr, Mayor, Sir), `honours` what comes after (OBE, JP), `role` one of the
    roles in `boards.reading.vocabulary`, `role_text` the paper's own word for it.
    """

    name: str
    title: str = ""
    honours: str = ""
    authority: str = ""
    role: str = ""
    role_text: str = ""
    group: str = ""
    text: str = ""


@dataclass(frozen=True)
class Group:
    """People who sit together: a political group, or people listed beside the groups (observers, lead peers).

    `stated` is the count that the paper prints, if any; `counts` says what that number is the count of, in words, or
    that it fits no way of counting.
    """

    name: str
    political: bool = True
    stated: int | None = None
    counts: str = ""
    members: tuple[Person, ...] = ()
    substitutes: tuple[Person, ...] = ()
    vacancies: int = 0

    @property
    def observers(self) -> tuple[Person, ...]:
        """Those among its people who don't vote."""
        return tuple(p for p in self.members if p.role == "observer")

    @property
    def full_members(self) -> tuple[Person, ...]:
        """Those among its people who are not observers."""
        return tuple(p for p in self.members if p.role != "observer")


@dataclass(frozen=True)
class Attendance:
    """Whether one person came to one meeting. `mark` is what the paper prints; a blank one is `unknown`, never a No."""

    person: Person
    status: str
    date: dt.date | None = None
    meeting: str = ""
    mark: str = ""
    section: str = ""
    substitute_for: str = ""


@dataclass(frozen=True)
class AgendaItem:
    """A line of the agenda. Pages are those printed in the pack, and None where it prints none."""

    id: str
    number: str
    title: str
    page_from: int | None = None
    page_to: int | None = None
    pages_text: str = ""
    restricted: bool = False
    section: str = ""
    about: str = ""
    items: tuple[AgendaItem, ...] = ()
    where: Where = field(default_factory=Where)

    def walk(self) -> Iterator[AgendaItem]:
        """This item and all beneath it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True)
class Decision:
    """What was decided. `points` are the numbered parts of it, where it has such."""

    id: str
    text: str
    points: tuple[str, ...] = ()
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class Action:
    """What somebody is to do. `owned` says how the owners are known: `named`, `text` (who it says is to act), or ``."""

    id: str
    text: str
    owners: tuple[str, ...] = ()
    owned: str = ""
    due: str = ""
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class NoteItem:
    """One item of a note of a meeting: what was said, decided, and is to be done."""

    id: str
    number: str
    title: str
    narrative: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    restricted: bool = False
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class Note:
    """Minutes, or a note of decisions and actions, of one meeting."""

    meeting: Meeting
    items: tuple[NoteItem, ...] = ()
    attendance: tuple[Attendance, ...] = ()


@dataclass(frozen=True)
class Unread:
    """Something that stands in the paper and could not be taken up: where, what (shortened), and why."""

    what: str
    why: str
    where: Where = field(default_factory=Where)


@dataclass(frozen=True)
class Paper:
    """Everything read from one file. `kind` is pack, note, report or other."""

    kind: str
    file: str
    sha256: str
    meeting: Meeting = field(default_factory=Meeting)
    groups: tuple[Group, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    reports: tuple[Report, ...] = ()
    notes: tuple[Note, ...] = ()
    unread: tuple[Unread, ...] = ()
    pages: int = 0

    def items(self) -> Iterator[AgendaItem]:
        """Every item of the agenda with those beneath it, in order."""
        for item in self.agenda:
            yield from item.walk()

    def actions(self) -> Iterator[tuple[NoteItem, Action]]:
        """Every action with the item it was agreed under."""
        for note in self.notes:
            for item in note.items:
                for action in item.actions:
                    yield item, action
