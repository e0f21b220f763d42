"""Modern.gov's web service: the XML of `mgWebService.asmx`'s GetMeeting, GetMeetings, GetCommittees and GetAttendance.

Versions differ in what they call things and how deep they nest them, so elements are found by their names in small
letters without namespace, wherever they stand. A document type declaration is refused: it can make a parser read other
files or run out of memory, and the service sends none.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from wholeplace.boards.model import (
    ABSENT,
    APOLOGIES,
    NOTE,
    OTHER,
    PACK,
    PRESENT,
    SUBSTITUTE,
    UNKNOWN,
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    Note,
    NoteItem,
    Paper,
    Person,
    Unread,
)
from wholeplace.boards.reading.dates import find_date, find_time
from wholeplace.boards.reading.flow import Line, clean
from wholeplace.boards.reading.names import party_of, read_person, role_of
from wholeplace.boards.reading.outcomes import read_outcomes
from wholeplace.core.errors import BadFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEMS = frozenset({"agendaitem", "agenda_item", "item"})
_PEOPLE = frozenset({"member", "attendee", "attendance", "councillor", "person", "user"})
_MEETING = frozenset({"meeting", "getmeetingresult", "getmeeting", "meetingdetails", "mgmeeting"})
_TITLES = ("agendatitle", "agendaitemtitle", "itemtitle", "title", "subject")
_ABOUT = ("agendadescription", "description", "agendatext")
_HELD_BACK = ("isexempt", "isrestricted", "isconfidential", "exempt", "restricted", "confidential")
_CAME = ("attendancestatus", "attendancedescription", "attendance", "status", "attended", "attendancetype")
_STATUS = (
    (APOLOGIES, r"apolog"),
    (SUBSTITUTE, r"substitut|deputis"),
    (ABSENT, r"absent|did not attend|not present|^expected$|^no$|^false$"),
    (PRESENT, r"present|attend|in attendance|^yes$|^true$|virtual|remote"),
)
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_POINT = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def read_xml(name: str, data: bytes, sha256: str) -> Paper:
    """A paper from an answer of the web service.

    Raises:
        BadFileError: it is not well-formed, declares a document type, or holds neither a meeting nor committees.
    """
    root = _parse(name, data)
    unread: list[Unread] = []
    meetings = [e for e in _walk(root) if _name(e) in _MEETING and _text(e, "meetingdate", "date", "datetime")]
    if not meetings:
        bodies = [e for e in _walk(root) if _name(e) == "committee"]
        if not bodies:
            raise BadFileError(
                name,
                "it is XML, but none of Modern.gov's meetings",
                "Ask its GetMeeting for the meeting and read that.",
            )
        groups = tuple(_committee(e) for e in bodies)
        return Paper(OTHER, name, sha256, groups=groups)
    meeting = _meeting(meetings[0], root)
    if len(meetings) > 1:
        others = ", ".join(filter(None, (_text(e, "meetingdate", "date") for e in meetings[1:])))
        unread.append(
            Unread(
                f"{len(meetings) - 1} more meetings: {others[:200]}", "only the first is read; ask GetMeeting for each"
            )
        )
    items = tuple(_items(root))
    attendance = tuple(_attendance(root, meeting))
    note = _note(root, meeting, attendance, unread)
    kind = NOTE if note.items and not items else PACK
    return Paper(
        kind,
        name,
        sha256,
        meeting,
        attendance=attendance,
        agenda=items,
        notes=(note,) if note.items else (),
        unread=tuple(unread),
    )


def _parse(name: str, data: bytes) -> Any:
    from lxml import etree

    if b"<!doctype" in data[:4096].lower() or b"<!entity" in data.lower():
        raise BadFileError(
            name, "it declares a document type, which is not read", "Fetch it again from the web service."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise BadFileError(
            name, f"it is not well-formed XML ({error.msg})", "It may have been cut short: fetch it again."
        ) from None
    if root is None:
        raise BadFileError(name, "it is XML without content", "Fetch it again from the web service.")
    return root


def _walk(element: Any) -> Iterator[Any]:
    """An element and all within it, comments left out."""
    return (e for e in element.iter() if isinstance(e.tag, str))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _text(element: Any, *names: str) -> str:
    """The words of the first child of one of these names, in the order of the names; empty if there is none."""
    children = {_name(e): e for e in reversed(list(element)) if isinstance(e.tag, str)}
    for name in names:
        if name in children:
            text = " ".join("".join(children[name].itertext()).split())
            if text:
                return html.unescape(text)
    return ""


def _meeting(element: Any, root: Any) -> Meeting:
    owner = element if _text(element, "committeetitle", "committeename", "title") else root
    body = _text(owner, "committeetitle", "committeename", "committee", "title", "meetingtitle")
    body = body or next(filter(None, (_text(e, "committeetitle", "committeename") for e in _walk(root))), "")
    printed = _text(element, "meetingdate", "date", "datetime")
    found = find_date(printed)
    when = _text(element, "meetingtime", "time", "starttime") or printed
    time = find_time(when) or find_time(when.replace(".", ":")[-8:])
    return Meeting(
        title=_text(element, "meetingtitle") or body, body=body, date=found[0] if found else None,
        time=time[0] if time else "", place=_text(element, "meetingvenue", "meetinglocation", "venue", "location"),
        date_text=printed, time_text=when,
    )  # fmt: skip


def _committee(element: Any) -> Group:
    """A body from GetCommittees as a group of its own, with members where the answer holds them."""
    people = tuple(p for e in _walk(element) if _name(e) in _PEOPLE and e is not element and (p := _person(e)).name)
    return Group(_text(element, "committeetitle", "committeename", "title", "name"), political=False, members=people)


def _items(root: Any) -> Iterator[AgendaItem]:
    position = 0
    for element in _walk(root):
        title = _text(element, *_TITLES)
        if _name(element) not in _ITEMS or not title:
            continue
        position += 1
        number = _text(element, "agendanumber", "agendaitemnumber", "itemnumber", "number", "agendaindex").rstrip(".")
        restricted = _is_true(_text(element, *_HELD_BACK))
        about = clean(_TAG.sub(" ", html.unescape(_text(element, *_ABOUT))))
        pages = re.search(r"(\d+)\s*[-–]\s*(\d+)", _text(element, "pagerange", "pages", "agendapages"))
        yield AgendaItem(
            f"item-{number or position}", number, clean(title), int(pages[1]) if pages else None,
            int(pages[2]) if pages else None, pages[0] if pages else "", restricted, about=about,
        )  # fmt: skip


def _is_true(text: str) -> bool:
    return text.strip().lower() in {"true", "yes", "1", "y", "exempt", "restricted", "confidential"}


def _person(element: Any) -> Person:
    name = _text(element, "fullusername", "fullname", "membername", "councillorname", "name", "username", "displayname")
    if not name:
        name = " ".join(
            filter(
                None,
                (
                    _text(element, "title"),
                    _text(element, "forename", "firstname"),
                    _text(element, "surname", "lastname"),
                ),
            )
        )
    role = _text(element, "roledescription", "role", "position", "attendancerole", "capacity")
    group = _text(element, "politicalpartytitle", "politicalparty", "party", "politicalgroup", "group")
    authority = _text(element, "representing", "organisation", "authority", "council")
    return read_person(name, authority, party_of(group) or group, role_of(role) or role.lower(), role)


def _attendance(root: Any, meeting: Meeting) -> Iterator[Attendance]:
    for element in _walk(root):
        status = _text(element, *_CAME)
        if _name(element) not in _PEOPLE or not status:
            continue
        person = _person(element)
        if person.name:
            known = next((s for s, words in _STATUS if re.search(words, status, re.IGNORECASE)), UNKNOWN)
            whom = _text(element, "substitutefor", "deputyfor", "onbehalfof")
            yield Attendance(person, known, meeting.date, mark=status, substitute_for=whom)


def _note(root: Any, meeting: Meeting, attendance: tuple[Attendance, ...], unread: list[Unread]) -> Note:
    items = []
    for position, element in enumerate((e for e in _walk(root) if _name(e) in _ITEMS), 1):
        words = _text(element, "minutes", "minutetext", "agendaminutes", "minute")
        decision = _text(element, "decision", "decisiontext", "decisions", "resolution")
        if not words and not decision:
            continue
        number = _text(element, "agendanumber", "minutenumber", "itemnumber", "number").rstrip(".")
        identifier = f"note-{number or position}"
        text = words + (f"<p>Decision</p><p>{decision}</p>" if decision else "")
        narrative, decisions, actions, odd = read_outcomes(_lines(text), identifier)
        unread += odd
        title = clean(_text(element, *_TITLES))
        items.append(NoteItem(identifier, number, title, narrative, decisions, actions))
    return Note(meeting, tuple(items), attendance)


def _lines(text: str) -> list[Line]:
    """HTML as lines: a paragraph, a break or a point of a list begins a new one."""
    text = _POINT.sub("• ", _BREAK.sub("\n", html.unescape(text)))
    words = (clean(html.unescape(_TAG.sub(" ", part))) for part in text.split("\n"))
    return [Line(w, gap=1) for w in words if w.strip("• ")]
