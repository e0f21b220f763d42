"""What the page on design shows: the tokens with what they are for, and an example of each part and chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wholeplace.evidence.figure import OK, RATIO, Figure
from wholeplace.papers import style
from wholeplace.papers.cells import Source
from wholeplace.papers.charts import Band, Bar, Bars, Chart, Panel, Peer, Standing, Strip, Trends
from wholeplace.papers.kinds_fan import Fan, FanYear
from wholeplace.papers.kinds_map import Tile, TileMap
from wholeplace.papers.kinds_spread import Distribution, Group, Pair, Scatter

SOURCE = Source("Made up for this page")
NAME, PEERS, MEASURE = "The place", "27 peers", "Reserves"

# What each colour is for, in the order they are shown: token, use, and what it must stand out from.
COLOURS = (
    ("ink", "Words and figures", "paper"),
    ("muted", "Sources, labels and remarks", "paper"),
    ("place", "The place; links; buttons", "paper"),
    ("link_hover", "A link under the pointer", "paper"),
    ("visited", "A link followed before", "paper"),
    ("median", "Peers’ median", "paper"),
    ("peer_dot", "One peer", "paper"),
    ("peers", "Peers’ middle half", "paper"),
    ("sector", "The whole sector", "paper"),
    ("watch", "Look here", "paper"),
    ("good", "A strength; saved", "paper"),
    ("error", "What is wrong with a form", "paper"),
    ("input", "Edges of fields", "paper"),
    ("deep", "Ground of the header, under white words", "paper"),
    ("focus", "Ground of what the keyboard is on, under ink", "ink"),
    ("hairline", "Rules in tables and charts", "paper"),
    ("wash", "Ground of asides", "ink"),
)
WORDS = {"ink", "muted", "place", "link_hover", "visited", "median", "sector", "watch", "good", "error", "deep"}
TYPE_USES = {
    "display": "A page’s title",
    "title": "A long form’s title",
    "section": "A section’s heading",
    "part": "A part’s heading; the sentence under a title",
    "body": "Running text",
    "small": "Sources and remarks",
    "tile": "A key figure",
}


@dataclass(frozen=True)
class Colour:
    """A colour as the page shows it. `need` is the contrast that its use asks for, 0 where it carries no meaning."""

    token: str
    value: str
    use: str
    beside: str
    ratio: float
    need: float

    @property
    def verdict(self) -> str:
        """Whether the contrast is enough."""
        if not self.need:
            return "carries no meaning alone"
        return f"needs {self.need:g}: {'passes' if self.ratio >= self.need else 'FAILS'}"


def colours() -> list[Colour]:
    """Every colour with its contrast against what it stands on or under."""
    tokens = style.tokens()
    found = []
    for token, use, beside in COLOURS:
        need = 4.5 if token in WORDS or token in {"focus", "wash"} else 3.0 if token == "input" else 0.0  # noqa: S105
        ratio = style.contrast(tokens[token], tokens[beside])
        found.append(Colour(token.replace("_", "-"), tokens[token], use, beside, ratio, need))
    return found


def type_scale() -> list[tuple[str, str, int, int, float]]:
    """Name, use, pixels on a telephone, pixels on a wider screen, line height."""
    return [(name, TYPE_USES[name], *sizes) for name, sizes in style.WEB_TYPE.items()]


def figure(value: float, period: str = "2016-17", title: str = MEASURE, name: str = NAME) -> Figure:
    """A figure of no measure, so that it leads nowhere."""
    return Figure("", "" if name == NAME else name, name, "", period, value, RATIO, OK, title=title)


def ramp() -> list[str]:
    """The colours of maps, from low to high."""
    return list(style.RAMP)


def charts() -> list[Chart]:
    """One of each kind that papers and pages share, about places that there are not."""
    years = [f"20{year}-{year + 1}" for year in range(10, 17)]
    falling = [0.31, 0.30, 0.27, 0.28, 0.22, 0.17, 0.13]
    bands = tuple(
        Band(year, 0.16 + step / 200, 0.21 + step / 150, 0.27 + step / 120) for step, year in enumerate(years)
    )
    trend = tuple(figure(value, year) for value, year in zip(falling, years, strict=True))
    peers = tuple(Peer(f"Peer {number}", 0.10 + number * 0.011) for number in range(1, 26))
    services = (("Adult social care", 0.38, 0.35), ("Children’s services", 0.27, 0.22), ("Highways", 0.08, 0.10))
    bars = tuple(
        Bar(label, figure(value, title=label), median, "watch" if value - median > 0.04 else "plain")
        for label, value, median in services
    )
    many = tuple(figure(0.08 + (n * 37 % 40) / 160, name=f"Place {n}") for n in range(40))
    pairs = tuple(
        Pair(one, figure(0.93 + float(one.value or 0) / 6 + (n * 13 % 7) / 400, name=one.place_name))
        for n, one in enumerate(many)
    )
    tiles = tuple(
        Tile(
            figure(0.08 + n / 170 + (n * 7 % 5) / 90, name=f"Place {n}"), ((n % 8 + (n // 8 % 2) / 2, n // 8 * 0.866),)
        )
        for n in range(40)
    )
    spread = (-0.07, -0.05, -0.025, 0.002, 0.03, 0.055, 0.07)
    fan = tuple(
        FanYear(year, value, tuple(value + step / 6 * each for each in spread))
        for step, (year, value) in enumerate(zip(years, falling, strict=True))
    )
    return [
        Chart("Over time: the place in front of its peers", Trends(NAME, (Panel(MEASURE, RATIO, trend, bands),), PEERS),
              alt="A line that falls from 31% to 13% and leaves the band of its peers in 2015-16.", sources=(SOURCE,)),
        Chart("Where it stands: one dot a peer", Strip(NAME, (Standing(MEASURE, figure(0.13), peers, 0.24),), PEERS),
              alt="A row of 25 dots; the place is the third from the left, well under the median.", sources=(SOURCE,)),
        Chart("What it is made of: bars, with the peers’ median", Bars(RATIO, bars, PEERS),
              alt="Three bars; children’s services are above the median of peers.", sources=(SOURCE,)),
        Chart("Who is where: a dot a place, a row a class",
              Distribution((Group("Counties", many[:26]), Group("Unitaries", many[26:])), "Place 4"),
              alt="Two rows of dots with their quartiles; one place is pointed out among the counties.",
              sources=(SOURCE,)),
        Chart("Two measures: a dot a place",
              Scatter(pairs, "Reserves", "Council tax collected", ("Place 4",)),
              alt="Dots that rise from left to right; one place stands apart and is named.", sources=(SOURCE,)),
        Chart("Where they lie: a tile a place, darker is higher",
              TileMap(tiles, "Place 4"),
              alt="Forty tiles in five classes; the darkest lie in the south.", sources=(SOURCE,)),
        Chart("What may come: the central case over the draws", Fan("Central case", RATIO, fan),
              alt="A line that falls from 31% to 13%, in bands that widen to 14 points.", sources=(SOURCE,)),
    ]  # fmt: skip


def table() -> dict[str, Any]:
    """The example of a table."""
    rows = [(2014, 0.28, 0.23), (2015, 0.22, 0.24), (2016, 0.13, 0.25)]
    return {
        "columns": [
            {"title": "Year"},
            {"title": NAME, "align": "right"},
            {"title": "Median of peers", "align": "right"},
            {"title": "Remark"},
        ],
        "rows": [
            [f"{year}-{year - 1999}", {"figure": figure(own), "emphasis": True}, f"{median:.1%}", ""]
            for year, own, median in rows[:2]
        ]
        + [
            [
                "2016-17",
                {"figure": figure(0.13), "emphasis": True},
                "25.0%",
                {"text": "Lowest of its class", "note": "one return was revised"},
            ]
        ],
    }


def tiles() -> list[dict[str, Any]]:
    """The example of key figures."""
    return [
        {"label": "Reserves, 2016-17", "figure": figure(0.13), "context": "median of 27 peers 25.0%", "tone": "watch"},
        {"label": "Council tax collected", "figure": figure(0.987), "context": "highest of 27 peers", "tone": "good"},
        {"label": "Income from charges", "figure": figure(0.084), "context": "median of 27 peers 8.1%"},
    ]
