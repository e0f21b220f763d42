"""Headings: those of the report template, those of appendices, and how any other is told from a short paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.reading.numbering import mark_of, point_of

if TYPE_CHECKING:
    from wholeplace.boards.reading.flow import Line

_KNOWN = re.compile(
    r"^(?:background(?: information| and context)?|introduction|context|"
    r"issues?(?: for consideration)?|proposals?|discussion|options?(?: considered)?|"
    r"key issues|main (?:report|issues)|progress|current position|analysis|next steps?|"
    r"conclusions?(?: and next steps)?|timetable|timescales?|risks?|"
    r"(?:wales|welsh|financial|finance|legal|equalit(?:y|ies)|resource|staffing|hr|risk|policy|"
    r"environmental|climate|sustainability|other|procurement|property|"
    r"communications?|crime and disorder|corporate|council|human rights|data protection|health|"
    r"social value)[\w, &/-]{0,40}implications?|implications? (?:for|of) .{2,40}|"
    r"implications?|consultation|evaluation|monitoring|communications?(?: and .{3,20})?|"
    r"reasons? for (?:the )?(?:recommendation|decision)s?.{0,20}|"
    r"background (?:papers|documents)|list of background.*|further information|"
    r"alternative options.{0,40}|strategic fit)\s*:?$",
    re.IGNORECASE,
)
APPENDIX = re.compile(
    r"^\W*(?P<word>appendix|annexe?|schedule|enclosure|attachment)\s*(?P<letter>[A-Z]\d?|\d{1,2}|one|"
    r"two|three|four|five)?(?P<title>(?=\W*$)|\s*[:.–—-]\s*.*|\s+[(A-Z].*|)$",
    re.IGNORECASE,
)
_LONGEST = 110


def is_known(text: str) -> bool:
    """Whether a heading is one that reports have: Background, Financial implications, Next steps and their like."""
    return bool(_KNOWN.match(re.sub(r"^(?:\d{1,2}|[A-Z])[.)]\s+", "", text.strip())))


def is_heading(line: Line, follower: Line | None) -> bool:
    """Whether a line is a heading: styled so, known, or short, set apart, and not a sentence."""
    text = line.text
    if line.cells or not text or len(text) > _LONGEST or not re.search(r"[^\W\d_]{2}", text):
        return False
    if line.level:
        return True
    if is_known(text):
        return bool(line.gap or line.bold)
    if (
        text.endswith((".", ";", ",", "!"))
        or text[:1].islower()
        or re.match(r"^[-–•·*▪o]\s", text)
        or "@" in text
        or "http" in text
    ):
        return False
    if text.endswith(":") and len(text.split()) > 6:
        return False
    point = point_of(text)
    if point and point[0] and not (re.match(r"^[A-Z]\.\s", text) and line.gap):
        return False
    if mark_of(text) and not line.bold:
        return False
    if line.bold:
        return bool(line.gap) or follower is None or not follower.bold
    if not line.gap or re.match(r"^[\d£“\"'(]", text) or len(text.split()) > 15:
        return False
    return follower is not None and (follower.gap > 0 or bool(mark_of(follower.text)) or bool(follower.cells))


def is_numbered_heading(line: Line, follower: Line | None, *, habit: bool) -> bool:
    """Whether a numbered line is the heading of a section whose paragraphs are 3.1, 3.2: its first stands below it.

    `habit` says that the report numbers its headings elsewhere; without, the line must be bold or a known heading,
    because `2. The report sets out` may stand above 2.1 as well.
    """
    mark = mark_of(line.text)
    if mark is None or len(mark.levels) > 1 or len(mark.text) > _LONGEST or mark.text.endswith((".", ";", ":", ",")):
        return False
    if is_known(mark.text):
        return True
    if not (habit or line.bold or line.level or mark.text.isupper()):
        return False
    below = mark_of(follower.text) if follower is not None else None
    return below is not None and below.levels in {(*mark.levels, 1), (*mark.levels, 0)} and len(mark.text.split()) <= 12
