"""Where a pack lists people: its body's members, and who came to the year's meetings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.reading import attendance, membership
from wholeplace.boards.reading.names import looks_like_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wholeplace.boards.model import Attendance, Group, Meeting, Unread
    from wholeplace.boards.reading.flow import Line


def read_people(
    lines: Sequence[Line], stop: int, meeting: Meeting, bounds: Sequence[int], unread: list[Unread]
) -> tuple[list[Group], list[Attendance], list[tuple[int, int]]]:
    """Groups and attendance from the lines before `stop`, and which lines they stood in.

    Each list ends where the other, or a part that begins at one of `bounds`, begins.
    """
    used: list[tuple[int, int]] = []
    grid_at = _first(
        lines,
        stop,
        lambda i: (
            bool(attendance.HEADING.match(lines[i].text))
            and any(attendance.is_grid_header(x) for x in lines[i + 1 : i + 7])
        ),
    )
    if grid_at is None:
        grid_at = _first(lines, stop, lambda i: attendance.is_grid_header(lines[i]) and len(lines[i].cells) > 1)
        grid_at = None if grid_at is None else grid_at - 1
    members_at = _first(
        lines, stop, lambda i: bool(membership.HEADING.match(lines[i].text)) and _lists_people(lines, i, stop)
    )
    marks = sorted({*bounds, *(x for x in (grid_at, members_at) if x is not None), stop})
    groups: list[Group] = []
    grid: list[Attendance] = []
    if members_at is not None:
        end = next(m for m in marks if m > members_at)
        end = _people_end(lines, members_at + 1, end)
        groups, odd = membership.read_membership(lines[members_at + 1 : end])
        unread += odd
        used.append((members_at, end))
    if grid_at is not None:
        end = next(m for m in marks if m > grid_at)
        end = _grid_end(lines, grid_at + 1, end)
        grid, odd = attendance.read_grid(lines[grid_at + 1 : end], meeting.date.year if meeting.date else None)
        unread += odd
        used.append((max(0, grid_at), end))
    return groups, grid, used


def _first(lines: Sequence[Line], stop: int, test: Callable[[int], bool]) -> int | None:
    return next((i for i in range(min(stop, len(lines))) if test(i)), None)


def _lists_people(lines: Sequence[Line], index: int, stop: int) -> bool:
    """Whether people or groups are listed soon after a heading."""
    near = lines[index + 1 : min(index + 7, stop)]
    named = sum(bool(x.filled) and looks_like_name(re.split(r"[(,–]", x.filled[0])[0]) for x in near)
    return (
        any(membership.group_header(x) or membership.header_of(x) for x in near)
        or named >= 2
        or any(re.match(r"(?:councillors|cllrs)\s*:?\s+\w", x.text, re.IGNORECASE) for x in near)
    )


def _people_end(lines: Sequence[Line], start: int, stop: int) -> int:
    """Where a list of people ends: at a paragraph of prose."""
    return next((i for i in range(start, stop) if len(lines[i].text) > 180 and not lines[i].cells), stop)


def _grid_end(lines: Sequence[Line], start: int, stop: int) -> int:
    loose = 0
    for index in range(start, stop):
        loose = 0 if lines[index].cells else loose + 1
        if loose > 6:
            return index - 6
    return stop
