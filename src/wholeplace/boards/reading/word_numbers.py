"""The numbers that Word shows before paragraphs of a numbered list: they stand nowhere in the text and are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    abstract: str = ""


class Numbers:
    """Counts through a document in order: call `label` once for every paragraph, from the first to the last."""

    def __init__(self, document: Any) -> None:
        """Read the document's numbering and which paragraph styles are numbered."""
        self.lists: dict[str, _List] = {}
        self.counts: dict[str, list[int]] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError):  # a document without any list
            return
        abstract = {a.get(f"{_W}abstractNumId"): _levels(a) for a in root.findall(f"{_W}abstractNum")}
        for num in root.findall(f"{_W}num"):
            reference = num.find(f"{_W}abstractNumId")
            key = reference.get(f"{_W}val") if reference is not None else ""
            levels = dict(abstract.get(key, {}))
            own = False
            for override in num.findall(f"{_W}lvlOverride"):
                at = int(override.get(f"{_W}ilvl") or 0)
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    own = True
                    old = levels.get(at, _Level())
                    levels[at] = _Level(int(start.get(f"{_W}val") or 1), old.style, old.text)
            identifier = str(num.get(f"{_W}numId"))
            self.lists[identifier] = _List(levels, f"own-{identifier}" if own else key or identifier)
        for style in document.styles.element.findall(f"{_W}style"):
            found = _reference(style.find(f"{_W}pPr"))
            if found:
                self.styles[str(style.get(f"{_W}styleId"))] = found

    def label(self, paragraph: Any) -> str:
        """What Word shows before this paragraph, such as `6.3.1` or `•`; empty if it bears no number."""
        properties = paragraph.find(f"{_W}pPr")
        found = _reference(properties)
        if found is None and properties is not None:
            style = properties.find(f"{_W}pStyle")
            found = self.styles.get(style.get(f"{_W}val")) if style is not None else None
        if (
            found is None
            or found[0] not in self.lists
            or not "".join(t.text or "" for t in paragraph.iter(f"{_W}t")).strip()
        ):
            return ""
        numbering, depth = self.lists[found[0]], min(max(found[1], 0), _LEVELS - 1)
        level = numbering.levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(numbering.abstract, [0] * _LEVELS)
        for above in range(depth):
            if not counts[above]:
                counts[above] = numbering.levels.get(above, _Level()).start
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        if level.style == "bullet":
            return "•"
        if level.style == "none":
            return ""
        return re.sub(
            r"%(\d)", lambda m: _shown(numbering.levels.get(int(m[1]) - 1, level), counts[int(m[1]) - 1]), level.text
        ).strip()


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for lvl in abstract.findall(f"{_W}lvl"):
        start, style, text = (lvl.find(f"{_W}{name}") for name in ("start", "numFmt", "lvlText"))
        found[int(lvl.get(f"{_W}ilvl") or 0)] = _Level(
            int(start.get(f"{_W}val") or 1) if start is not None else 1,
            str(style.get(f"{_W}val")) if style is not None else "decimal",
            str(text.get(f"{_W}val") or "") if text is not None else "",
        )
    return found


def _reference(properties: Any) -> tuple[str, int] | None:
    """Which list and level a paragraph or style asks for."""
    found = properties.find(f"{_W}numPr") if properties is not None else None
    number = found.find(f"{_W}numId") if found is not None else None
    if found is None or number is None or number.get(f"{_W}val") == "0":
        return None
    level = found.find(f"{_W}ilvl")
    return str(number.get(f"{_W}val")), int(level.get(f"{_W}val") or 0) if level is not None else 0


def _shown(level: _Level, count: int) -> str:
    if level.style in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if level.style == "upperLetter" else letter
    if level.style in {"lowerRoman", "upperRoman"}:
        roman, rest = "", count
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman.upper() if level.style == "upperRoman" else roman
    return str(count)
