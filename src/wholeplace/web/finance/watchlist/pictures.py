"""Scores as pictures: a bar the size of a word, a trend the size of a word, and the trend beside the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from wholeplace.evidence.comparison import quartiles
from wholeplace.evidence.figure import OK, SCORE, Figure
from wholeplace.evidence.places import class_words
from wholeplace.finance.warning_paper import shown_score
from wholeplace.papers import style
from wholeplace.papers.charts import Band, Chart, Line, Lines, LinesPanel, Panel, Spark
from wholeplace.papers.drawing import Drawing
from wholeplace.papers.sources import grouped_sources
from wholeplace.papers.svg import drawing_svg, inline_svg

if TYPE_CHECKING:
    from wholeplace.finance.warning import Score
    from wholeplace.web.evidence.standing import Warned

BAR, SPARK = 90.0, 90.0
_BAR_HEIGHT, _EDGE = 12.0, 4.0
TITLE = "Early-warning score"


def bar(score: Score) -> Markup:
    """The score from 0 to 100, its last part hollow where that stands for missing values."""
    drawing = Drawing(BAR, _BAR_HEIGHT)
    middle, reach = _BAR_HEIGHT / 2, BAR - 2 * _EDGE
    drawing.box(_EDGE, BAR - _EDGE, middle, 5, style.PEERS)
    known, whole = _EDGE + reach * score.lowest / 100, _EDGE + reach * score.score / 100
    if known > _EDGE:
        drawing.box(_EDGE, known, middle, 5, style.PLACE)
    if whole > known + 0.5:
        drawing.rule((known, middle), (whole, middle), style.PLACE, 1.4, over=True, dashed=True)
    drawing.dot((whole, middle), style.PLACE, 3.6, diamond=True, edged=True, over=True)
    said = f"{shown_score(score)} of 100."
    return Markup(drawing_svg(drawing, f"Score of {score.place.name}", said, name=f"bar-{score.place.id}"))  # noqa: S704 - every word is escaped


def spark(score: Score) -> Markup:
    """The score over the years; nothing where fewer than two are known."""
    if len(score.trend) < 2:
        return Markup("")
    (first, before), (last, now) = score.trend[0], score.trend[-1]
    panel = Panel(TITLE, SCORE, _figures(score), decimals=0)
    said = f"From {before:.0f} in {first} to {now:.0f} in {last}."
    chart = Chart(f"Trend of the score of {score.place.name}", Spark(score.place.name, panel), said)
    return Markup(inline_svg(chart, SPARK, name=f"spark-{score.place.id}"))  # noqa: S704 - every word is escaped


def trend(standing: Warned, score: Score) -> Chart | None:
    """The score over the years beside the middle half of its class; none where fewer than two years are known."""
    if len(score.trend) < 2:
        return None
    place_class = score.place.place_class
    alike = [s for s in standing.found.scores if s.place.place_class == place_class]
    values: dict[str, list[float]] = {}
    for other in alike:
        for period, value in other.trend:
            values.setdefault(period, []).append(value)
    band = tuple(Band(p, *quartiles(v, SCORE)) for p, v in sorted(values.items()))
    peers = f"{len(alike)} {class_words(place_class)[len(alike) > 1]}"
    line = Line(score.place.id, score.place.name, _figures(score), named=True)
    told = ", ".join(f"{value:.0f} in {period}" for period, value in score.trend)
    used = [c.figure for c in score.contributions if c.figure]
    return Chart(
        "The score by each year’s own figures, as they are known now",
        Lines((LinesPanel(f"{TITLE}, 0 to 100", SCORE, (line,), band, 0),), peers),
        f"{score.place.name}: {told}.",
        grouped_sources(standing.snapshot, used),
        note="Years of which too little is known are left out.",
    )


def _figures(score: Score) -> tuple[Figure, ...]:
    """The trend as figures: they are none that is published, and lead nowhere."""
    place = score.place
    return tuple(
        Figure("early-warning", place.id, place.name, place.place_class, period, value, SCORE, OK, title=TITLE)
        for period, value in score.trend
    )
