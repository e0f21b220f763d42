"""The words of a PDF page: where each stands, how large, whether bold."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
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
_DROP = 0.5


def words_of(page: Any) -> list[Word]:
    """All words of a page in the order of the file."""
    import pypdfium2.raw as c

    text = page.get_textpage()
    try:
        return _words(c, text.raw)
    finally:
        text.close()


def _words(c: Any, text: Any) -> list[Word]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    words: list[Word] = []
    letters: list[str] = []
    start = end = base = size = 0.0
    bold = False

    def close() -> None:
        if letters:
            words.append(Word("".join(letters), start, end, base, size, bold))
            letters.clear()

    for index in range(c.FPDFText_CountChars(text)):
        code = c.FPDFText_GetUnicode(text, index)
        char = chr(code) if code and not 0xD800 <= code < 0xE000 else ""
        if code in {0x2, 0xFFFE}:  # a hyphen at the end of a line
            char = "-"
        if not char or char.isspace() or code < 32:
            close()
            continue
        if not c.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        c.FPDFText_GetCharOrigin(text, index, x, y)
        if letters and (abs(y.value - base) > _DROP * size or not -size < left.value - end < _GAP * size):
            close()
        if not letters:
            size = c.FPDFText_GetFontSize(text, index) or 10.0
            height = top.value - bottom.value
            if size < 2 or size > 200:  # set at size 1 and enlarged: go by what is seen
                size = max(height * 1.4, 4.0)
            start, base = left.value, y.value
            bold = _is_bold(c, text, index)
        letters.append(char)
        end = right.value
    close()
    return words


def _is_bold(c: Any, text: Any, index: int) -> bool:
    if c.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    c.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()
