"""The words of a PDF page: where each stands, how large, whether bold."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Word:
    """Letters that stand together, in points from the left and the foot of the page; `base` is what they stand on."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.left + self.right) / 2


_GAP = 0.22
"""Of the size of type: a gap this wide parts two words even where no space was set."""
_DROP = 0.3
_WIDE = 0.9
"""Of the size of type: letters wider than this on average are more than one word."""
_HYPHENS = "\x02\ufffe"
"""What PDFium has for a hyphen at the end of a line."""
_RUN = re.compile(r"[^\s\x00\x01\u200b]+")


def words_of(page: Any) -> list[Word]:
    """All words of a page in the order of the file."""
    import pypdfium2.raw as c

    text = page.get_textpage()
    try:
        return [
            word for found in _RUN.finditer(_text(c, text.raw)) for word in _words(c, text.raw, *found.span(), found[0])
        ]
    finally:
        text.close()


def _text(c: Any, text: Any) -> str:
    """The letters of a page, one for each of PDFium's numbers."""
    count = c.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = c.FPDFText_GetText(text, 0, count, buffer)
    if written == count + 1:
        letters = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if len(letters) == count:
            return letters
    codes = (c.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join("\x00" if 0xD800 <= code < 0xE000 else chr(code) for code in codes)


def _words(c: Any, text: Any, start: int, stop: int, letters: str) -> list[Word]:
    """The word that a run of letters is; several, if the run turns out to be wider or higher than one can be."""
    first, last = _box(c, text, start), _box(c, text, stop - 1)
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(text, start, x, y)
    size = c.FPDFText_GetFontSize(text, start) or 10.0
    if size < 2 or size > 200:  # set at size 1 and enlarged: go by what is seen
        size = max((first[3] - first[2]) * 1.4, 4.0)
    level = last[3] > y.value - _DROP * size and last[2] < y.value + size
    if len(letters) > 1 and not (level and 0 < last[1] - first[0] < len(letters) * size * _WIDE):
        cut = _cut(c, text, start, stop, size)
        if cut:
            at = cut - start
            return [*_words(c, text, start, cut, letters[:at]), *_words(c, text, cut, stop, letters[at:])]
    shown = re.sub(f"[{_HYPHENS}]", "-", letters)
    return [Word(shown, first[0], last[1], y.value, size, _is_bold(c, text, start))]


def _cut(c: Any, text: Any, start: int, stop: int, size: float) -> int:
    """Where a run of letters comes apart: the first that does not stand beside the one before it; 0 if none."""
    before = _box(c, text, start)
    for index in range(start + 1, stop):
        box = _box(c, text, index)
        beside = -size < box[0] - before[1] < _GAP * size
        if not beside or box[3] < before[2] or box[2] > before[3] + _DROP * size:
            return index
        before = box
    return 0


def _box(c: Any, text: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, foot and head of a letter."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    c.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _is_bold(c: Any, text: Any, index: int) -> bool:
    if c.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name = ctypes.create_string_buffer(64)
    c.FPDFText_GetFontInfo(text, index, name, 64, None)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()
