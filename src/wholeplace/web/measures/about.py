"""An indicator's definition in words, for its page and its downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.wording import (
    POLARITY_WORDS,
    TermWords,
    classes_in_words,
    labels_of,
    overdue,
    period_in_words,
    prices_in_words,
    sentence,
    terms_of,
    unit_in_words,
)

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


@dataclass(frozen=True)
class About:
    """What an indicator means."""

    sentence: str
    terms: tuple[TermWords, ...]
    polarity: str
    classes: str
    unit: str
    prices: str
    periods: str
    checked_on: str
    next_review: str
    overdue: bool


def about(measure: Measure, snapshot: Snapshot, year: int | None = None) -> About:
    """An indicator's definition in words, its terms by the labels of a year's releases."""
    terms = terms_of(measure, snapshot, year)
    base = snapshot.price_base if measure.real_terms else None
    return About(
        sentence(measure, labels_of(terms)),
        terms,
        POLARITY_WORDS[measure.polarity],
        classes_in_words(measure),
        unit_in_words(measure.unit),
        prices_in_words(measure, str(Period.financial(base)) if base is not None else ""),
        period_in_words(measure),
        day(measure.checked_on),
        day(measure.next_review),
        overdue(measure, datetime.now(UTC).date()),
    )


def day(value: date) -> str:
    """`16 November 2017`."""
    return f"{value.day} {value:%B %Y}"
