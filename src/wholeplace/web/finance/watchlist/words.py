"""The watchlist's sentences: as of which day it stands and why, and reasons whose figures are links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wholeplace.finance.warning_words import CONFIDENCE_WORDS, reason
from wholeplace.papers.json import blocks_data, cleaned
from wholeplace.papers.text import day

if TYPE_CHECKING:
    from wholeplace.finance.warning import Contribution, Score
    from wholeplace.web.evidence.standing import Warned


def day_words(standing: Warned, asked: str) -> str:
    """As of which day the scores stand, and why not today."""
    told = f"As published by {day(standing.as_of)}."
    if standing.as_of == timezone.localdate():
        return told
    if standing.newest:
        return (
            f"{told} What is loaded is too old for scores of today: this is the day on which its newest returns were "
            "complete. Scores follow when later returns are loaded."
        )
    if asked:
        return f"{told} You asked for that day; nothing published later counts, and councils are those of that day."
    return told


def confidence(score: Score) -> str:
    """Confidence in words: `medium: something is missing, older, …`."""
    return f"{score.confidence}: {CONFIDENCE_WORDS[score.confidence]}"


def reason_parts(one: Contribution, score: Score) -> list[dict[str, Any]]:
    """A reason's parts as a template runs them together, its figure a link."""
    return list(cleaned(blocks_data([reason(one, score.place.place_class)]))[0]["parts"])
