"""Periods: what a figure speaks of, in one spelling each."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import PeriodError
from wholeplace.core.periods import DATE, QUARTER, Period

YEARS = st.integers(1900, 2200)
PERIODS = st.one_of(
    YEARS.map(Period.financial),
    YEARS.map(Period.calendar),
    st.builds(lambda y, q: Period(y, q, QUARTER), YEARS, st.integers(1, 4)),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(lambda d: Period(d.year, 0, DATE, d)),
)


@given(PERIODS)
def test_what_is_written_reads_back_the_same(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_a_period_ends_no_earlier_than_it_starts(period: Period) -> None:
    assert period.start <= period.end


@given(YEARS)
def test_four_quarters_tile_a_financial_year(year: int) -> None:
    quarters = [Period(year, q, QUARTER) for q in (1, 2, 3, 4)]
    whole = Period.financial(year)
    assert (quarters[0].start, quarters[-1].end) == (whole.start, whole.end)
    for before, after in itertools.pairwise(quarters):
        assert before.end + timedelta(days=1) == after.start


@given(YEARS, st.integers(-50, 50))
def test_shifting_forth_and_back_returns(year: int, by: int) -> None:
    period = Period.financial(year)
    assert period.shift(by).shift(-by) == period


@pytest.mark.parametrize("text", ["2016-17", "2016/17", "2016-2017", "2016–17", " 2016 - 17 "])
def test_a_financial_year_may_be_written_in_several_ways(text: str) -> None:
    assert str(Period.parse(text)) == "2016-17"


def test_the_end_of_a_century() -> None:
    assert str(Period.financial(1999)) == "1999-00"
    assert Period.parse("1999-00").end == date(2000, 3, 31)


def test_quarters_count_from_april() -> None:
    assert (Period.parse("2016-17 q1").start, Period.parse("2016-17 Q4").end) == (date(2016, 4, 1), date(2017, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16-17",
        "2016-18",
        "2016-2018",
        "2016-15",
        "0000",
        "9999-00",
        "2016-17 Q5",
        "2016-17 Q0",
        "2016-02-30",
        "last year",
        "٢٠١٦",
    ],
)
def test_anything_else_is_refused_with_the_ways_to_write_it(text: str) -> None:
    with pytest.raises(PeriodError, match=r"2016-17"):
        Period.parse(text)


def test_a_date_has_no_previous_period() -> None:
    with pytest.raises(PeriodError, match="no previous period"):
        Period.parse("2017-03-31").shift(-1)


@given(st.text(max_size=20))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert period.start <= period.end
