"""What came of an item of a note: decisions, actions, and who is to act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholeplace.boards.model import Action, Decision, Unread
from wholeplace.boards.reading.dates import find_date
from wholeplace.boards.reading.flow import shortened
from wholeplace.boards.reading.names import looks_like_name
from wholeplace.boards.reading.numbering import mark_of, point_of
from wholeplace.boards.reading.owners import POSTS, owners_in, split_owners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.reading.flow import Line

DECISION = re.compile(
    r"^\W*(?:(?:key )?decisions?(?: (?:taken|made|agreed))?|resolutions?|(?:it was )?(?:unanimously )?resolved|agreed|"
    r"recommended|recommendations? agreed|outcome)(?P<rest>\s*(?:[:–-]|that\b).*)?\W*$",
    re.IGNORECASE,
)
ACTION = re.compile(
    r"^\W*(?:(?:agreed |follow[- ]up )?actions?(?: points?| required| agreed|"
    r" arising)?(?:\s*\d{1,2})?)\s*(?P<rest>[:–-].*)?$",
    re.IGNORECASE,
)
_OWNER_LABEL = re.compile(
    r"^\W*(?:action(?:ed)? (?:by|for|owner)|owners?|lead(?: officer)?|responsible(?: officer)?|"
    r"by whom)\s*[:–-]\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_DUE_LABEL = re.compile(
    r"^\W*(?:due(?: date)?|deadline|by when|timescale|target date)\s*[:–-]\s*(?P<rest>\S.*)$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*[(\[](?i:action(?: by| for)?:?\s*)?(?P<who>[A-Z][^()\[\]]{2,80})[)\]]\W*$")
_TO_ACT = re.compile(
    r"^(?P<who>(?:the )?[A-Z][\w'’&/,. -]{1,60}?)\s+(?:to|will|should|agreed to|undertook to|"
    r"was asked to|were asked to)\s+[a-z]"
)
_BY = re.compile(
    r"\bby (?:the end of )?(?P<when>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+(?: \d{4})?|(?:end of )?[A-Z][a-z]+ \d{4})"
)
_CLOSE = re.compile(
    r"^\W*the meeting (?:was )?(?:closed|ended|finished|concluded|rose)\b|^\W*(?:chair(?:man)?|"
    r"signed|date)\s*[.…_:]{2,}",
    re.IGNORECASE,
)
_RESOLVING = re.compile(r"^(?:that|members|the (?:board|committee|executive|panel|chair))\b", re.IGNORECASE)
_WIDEST = 130
"""A line longer than this was not broken at a margin."""


@dataclass
class _Open:
    """A decision or action in the making."""

    line: Line
    text: str
    points: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    due: str = ""
    last: str = ""


@dataclass
class _State:
    kind: str = "narrative"
    narrative: list[str] = field(default_factory=list)
    decisions: list[_Open] = field(default_factory=list)
    actions: list[_Open] = field(default_factory=list)
    owners: list[list[Line]] = field(default_factory=list)
    fresh: bool = True
    settled: int = 0
    width: int = 0
    unread: list[Unread] = field(default_factory=list)


def read_outcomes(
    lines: Sequence[Line], prefix: str
) -> tuple[tuple[str, ...], tuple[Decision, ...], tuple[Action, ...], list[Unread]]:
    """Narrative, decisions and actions of one item's lines; ids are `note-2/decision-1`, `note-2/action-1`."""
    state = _State(width=max((len(line.text) for line in lines), default=0))
    for index, line in enumerate(lines):
        _take(state, line, lines[index + 1] if index + 1 < len(lines) else None)
    _settle(state)
    if state.owners:
        text = " ".join(line.text for block in state.owners for line in block)
        why = "a name as of one who acts, but there is no action before it"
        state.unread.append(Unread(shortened(text), why, state.owners[0][0].where))
    decisions = tuple(
        Decision(f"{prefix}/decision-{n}", d.text, tuple(d.points), d.line.where)
        for n, d in enumerate(state.decisions, 1)
    )
    return (
        tuple(state.narrative),
        decisions,
        tuple(_action(a, f"{prefix}/action-{n}") for n, a in enumerate(state.actions, 1)),
        state.unread,
    )


def _take(state: _State, line: Line, follower: Line | None) -> None:
    text = line.text
    if _CLOSE.match(text):
        _settle(state)
        state.kind = "narrative"
    if line.owner:
        state.owners.append([line]) if not state.owners or line.gap else state.owners[-1].append(line)
        return
    if _begins(state, line):
        return
    label = _OWNER_LABEL.match(text)
    if label and state.actions:
        state.actions[-1].owners += split_owners(label["rest"])
        state.settled = len(state.actions)
        return
    due = _DUE_LABEL.match(text)
    if due and state.actions:
        state.actions[-1].due = due["rest"]
        return
    if state.kind == "action" and state.actions[state.settled :] and _is_owner(state, line, follower):
        if state.owners and not line.gap:
            state.owners[-1].append(line)
        else:
            state.owners.append([line])
        return
    if state.owners:
        _settle(state)
    _content(state, line, text)


def _begins(state: _State, line: Line) -> bool:
    """Follow a heading *Decision* or *Action*, and take up what stands beside it."""
    for kind, pattern in (("decision", DECISION), ("action", ACTION)):
        found = pattern.match(line.text)
        if not found or len(line.text) >= 400 or _OWNER_LABEL.match(line.text):
            continue
        _settle(state)
        state.kind, state.fresh = kind, True
        rest = (found["rest"] or "").strip(" :–-")
        if rest and kind == "action" and _only_owners(rest):
            _carried_out(state, line, split_owners(rest))
        elif rest:
            _content(state, line, rest)
        return True
    return False


