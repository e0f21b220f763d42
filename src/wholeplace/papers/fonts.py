"""The paper's type: where its files are, and small versions of it that travel inside an HTML page."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

# The letters of western European languages and of Welsh, and the marks that figures need.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2212\u2264\u2265"),
)
WEB_FONTS = (
    ("Paper Sans", 400, 0, "SourceSansPro-Regular.ttf"),
    ("Paper Sans", 600, 0, "SourceSansPro-Semibold.ttf"),
    ("Paper Serif", 600, 1, "SourceSerifPro-Semibold.ttf"),
)


@lru_cache(maxsize=1)
def font_folders() -> tuple[str, str]:
    """Where the paper's fonts are, sans then serif: packages, never the system's."""
    import font_source_sans_pro
    import font_source_serif_pro

    return (font_source_sans_pro.font_directory, font_source_serif_pro.font_directory)


@lru_cache(maxsize=1)
def web_fonts() -> tuple[dict[str, str | int], ...]:
    """The faces that a page needs, each about 20 KB of WOFF in base64; made once a process, always the same.

    They go under names of their own: the SIL Open Font Licence reserves the maker's for the whole font.
    """
    return tuple(
        {
            "family": family,
            "weight": weight,
            "data": base64.b64encode(reduced(Path(font_folders()[folder]) / name)).decode(),
        }
        for family, weight, folder, name in WEB_FONTS
    )


def reduced(path: Path) -> bytes:
    """A font as WOFF with only the letters that our papers and pages need."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=["kern", "lnum", "tnum"], notdef_outline=True)
    font = TTFont(path, recalcTimestamp=False)
    reducer = subset.Subsetter(options)
    reducer.populate(unicodes=LETTERS)
    reducer.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
