"""Time on a chart: a year without a value takes its room, and panels side by side share their years."""

from __future__ import annotations

import re

from wholeplace.evidence.figure import OK, RATIO, Figure
from wholeplace.papers.charts import Band, Chart, Panel, Trends
from wholeplace.papers.svg import inline_svg
from wholeplace.papers.timeaxis import time_axes, time_axis


def panel(title: str, *periods: str, empty: tuple[str, ...] = ()) -> Panel:
    figures = tuple(Figure("reserves", "P", "Place", "county", p, 0.1, RATIO, OK) for p in periods)
    return Panel(title, RATIO, figures, tuple(Band(p, None, None, None) for p in empty))


def words(*panels: Panel) -> list[str]:
    svg = inline_svg(Chart("Over time", Trends("Place", panels), "Trends."), name="a")
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_years_that_nobody_published_stay_in_their_place() -> None:
    assert time_axis(["2017-18", "2020-21"]) == ("2017-18", "2018-19", "2019-20", "2020-21")
    assert time_axis(["2021", "2019", "2019"]) == ("2019", "2020", "2021")
    assert time_axis(["1999-00", "2001-02"]) == ("1999-00", "2000-01", "2001-02")


def test_quarters_dates_and_a_mixture_stay_what_they_are() -> None:
    assert time_axis(["2019-20 Q3", "2019-20 Q1"]) == ("2019-20 Q1", "2019-20 Q3")
    assert time_axis(["2019-03-31", "2017-03-31"]) == ("2017-03-31", "2019-03-31")
    assert time_axis(["2019", "2016-17"]) == ("2016-17", "2019")
    assert time_axis([]) == ()


def test_panels_of_one_kind_of_year_share_an_axis() -> None:
    financial, calendar = ("2016-17", "2017-18", "2018-19"), ("2015",)
    assert time_axes([["2016-17"], ["2015"], ["2018-19"], []]) == [financial, calendar, financial, ()]


def test_the_ends_of_an_axis_are_where_something_is_drawn() -> None:
    told = words(panel("Long", "2014-15", "2017-18"), panel("Short", "2016-17", empty=("2010-11", "2024-25")))
    assert told.count("2014-15") == told.count("2017-18") == 2
    assert not {"2010-11", "2024-25"} & set(told)
