"""Section 114 notices and Exceptional Financial Support: when a council was known to be in distress.

Three files: a compiled list (`type,authority,date_or_fy,source`), a register of section 114 notices (JSON)
and an extract of support awards (JSON). An event belongs to the council that is named and to no successor;
names are matched exactly. What is not certain about an event (a date that sources dispute, one from memory,
a month only) is kept in words.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, EVENTS, ROW, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import JSON, header_has

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.source import SourceFile

KINDS = {
    "s114_3": "section-114-3",
    "s114_2": "section-114-2",
    "s114_hra": "section-114-hra",
    "efs": "exceptional-financial-support",
    "efs_hra": "exceptional-financial-support-hra",
}
KIND_NOT_TOLD = "section-114"

_COLUMNS = ("type", "authority", "date_or_fy", "source")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"^(\d{4})-(\d{2})(?!-?\d)")
_DISPUTED = re.compile(r"\bsays\b|\bsecond \d|\bconflict", re.IGNORECASE)
_NO_ANNOUNCEMENT = "the date of the announcement is not in the file; only the financial year supported"
_PEEK = 4096


class DistressEvents(Dataset):
    """The compiled list of section 114 notices and support awards."""

    key: ClassVar[str] = "distress-events"
    title: ClassVar[str] = "Section 114 notices and Exceptional Financial Support"
    publisher: ClassVar[str] = "Compiled from the public registers named in each row"
    licence: ClassVar[str] = "Facts from public registers; see each row's source"
    namespace: ClassVar[str] = "distress"
    table: ClassVar[str] = EVENTS

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, _COLUMNS)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        kind_at, name_at, when_at, source_at = (grid.column(c) for c in _COLUMNS)
        reading = _reading(self)
        for row, line in zip(grid.rows, grid.lines, strict=True):
            cells = [c.strip() for c in row] + [""] * (len(grid.header) - len(row))
            kind = KINDS.get(cells[kind_at].casefold())
            if kind is None:
                reading.set_aside.append(
                    _aside(
                        line,
                        kind_at,
                        "not a kind of event that is known",
                        cells[kind_at],
                        f"Kinds are {', '.join(KINDS)}; correct it and load again.",
                    )
                )
                continue
            when = _when(cells[when_at])
            if when is None or not cells[name_at]:
                column = when_at if cells[name_at] else name_at
                reason = "neither a date nor a financial year" if cells[name_at] else "no council is named"
                reading.set_aside.append(
                    _aside(line, column, reason, cells[column], "Correct it as published and load again.")
                )
                continue
            day, period, certainty = when
            if day > date.today().isoformat():  # noqa: DTZ011 - a day by the calendar, in no time zone
                reading.set_aside.append(
                    _aside(line, when_at, "a date still to come", day, "Correct the date as published and load again.")
                )
                continue
            if _DISPUTED.search(cells[source_at]) and "conflict" not in certainty:
                certainty = f"{certainty}; sources differ: {cells[source_at]}"
            reading.records.append(_record(kind, cells[name_at], day, period, certainty, cells[source_at], line - 1))
        yield _dated(reading)


class Section114Register(Dataset):
    """A register of section 114 notices that does not say under which subsection each was issued."""

    key: ClassVar[str] = "section-114-register"
    title: ClassVar[str] = "Register of section 114 notices"
    publisher: ClassVar[str] = "Compiled from an encyclopaedia's list; not verified against primary sources"
    licence: ClassVar[str] = "CC BY-SA 4.0"
    namespace: ClassVar[str] = "distress"
    table: ClassVar[str] = EVENTS

    def recognise(self, source: SourceFile) -> bool:
        return source.kind == JSON and b'"notices"' in source.data[:_PEEK] and b"ection 114" in source.data[:_PEEK]

    def read(self, source: SourceFile) -> Iterable[Reading]:
        reading = _reading(self)
        for position, notice in enumerate(_listed(source, "notices")):
            name, when = str(notice.get("authority", "")).strip(), _when(str(notice.get("date", "")))
            if not name or when is None or not when[0]:
                reading.set_aside.append(
                    _aside(position + 1, 0, "a notice without a council or a date", str(notice)[:80], "Correct it.")
                )
                continue
            certainty = "listed by an encyclopaedia; the file does not say which kind of notice it was"
            day = when[0]
            if notice.get("date_precision") == "month":
                day, certainty = (_month_end(day), f"{certainty}; only the month is known; the last day of it is used")
            number = f", notice {notice['notice_number']}" if "notice_number" in notice else ""
            reading.records.append(
                _record(KIND_NOT_TOLD, name, day, "", certainty, f"Register of section 114 notices{number}", position)
            )
        yield _dated(reading)


class SupportExtract(Dataset):
    """Exceptional Financial Support awards, a part of the country only."""

    key: ClassVar[str] = "exceptional-support-extract"
    title: ClassVar[str] = "Exceptional Financial Support awards (extract)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government, extracted by others"
    namespace: ClassVar[str] = "distress"
    table: ClassVar[str] = EVENTS

    def recognise(self, source: SourceFile) -> bool:
        return (
            source.kind == JSON
            and b"Exceptional Financial Support" in source.data[:_PEEK]
            and (b'_awards"' in source.data[:_PEEK])
        )

    def read(self, source: SourceFile) -> Iterable[Reading]:
        content = source.json
        lists = [k for k in content if str(k).endswith("_awards")] if isinstance(content, dict) else []
        if not lists:
            raise BadFileError(source.name, "it has no list of awards", "Check that it is the whole file.")
        reading = _reading(self)
        pages = content.get("source_urls") or {}
        for position, award in enumerate(_listed(source, lists[0])):
            name, year = str(award.get("authority", "")).strip(), str(award.get("year", ""))
            when = _when(year)
            if not name or when is None or not when[1]:
                reading.set_aside.append(
                    _aside(
                        position + 1,
                        0,
                        "an award without a council or a financial year",
                        str(award)[:80],
                        "Correct it.",
                    )
                )
                continue
            amount = award.get("amount_gbp_m")
            sum_told = f" £{amount:g}m agreed in principle." if isinstance(amount, int | float) else ""
            reading.records.append(
                _record(KINDS["efs"], name, "", when[1], when[2], f"{pages.get(year, '')}{sum_told}".strip(), position)
            )
        yield _dated(reading)


def _reading(dataset: Dataset) -> Reading:
    note = "not stated; assumed to be its last dated event. Each event has its own date"
    return dataset.begin(None, None, ASSUMED, note)


def _dated(reading: Reading) -> Reading:
    """The reading with its assumed publication date: its last dated event, else the last year named."""
    days = [date.fromisoformat(r["date"]) for r in reading.records if r["date"]]
    starts = [Period.parse(r["period"]).start for r in reading.records if r["period"]]
    reading.published = max(days or starts, default=None)
    return reading


def _when(text: str) -> tuple[str, str, str] | None:
    """ISO date, financial year and certainty of a `date_or_fy` cell; None when it is neither.

    Where registers give several days the last is used, so that an event is never seen before it was known.
    """
    text = text.strip()
    days = [d for d in _DAY.findall(text) if _real(d)]
    if days and len(days) == len(_DAY.findall(text)):
        if len(days) > 1:
            return max(days), "", f"registers conflict: {' or '.join(days)}; the last is used"
        if text == days[0]:
            return days[0], "", "the day is given by the source"
        return days[0], "", f"as written: {text}"
    if (month := _MONTH.match(text)) and 1 <= int(month[2]) <= 12:
        try:
            is_year = Period.parse(text).kind == FINANCIAL_YEAR
        except PeriodError:
            is_year = False
        if not is_year:
            memory = ", from memory, not from a source" if "memory" in text.casefold() else ""
            return (_month_end(f"{month[0]}-01"), "", f"only the month is known{memory}; the last day of it is used")
    try:
        period = Period.parse(text)
    except PeriodError:
        return None
    return ("", str(period), _NO_ANNOUNCEMENT) if period.kind == FINANCIAL_YEAR else None


def _month_end(day: str) -> str:
    first = date.fromisoformat(day)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1]).isoformat()


def _real(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _record(kind: str, authority: str, day: str, period: str, certainty: str, source: str, row: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "authority": authority,
        "date": day,
        "period": period,
        "certainty": certainty,
        "source": source,
        "row": row,
    }


def _aside(line: int, column: int, reason: str, value: str, remedy: str) -> SetAside:
    return SetAside(ROW, reason, "", cell_name(line - 1, column), value, remedy)


def _listed(source: SourceFile, key: str) -> list[dict[str, Any]]:
    found = source.json.get(key) if isinstance(source.json, dict) else None
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        raise BadFileError(
            source.name, f"'{key}' is not a list of objects", "It may have been changed: download it again."
        )
    return found
