"""Dates and times of day as papers print them. British order: day, month, year."""

from __future__ import annotations

import datetime as dt
import re

from wholeplace.boards.reading.vocabulary import MONTHS

_MONTH = "|".join(f"{m}|{m[:3]}" if m != "september" else "september|sept|sep" for m in MONTHS)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
LONG = re.compile(
    rf"\b(?:(?P<weekday>{_DAY}),?\s+(?:the\s+)?)?(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?,?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?"
    r"(?:\s+(?P<year>(?:19|20)\d\d|'\d\d))?(?!\w)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>(?:19|20)?\d\d)(?![\d/])"
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_MONTH_SHORT = re.compile(
    rf"\b(?P<day>\d{{1,2}})[-/ ](?P<month>{_MONTH})[-/ ](?P<year>(?:19|20)?\d\d)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<![\d.:£])(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d.:£])(?P<hour24>[01]?\d|2[0-3])[:.](?P<minute24>[0-5]\d)(?:\s*(?:hrs|"
    r"hours))?(?![\d%./])|\b(?P<noon>noon|midday)\b",
    re.IGNORECASE,
)


def month_of(text: str) -> int:
    """Number of a month by its name or its first three letters; 0 if it is none."""
    return next((i for i, m in enumerate(MONTHS, 1) if text and m.startswith(text.lower()[:3])), 0)


def _year(text: str) -> int:
    year = int(text.strip("'"))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def find_date(text: str, year: int | None = None) -> tuple[dt.date, str] | None:
    """The first date in a text and how it is printed; `year` is taken where none is printed, else there must be one."""
    found = []
    for pattern in (LONG, _MONTH_SHORT, _ISO, _SHORT):
        for match in pattern.finditer(text):
            given = _year(match["year"]) if match["year"] else year
            month = int(match["month"]) if match["month"].isdigit() else month_of(match["month"])
            if given is None:
                continue
            try:
                found.append(
                    (match.start(), -len(match[0]), dt.date(given, month, int(match["day"])), match[0].strip(" ,"))
                )
            except ValueError:  # the 31st of June is no date
                continue
            break
    if not found:
        return None
    _, _, date, printed = min(found)
    return date, printed


def weekday_in(text: str) -> int | None:
    """The day of the week that a printed date names, Monday 0; None if it names none."""
    lower = text.lower()
    return next((i for i, d in enumerate(WEEKDAYS) if re.match(rf"{d[:3]}", lower)), None)


def find_time(text: str) -> tuple[str, str] | None:
    """The first time of day in a text as `HH:MM` and as printed."""
    for match in _TIME.finditer(text):
        if match["noon"]:
            return "12:00", match[0]
        if match["half"]:
            hour = int(match["hour"])
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
            return f"{hour:02d}:{match['minute'] or '00'}", match[0].strip()
        if _SHORT.match(text, max(0, match.start())):  # 12.03.2018 is a date
            continue
        return f"{int(match['hour24']):02d}:{match['minute24']}", match[0].strip()
    return None
