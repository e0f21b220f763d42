"""Which meeting a paper is of: body, date, time and place, from labels, a notice's sentence or a cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.model import Meeting, Unread
from wholeplace.boards.reading.dates import find_date, find_time, weekday_in
from wholeplace.boards.reading.flow import Line, shortened
from wholeplace.boards.reading.vocabulary import BODIES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_LABELS = {
    "title": r"title|meeting(?: title| of(?: the)?)?|name of (?:meeting|committee)|committee|board|body",
    "date": r"date(?: and time| & time|/time)?(?: of (?:the )?meeting)?|meeting date|"
    r"date, time(?: and (?:venue|place))?|when",
    "time": r"time(?: of meeting)?|start(?: time)?|commencing",
    "place": r"venue|location|place(?: of meeting)?|where|held at|room",
}
_LABEL = {k: re.compile(rf"^(?:{v})\s*:?$", re.IGNORECASE) for k, v in _LABELS.items()}
_LABELLED = {k: re.compile(rf"^(?:{v})\s*(?::|\s[-–])\s*(?P<rest>\S.*)$", re.IGNORECASE) for k, v in _LABELS.items()}
_NOTICE = re.compile(
    r"(?:there will be a|notice (?:is hereby given )?(?:of|that) (?:a|the)|"
    r"you are (?:hereby )?(?:invited|summoned) to (?:attend )?a?)\s*meeting of (?:the )?(?P<body>.+?)"
    r"\s+(?:will (?:be held|take place)\s+)?(?:at|on|in)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_MINUTES_OF = re.compile(
    r"^\W*(?:draft\s+|unconfirmed\s+)?(?:notes?|minutes?|record|summary)\s+(?:of|"
    r"from)\s+(?:decisions.*?\bof\s+)?(?:the\s+)?(?:last\s+|previous\s+)?(?:a\s+|an?\s+\w+\s+)?"
    r"(?:meeting\s+of\s+(?:the\s+)?)?(?P<body>.+?)(?:\s+meeting)?(?:,?\s+(?:held|on|at)\b(?P<rest>.*))?$",
    re.IGNORECASE,
)
_LONG_LINE = 60
_NOT_PLACE = re.compile(
    r"^(?:to|cc|distribution|contact|enquiries|www\.|http|this meeting|agenda|guidance|members?|"
    r"membership|quorum|a sandwich|lunch|"
    r"e-?mail|tel|phone|all members|please|if you|note|item|page|public document|councillors?|chair|published|dear)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|\b(?:room|hall|chamber|house|square|street|suite|floor|"
    r"offices?|centre|teams|zoom|online|virtual|building)\b",
    re.IGNORECASE,
)


def read_meeting(lines: Sequence[Line]) -> tuple[Meeting, list[Unread]]:
    """The meeting that the first lines of a paper tell of, and where they contradict themselves."""
    known = _labelled(lines)
    for index in range(len(lines)):
        text = whole(lines, index)
        notice = _NOTICE.search(text)
        if notice and BODIES.search(notice["body"]):
            _add(known, "title", notice["body"].strip(" ,"))
            _add_when(known, text)
            _add(known, "place", _place_after(text))
            break
    _from_minutes(known, lines)
    _from_cover(known, lines)
    date: dt.date | None = None
    found = find_date(known.get("date", ""))
    unread = []
    if found:
        date = found[0]
        named = weekday_in(found[1])
        if named is not None and named != date.weekday():
            why = f"that date was a {date:%A}: day and weekday contradict each other"
            unread.append(Unread(known["date"], why))
    time = find_time(known.get("time", "") or known.get("date", ""))
    title = known.get("title", "")
    return Meeting(
        title=title, body=_body(title), date=date, time=time[0] if time else "", place=known.get("place", ""),
        date_text=found[1] if found else "", time_text=time[1] if time else "",
    ), unread  # fmt: skip


def whole(lines: Sequence[Line], index: int) -> str:
    """A line with those that it runs on to: no gap between, the line long and not ended."""
    text = lines[index].text
    for line in lines[index + 1 : index + 4]:
        if line.gap or line.cells or len(text) < _LONG_LINE or text.endswith((".", ":")):
            break
        text = f"{text} {line.text}"
    return text


def _add(known: dict[str, str], key: str, value: str) -> None:
    if value and not known.get(key):
        known[key] = value


def _add_when(known: dict[str, str], text: str) -> None:
    date, time = find_date(text), find_time(text)
    _add(known, "date", date[1] if date else "")
    _add(known, "time", time[1] if time else "")


def _labelled(lines: Sequence[Line]) -> dict[str, str]:
    """What stands beside or after *Title:*, *Date:*, *Venue:* and their like."""
    known: dict[str, str] = {}
    for index, line in enumerate(lines):
        cells = line.filled
        for key in _LABELS:
            value = ""
            if len(cells) > 1 and _LABEL[key].match(cells[0]):
                value = " ".join(cells[1:])
            elif found := _LABELLED[key].match(line.text):
                value = found["rest"]
            elif line.text.endswith(":") and _LABEL[key].match(line.text) and index + 1 < len(lines):
                value = lines[index + 1].text
            if not value or (key == "title" and not BODIES.search(value)) or (key == "date" and not find_date(value)):
                continue
            if key == "time" and not find_time(value):
                continue
            if key == "place" and (len(value) > 150 or re.match(r"(?:a|the) map\b", value, re.IGNORECASE)):
                continue
            _add(known, key, value)
            if key == "date":
                _add_when(known, value)
    return known


def _place_after(text: str) -> str:
    """What follows the date and time in a sentence of notice."""
    date, time = find_date(text), find_time(text)
    last = max((text.find(x[1]) + len(x[1]) for x in (date, time) if x), default=0)
    rest = re.sub(r"^\W*(?:(?:at|in|on|to be held)\s+(?:the\s+)?)?", "", text[last:]).strip(" .,")
    return rest if 3 <= len(rest) <= 150 else ""


def _from_minutes(known: dict[str, str], lines: Sequence[Line]) -> None:
    for line in lines[:12]:
        found = _MINUTES_OF.match(line.text)
        if found and BODIES.search(found["body"]) and len(line.text) < 200:
            _add(known, "title", re.sub(r"\s+meeting$", "", found["body"], flags=re.IGNORECASE).strip(" ,:-–"))
            _add_when(known, line.text)
            if find_date(line.text):
                _add(known, "place", _place_after(line.text))
            return


def _from_cover(known: dict[str, str], lines: Sequence[Line]) -> None:
    """A cover: the body's name, the date and time below it, then the place."""
    title_at = next((i for i, line in enumerate(lines[:25]) if _is_title(line.text)), None)
    if title_at is not None:
        date = find_date(lines[title_at].text)
        _add(known, "title", lines[title_at].text.replace(date[1], "").strip(" ,:–-") if date else lines[title_at].text)
    for index, line in enumerate(lines[:40]):
        if not find_date(line.text) or len(line.text) > 160:
            continue
        already = known.get("date")
        if already and find_date(already) != find_date(line.text) and find_date(already) is not None:
            continue
        _add_when(known, line.text)
        for follower in lines[index : index + 6]:
            if len(follower.text) < 60:
                time = find_time(follower.text)
                _add(known, "time", time[1] if time else "")
        _add(known, "place", _place_after(line.text) if _ADDRESS.search(_place_after(line.text)) else "")
        _add(known, "place", _place_below(lines, index + 1))
        break


def _is_title(text: str) -> bool:
    return bool(BODIES.search(text)) and len(text) < 90 and not text.endswith((".", ",")) and not _NOT_PLACE.match(text)


def _place_below(lines: Sequence[Line], start: int) -> str:
    place: list[str] = []
    for line in lines[start : start + 7]:
        if find_time(line.text) and len(line.text) < 40:
            continue
        if _NOT_PLACE.match(line.text) or (place and line.gap):
            break
        if len(line.text) > 120 or (not place and not _ADDRESS.search(line.text)):
            continue
        place.append(line.text)
    return " ".join(place).strip(" ,.")


def _body(title: str) -> str:
    """The body's name without what says that it meets: `Meeting of the Skills Board` is of the Skills Board."""
    bare = re.sub(r"^(?:a |the )?(?:\w+ )?meeting of (?:the )?", "", title, flags=re.IGNORECASE)
    return shortened(re.sub(r"\s+(?:meeting|agenda|minutes)$", "", bare, flags=re.IGNORECASE).strip(" ,:–-"), 120)