def _only_owners(text: str) -> bool:
    """Whether all that stands beside *Action* is who acts: `ACTION: Ada Penrose`."""
    if len(text.split()) > 8 or re.search(r"\b(?:to|will|be)\b", text):
        return False
    return all(looks_like_name(o) or (POSTS.search(o) and len(o.split()) <= 5) for o in split_owners(text))


def _carried_out(state: _State, line: Line, owners: list[str]) -> None:
    """Owners alone act on the action before them, or on the decision if there is none."""
    if state.actions[state.settled :]:
        state.actions[-1].owners += owners
    elif state.decisions:
        done = state.decisions[-1]
        state.actions.append(_Open(line, done.text, list(done.points), owners))
    else:
        state.actions.append(_Open(line, "", [], owners))
    state.settled = len(state.actions)
    state.kind = "narrative"


def _is_owner(state: _State, line: Line, follower: Line | None) -> bool:
    """Whether a line after an action names who acts: short, not a sentence, a name or a post."""
    text = line.text.strip(" *")
    if (
        len(text.split()) > 7
        or text.endswith((".", ";", ":", "?"))
        or (text[:1].islower() and not state.owners)
        or point_of(text)
    ):
        return False
    if looks_like_name(text.rstrip(",/&")) or (state.owners and not line.gap):
        return True
    if line.gap and (POSTS.search(text) or all(looks_like_name(p) for p in re.split(r"\s*[/,&]\s*|\s+and\s+", text))):
        return not _TO_ACT.match(text)
    if (
        line.gap
        and len(text.split()) == 1
        and text.istitle()
        and follower is not None
        and not follower.gap
        and len(follower.text.split()) <= 3
    ):
        return True  # a first name, the surname on the next line
    return bool(re.fullmatch(r"(?:[A-Z]{2,4})(?:\s*[/,&]\s*[A-Z]{2,4})*", text))


def _content(state: _State, line: Line, text: str) -> None:
    """Put words where they belong: narrative, a new decision or action, the rest of one, or a point of one."""
    point = point_of(text) if not text.startswith("*") else None
    mark = mark_of(text)
    words = point[1] if point else mark.text if mark else text
    words = words.strip(" *")
    if state.kind == "narrative":
        cut = text[:1].islower() and state.narrative and state.narrative[-1][-1:] not in ".:;!?"
        if state.narrative and not point and not mark and (not line.gap or cut):
            state.narrative[-1] = f"{state.narrative[-1]} {text}"
        else:
            state.narrative.append(words if point else text)
        return
    opened = state.decisions if state.kind == "decision" else state.actions
    listed = bool(point or mark)
    begun = not state.fresh and len(opened) > (state.settled if state.kind == "action" else 0)
    introduced = begun and bool(re.search(r"(?::|\bthat|\bto|following)\W*$", opened[-1].text) or opened[-1].points)
    if listed and introduced:
        opened[-1].points.append(words)
    elif begun and not listed and not line.gap and not _is_new(opened[-1], text, state.width):
        if opened[-1].points:
            opened[-1].points[-1] = f"{opened[-1].points[-1]} {text}"
        else:
            opened[-1].text = f"{opened[-1].text} {text}"
    elif begun and not listed and (text[:1].islower() and not opened[-1].text.endswith(".")):
        opened[-1].text = f"{opened[-1].text} {text}"
    else:
        opened.append(_Open(line, words))
    opened[-1].last = text
    state.fresh = False


def _is_new(before: _Open, text: str, width: int) -> bool:
    """Whether a line without a gap begins another decision or action: a sentence ended above, short of the margin."""
    if not re.search(r"[.;?!]\W*$", before.last) or not text[:1].isupper():
        return False
    if _TO_ACT.match(text) or _RESOLVING.match(text):
        return True
    return width > _WIDEST or len(before.last) < 0.8 * width


def _settle(state: _State) -> None:
    """Give the owners found to the actions since the last owners."""
    waiting = state.actions[state.settled :]
    if state.owners and waiting:
        owners = [o for block in state.owners for o in owners_in([line.text for line in block])]
        if len(waiting) > 1 and len(owners) > 1:
            text = f"{', '.join(owners)}, beside {len(waiting)} actions"
            why = "which of them acts on which can't be told: each action is given all"
            state.unread.append(Unread(shortened(text), why, waiting[0].line.where))
        for action in waiting:
            action.owners += [o for o in owners if o not in action.owners]
        state.settled = len(state.actions)
        state.owners = []


def _action(draft: _Open, identifier: str) -> Action:
    text, owners, owned = draft.text, list(draft.owners), "named" if draft.owners else ""
    if draft.points:
        text = f"{text} {'; '.join(p.rstrip(';.,') for p in draft.points)}"
    bracketed = _IN_BRACKETS.search(text)
    if not owners and bracketed and all(looks_like_name(o) or POSTS.search(o) for o in split_owners(bracketed["who"])):
        owners, owned = split_owners(bracketed["who"]), "named"
        text = text[: bracketed.start()].rstrip()
    subject = _TO_ACT.match(text)
    if not owners and subject:
        who = split_owners(subject["who"])
        if all(POSTS.search(o) or looks_like_name(o) for o in who):
            owners, owned = who, "text"
    due = draft.due
    if not due and (when := _BY.search(text)):
        found = find_date(when["when"])
        due = found[0].isoformat() if found else when["when"]
    return Action(identifier, text.strip(), tuple(owners), owned, due, draft.line.where)
