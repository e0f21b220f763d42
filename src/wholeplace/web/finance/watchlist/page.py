"""One council's score as its page shows it: every step of the sum, where each value stands, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from wholeplace.evidence.comparison import FEWEST
from wholeplace.evidence.figure import show_value
from wholeplace.papers.said import council_says
from wholeplace.places.events import open_events
from wholeplace.profile.steps import steps
from wholeplace.web.accounts.models import Role
from wholeplace.web.replies.shown import published_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.evidence.comparison import Number
    from wholeplace.finance.warning import Contribution, Score
    from wholeplace.papers.model import Block
    from wholeplace.profile.model import Step
    from wholeplace.web.evidence.current import Evidence

COLUMNS = (
    ("Indicator", ""), ("Year", ""), ("Value", "right"), ("Lower quartile", "right"), ("Median", "right"),
    ("Upper quartile", "right"), ("Others that do better", "right"), ("Points", "right"), ("Weight", "right"),
    ("Adds", "right"), ("Worst fifth since", ""),
)  # fmt: skip


def sum_of(score: Score, replied: frozenset[tuple[str, str]], commenter: str) -> dict[str, Any]:
    """Columns and rows of the sum. `commenter` is the id of the place whose figures the reader may comment on."""
    rows = [_row(c, replied, commenter) for c in score.contributions]
    total: list[Any] = [
        {"text": "Score", "emphasis": True},
        *[""] * 7,
        f"{sum(c.weight for c in score.contributions):.4f}",
    ]
    total += [{"text": f"{score.score:.2f}", "emphasis": True}, ""]
    return {"columns": [{"title": t, "align": a} for t, a in COLUMNS], "rows": [*rows, total]}


def _row(one: Contribution, replied: frozenset[tuple[str, str]], commenter: str) -> list[Any]:
    measure = one.counted.measure
    level = f" and {one.level} level" if one.level else ""
    return [
        {"text": measure.short, "note": one.counted.theme},
        one.period,
        _value(one, (measure.id, one.period) in replied, commenter),
        *(_shown(one, v) for v in (one.lower, one.median, one.upper)),
        f"{one.better}{level} of {one.others}",
        f"{one.points:.2f}",
        f"{one.weight:.4f}",
        f"{one.adds:.2f}",
        f"{one.since}, {one.years} year{'s' if one.years > 1 else ''}" if one.since else "",
    ]


def _value(one: Contribution, replied: bool, commenter: str) -> dict[str, Any]:
    measure = one.counted.measure
    notes = [one.note] if one.note else []
    if one.figure is None:
        return {"text": "missing", "note": "; ".join(notes)}
    if replied:
        notes.append("the council has commented on it")
    cell: dict[str, Any] = {"figure": one.figure, "note": "; ".join(notes)}
    if one.missing:
        cell["text"] = "missing"
    if commenter and commenter == one.figure.place:
        cell["comment"] = reverse("replies:write", args=(measure.id, commenter, one.period))
    return cell


def _shown(one: Contribution, value: Number | None) -> str:
    if value is None or one.known < FEWEST:
        return "–"
    return show_value(value, one.counted.measure.unit, one.counted.measure.decimals)


def median(one: Contribution) -> str:
    """The median of its class; nothing where too few have a value, or it has none itself."""
    return "" if one.missing or one.median is None or one.known < FEWEST else _shown(one, one.median)


def commenter_of(request: HttpRequest, place: str) -> str:
    """The id of the place where the reader is an officer of it, so that they may comment; nothing else."""
    return place if place in request.user.places_as(Role.OFFICER) else ""


def to_comment_on(sum_rows: list[list[Any]]) -> list[tuple[str, str]]:
    """Words and address of each figure that the reader may comment on."""
    cells = ((row[0]["text"], row[2]) for row in sum_rows if isinstance(row[2], dict))
    return [(text, cell["comment"]) for text, cell in cells if cell.get("comment")]


def happened(evidence: Evidence, place: str) -> tuple[Step, ...]:
    """What lists of events and of reorganisation tell of a council, oldest first."""
    if place not in evidence.register:
        return ()
    listed = evidence.table.kept("listed events", lambda: open_events(evidence.store, evidence.register))
    return steps(evidence.snapshot, evidence.register, evidence.register[place], listed)


def said(evidence: Evidence, place: str) -> list[Block]:
    """What the council says of its own figures, without a heading."""
    if place not in evidence.register:
        return []
    return council_says(evidence.snapshot, evidence.register[place], published_for(place))[1:]
