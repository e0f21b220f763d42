"""The fields of a report's front sheet, by their labels: purpose, summary, recommendations, actions, contacts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wholeplace.boards.reading.flow import Line

_FIELDS = {
    "purpose": r"purpose(?: of (?:the |this )?(?:report|paper|item))?|reason for (?:the )?report",
    "summary": r"(?:executive |report )?summary|synopsis",
    "confidential": r"is this report confidential\??|confidential(?:ity)?",
    "recommendations": r"recommendation(?:s|/s|\(s\))?(?: to (?:the )?\w+)?|recommended(?: action)?|"
    r"decisions? (?:required|sought|requested)",
    "actions": r"actions?(?:/s|\(s\))?(?: required)?",
    "contacts": r"(?:report )?(?:contact|lead|responsible|author(?:ing)?) ?(?:officers?|persons?|details?|"
    r"s)?(?:\(s\))?|(?:report )?author(?:s|\(s\))?|officer contact|for further information.*contact.*",
}
_ALONE = {k: re.compile(rf"^\W*(?:\d{{1,2}}\.?\s+)?(?:{v})\s*[:?–-]?\W*$", re.IGNORECASE) for k, v in _FIELDS.items()}
_WITH = {k: re.compile(rf"^\W*(?:{v})\s*(?::|\?)\s*(?P<rest>\S.*)$", re.IGNORECASE) for k, v in _FIELDS.items()}


def field_of(line: Line) -> tuple[str, str] | None:
    """Which field of a front sheet a line begins, and what stands beside its label."""
    if len(line.filled) > 1:
        first, *others = line.filled
        for key, pattern in _ALONE.items():
            if pattern.match(first):
                return key, " ".join(others)
    for key, pattern in _ALONE.items():
        if pattern.match(line.text):
            return key, ""
    for key, pattern in _WITH.items():
        if found := pattern.match(line.text):
            return key, found["rest"]
    return None
