"""The one look of all papers: colours, type and space, for PDF, HTML, Word, Excel and charts alike.

Colours are dark on white at AA contrast or better where they carry words, and differ in lightness as well as
hue, so that they hold for readers who do not tell red from green. No meaning is carried by colour alone: the
place's line is solid and labelled, the median is dashed, tones are also written out (`TONE_WORDS`).
"""

from __future__ import annotations

from typing import Any

INK = "#16232d"  # words and figures
MUTED = "#55626d"  # sources, labels, remarks: 6.3:1 on white
HAIRLINE = "#c8d0d6"  # table rules, chart grid
WASH = "#f4f7f8"  # behind callouts
PAPER = "#ffffff"
PLACE = "#00566b"  # the place this paper is about
PEERS = "#d3dce1"  # peers' middle half
PEER_DOT = "#97a5af"  # one peer
MEDIAN = "#5f6f7b"  # peers' median
SECTOR = "#7a5c9e"  # the whole sector, where shown beside peers
WATCH = "#b04a00"  # look here: 5.6:1 on white
GOOD = "#1f6b4a"

# Low to high on maps: one hue, each step as far from the one before, so that it holds without colour.
RAMP = ("#cce7ee", "#7db3c1", "#31879a", "#005e74", "#003546")

# Outer, middle and inner band of a fan of draws: the same hue, darker towards the middle.
FAN = ("#e0f0f4", "#b5d9e2", "#7db3c1")

# On a screen only.
DEEP = "#0b3440"  # the header's ground, under white words
LINK_HOVER = "#003844"
VISITED = "#5b4a80"
ERROR = "#b3261e"  # what is wrong with a form
INPUT = "#45525c"  # edges of fields: 3:1 and more beside white
FOCUS = "#ffc94d"  # behind what the keyboard is on, with ink words and an ink edge

TONES = {"plain": PLACE, "watch": WATCH, "good": GOOD}
TONE_WORDS = {"plain": "", "watch": "Watch", "good": "Strength"}

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"
SANS_STACK = '"Paper Sans", "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif'
SERIF_STACK = '"Paper Serif", Georgia, "Times New Roman", serif'

# Word has only what the reader's machine has; these two are on nearly all.
WORD_SANS = "Calibri"
WORD_SERIF = "Georgia"

# Points on paper.
SIZES = {
    "title": 25.0,
    "subtitle": 12.5,
    "h1": 14.5,
    "h2": 11.5,
    "h3": 9.8,
    "body": 9.6,
    "table": 8.6,
    "small": 7.4,
    "tile": 21.0,
}
CHART_WIDTH = 482.0  # units: points on A4 between the margins
NARROW_CHART_WIDTH = 225.0  # the same chart for a telephone
SPARK_WIDTH = 90.0  # a trend within a row of a table
CHART_TEXT = 8.0
CHART_SMALL = 7.0

# Pixels on a telephone, pixels on a wider screen, line height.
WEB_TYPE = {
    "display": (32, 46, 1.1),
    "title": (27, 34, 1.15),
    "section": (22, 26, 1.2),
    "part": (19, 21, 1.25),
    "body": (17, 18, 1.5),
    "small": (15, 15, 1.45),
    "tile": (29, 36, 1.1),
}
WEB_SPACES = (4, 8, 12, 16, 24, 32, 48, 64)  # pixels; steps 1 to 8
WEB_WIDTH = 1120  # pixels: the widest a page's contents get
WEB_MEASURE = 720  # pixels: the widest a line of running text gets


def tokens() -> dict[str, Any]:
    """The look as plain data, for templates."""
    return {
        "ink": INK,
        "muted": MUTED,
        "hairline": HAIRLINE,
        "wash": WASH,
        "paper": PAPER,
        "place": PLACE,
        "peers": PEERS,
        "median": MEDIAN,
        "watch": WATCH,
        "good": GOOD,
        "sector": SECTOR,
        "peer_dot": PEER_DOT,
        "ramp": RAMP,
        "deep": DEEP,
        "link_hover": LINK_HOVER,
        "visited": VISITED,
        "error": ERROR,
        "input": INPUT,
        "focus": FOCUS,
        "tones": TONES,
        "tone_words": TONE_WORDS,
        "sans": SANS,
        "serif": SERIF,
        "sans_stack": SANS_STACK,
        "serif_stack": SERIF_STACK,
        "sizes": SIZES,
        "web_type": WEB_TYPE,
        "web_spaces": WEB_SPACES,
        "web_width": WEB_WIDTH,
        "web_measure": WEB_MEASURE,
    }


def contrast(one: str, other: str) -> float:
    """How far two colours (`#rrggbb`) are apart for the eye, 1 to 21, as WCAG reckons it; words need 4.5."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
