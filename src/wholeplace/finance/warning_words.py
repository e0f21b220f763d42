"""Scores in words for people and in plain types for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.comparison import ordinal
from wholeplace.evidence.figure import show_value
from wholeplace.evidence.places import class_words
from wholeplace.papers.model import FigureText, Paragraph

if TYPE_CHECKING:
    from wholeplace.finance.warning import Contribution, Score
    from wholeplace.papers.model import Part

CONFIDENCE_WORDS = {
    "high": "every indicator is known, from the council’s own returns of the last years",
    "medium": "something is missing, older, or a sum of the councils it replaced",
    "low": "too little is known of it",
}


def reason(one: Contribution, place_class: str) -> Paragraph:
    """What one indicator says against a council: its figure, how many do better, the median, and since when."""
    many = class_words(place_class)[1]
    if one.missing or one.figure is None:
        return Paragraph((f"{one.counted.measure.short}: {one.note} ({one.period}).",))
    figure = one.figure
    parts: list[Part] = [
        f"{one.counted.measure.short}: ",
        FigureText(figure),
        f" in {one.period}; {one.better} of the {one.others} other {many} do better",
    ]
    if one.median is not None:
        parts.append(f", the median is {show_value(one.median, figure.unit, figure.decimals)}")
    if one.since and one.years > 1:
        parts.append(f", and it has been in the worst fifth for {one.years} years, since {one.since}")
    parts.append(".")
    return Paragraph(tuple(parts))


def plain(paragraph: Paragraph) -> str:
    """A paragraph without its links to figures."""
    return "".join(
        p if isinstance(p, str) else p.shown if isinstance(p, FigureText) else p.text for p in paragraph.parts
    )


def standing(score: Score) -> str:
    """`second highest of 27 counties`."""
    one, many = class_words(score.place.place_class)
    return f"{ordinal(score.rank)}highest of {score.of} {many if score.of > 1 else one}"


def as_json(score: Score) -> dict[str, Any]:
    """A score in plain types; keys are stable and promised."""
    return {
        "place": score.place.id,
        "place_name": score.place.name,
        "class": score.place.place_class,
        "region": score.place.region,
        "score": round(score.score, 2),
        "lowest": round(score.lowest, 2),
        "rank": score.rank,
        "of": score.of,
        "band": score.band,
        "confidence": score.confidence,
        "known": round(score.known, 4),
        "reasons": [plain(reason(c, score.place.place_class)) for c in score.reasons],
        "contributions": [_contribution(c) for c in score.contributions],
        "trend": [{"period": p, "score": s} for p, s in score.trend],
    }


def _contribution(one: Contribution) -> dict[str, Any]:
    value = None if one.missing or one.figure is None else one.figure.value
    return {
        "measure": one.counted.measure.id,
        "theme": one.counted.theme,
        "period": one.period,
        "value": None if value is None else float(value),
        "display": one.figure.display if one.figure else "–",
        "points": round(one.points, 4),
        "weight": round(one.weight, 6),
        "adds": round(one.adds, 4),
        "better": one.better,
        "level": one.level,
        "others": one.others,
        "median": None if one.median is None else float(one.median),
        "since": one.since,
        "note": one.note,
        "releases": list(one.figure.releases) if one.figure else [],
    }
