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
CHART_TEXT = 8.0
CHART_SMALL = 7.0


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
        "tones": TONES,
        "tone_words": TONE_WORDS,
        "sans": SANS,
        "serif": SERIF,
        "sans_stack": SANS_STACK,
        "serif_stack": SERIF_STACK,
        "sizes": SIZES,
    }
