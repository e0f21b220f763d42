"""How an indicator is spread by class and year, and ranks with ties."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wholeplace.evidence.distribution import Rank, ranks, spreads
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures, the_measure

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.snapshot import Snapshot


@pytest.fixture(scope="module")
def table(now: Snapshot) -> FigureTable:
    return compute(now, list(measures().values()))


def some(table: FigureTable, values: list[float | None], place_class: str = "unitary") -> list[Figure]:
    one = next(f for f in table.figures(the_measure("net-revenue-expenditure")) if f.value is not None)
    return [replace(one, place=str(n), value=v, unit="ratio", place_class=place_class) for n, v in enumerate(values)]


def test_equal_values_share_the_better_rank_and_the_next_is_passed_over(table):
    found = ranks(some(table, [0.5, 0.9, 0.5, 0.1]))
    assert [found[p].display for p in "1023"] == ["1 of 4", "=2 of 4", "=2 of 4", "4 of 4"]
    assert found["0"] == Rank(2, 2, 4)


def test_places_without_a_value_have_no_rank_and_are_not_counted(table):
    found = ranks(some(table, [0.5, None, 0.1]))
    assert set(found) == {"0", "2"}
    assert found["2"].of == 2


def test_ranks_are_within_a_class(table):
    found = ranks([*some(table, [0.5, 0.9]), *(replace(f, place="c") for f in some(table, [0.1], "county"))])
    assert found["c"].display == "1 of 1"


def test_answers_of_yes_or_no_have_no_rank(table):
    assert ranks([replace(f, unit="yes/no", value=True) for f in some(table, [0.5])]) == {}


@pytest.mark.parametrize("identifier", sorted(measures()))
def test_a_spread_is_that_of_the_figures_themselves(table, identifier):
    measure = the_measure(identifier)
    found = spreads(table, measure)
    for year in found.years:
        figures = [f for f in table.figures(measure, None, {year}) if f.status != "not-applicable"]
        for place_class in found.classes:
            own = [f for f in figures if f.place_class == place_class]
            values = [float(f.value) for f in own if f.value is not None]
            told = found.of(place_class, year)
            assert (told.n, told.places) == (len(values), len(own))
            if values and measure.unit != "yes/no":
                assert float(told.lowest) == pytest.approx(min(values))
                assert float(told.highest) == pytest.approx(max(values))
            if len(values) >= 5 and measure.unit != "yes/no":
                assert float(told.median) == pytest.approx(float(np.median(values)), abs=0.01)


def test_fewer_than_five_values_have_no_quartiles(table):
    found = spreads(table, the_measure("net-revenue-expenditure")).of("county", 2016)
    assert found.n < 5
    assert (found.lower, found.median, found.upper) == (None, None, None)
    assert found.lowest is not None


def test_all_classes_together_are_told_too(table):
    found = spreads(table, the_measure("net-revenue-expenditure")).together(2016)
    assert found.n >= 5
    assert found.lower <= found.median <= found.upper
    assert isinstance(found.median, Decimal)


def test_the_latest_year_is_one_that_most_places_have(table):
    found = spreads(table, the_measure("reserves-years-left"))
    assert found.latest in found.years


def test_it_is_worked_out_once_for_a_table(table):
    measure = the_measure("population")
    assert spreads(table, measure) is spreads(table, measure)
