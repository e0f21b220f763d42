"""When something was published: stated, given or assumed, and always marked which."""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.core.periods import Period
from wholeplace.evidence.dates import months_after, publication, stated_date

YEAR = Period.financial(2016)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("which was published on 16 November 2017.", date(2017, 11, 16)),
        ("Published 1st December 2017", date(2017, 12, 1)),
        ("first published on 1 May 2017 and revised on 3 June 2018", date(2018, 6, 3)),
        ("published on 31 February 2017", None),
        ("published on 3 Brumaire 2017", None),
        ("will be published in November", None),
    ],
)
def test_the_latest_date_that_the_file_states(text: str, day: date | None) -> None:
    assert stated_date(text)[0] == day


def test_an_original_date_is_said_to_be_one() -> None:
    assert "later revisions" in stated_date("originally published on 27 November 2012")[1]


def test_a_stated_date_is_believed_after_the_period_has_ended() -> None:
    assert publication("published on 16 November 2017", YEAR, 8, "each November")[:2] == (date(2017, 11, 16), "stated")


@pytest.mark.parametrize(
    "text", ["published on 31 March 2017", "published on 17 November 2016", "published on 1 May 2107"]
)
def test_a_date_that_cannot_be_right_is_not_believed_and_the_note_says_so(text: str) -> None:
    day, basis, note = publication(text, YEAR, 8, "each November")
    assert (day, basis) == (date(2017, 11, 30), "assumed")
    assert "each November" in note
    assert "the file says" in note
    assert ("too late" in note) == ("2107" in text)


def test_without_a_date_the_usual_timetable_is_assumed_and_the_note_says_so() -> None:
    assert publication("", YEAR, 8, "each November") == (
        date(2017, 11, 30), "assumed", "the file does not say; assumed from the usual timetable (each November)",
    )  # fmt: skip


def test_a_plan_is_published_before_its_year_ends() -> None:
    assert publication("published on 30 June 2016", YEAR, -9, "each June")[:2] == (date(2016, 6, 30), "stated")
    assert publication("published on 30 June 2015", YEAR, -9, "each June")[1] == "assumed"


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2017, 3, 31), 8, date(2017, 11, 30)),
        (date(2015, 12, 31), 2, date(2016, 2, 29)),
        (date(2017, 3, 31), -9, date(2016, 6, 30)),
    ],
)
def test_months_end_on_their_last_day(day: date, months: int, last: date) -> None:
    assert months_after(day, months) == last
