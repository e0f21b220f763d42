"""A group's own figure: the formula on summed parts, nobody counted twice, and nothing added that can't be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import layouts
from layouts import BEFORE, amount
from wholeplace.evidence.figures import compute, members
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.totals import totals

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.snapshot import Snapshot


def total(snapshot: Snapshot, measure: str, group: str, year: int = 2016) -> Figure:
    (found,) = totals(snapshot, the_measure(measure), members(snapshot, group), group, {year})
    return found


def added(item: str, letters: str) -> float:
    return sum(amount(c, item) for c in BEFORE if c.letters in letters.split())


def test_a_ratio_is_worked_out_on_the_sums_and_is_not_the_average_of_ratios(now: Snapshot) -> None:
    found = total(now, "earmarked-reserves-ratio", "unitary")
    ratios = [amount(c, "earmarked_close") / amount(c, "nre") for c in BEFORE if c.letters == "UA"]
    assert found.value == pytest.approx(added("earmarked_close", "UA") / added("nre", "UA"))
    assert found.value != pytest.approx(sum(ratios) / len(ratios), rel=1e-3)
    assert found.n == len(ratios) == 12


def test_amounts_are_added_up(now: Snapshot) -> None:
    found = total(now, "reserves-net-change", "single-tier-and-county")
    expected = 1000 * (added("to_earmarked", "UA SC L") + added("to_unallocated", "UA SC L"))
    assert (found.value, found.n) == (Decimal(expected), 14)


def test_a_yes_or_no_becomes_the_share_of_those_that_answer(now: Snapshot) -> None:
    found = total(now, "reserves-drawn-down", "unitary")
    yes = [c for c in BEFORE if c.letters == "UA" and amount(c, "to_earmarked") + amount(c, "to_unallocated") < 0]
    assert (found.value, found.n) == (pytest.approx(len(yes) / 12), 12)
    assert found.display.endswith("%")


def test_those_without_all_parts_are_left_out_and_the_count_says_so(now: Snapshot) -> None:
    assert not totals(now, the_measure("reserves-change-3y"), members(now, "unitary"), "unitary", {2015})
    assert total(now, "reserves-change-3y", "unitary", 2017).n == 10  # two were made by a division since


def test_a_merged_council_s_past_is_not_counted_beside_those_it_replaced(now: Snapshot) -> None:
    assert total(now, "net-revenue-expenditure", "unitary").value == Decimal(1000 * added("nre", "UA"))


def test_people_of_districts_are_not_added_again_to_their_county(now: Snapshot) -> None:
    everyone = total(now, "population", "councils")
    apart = total(now, "population", "single-tier").value + total(now, "population", "district").value
    assert everyone.value == apart
    assert total(now, "population", "county").value == total(now, "population", "district").value


def test_spending_per_head_divides_by_each_person_once(now: Snapshot) -> None:
    people = total(now, "population", "councils").value
    spending = 1000 * sum(amount(c, "tse") for c in BEFORE if c.letters != "O")
    assert float(total(now, "service-spend-per-head", "councils").value) == pytest.approx(spending / people, abs=0.01)


def test_classes_that_a_measure_does_not_apply_to_are_no_part_of_its_total(now: Snapshot) -> None:
    assert (
        total(now, "social-care-ratio", "councils").value
        == total(now, "social-care-ratio", "single-tier-and-county").value
    )
    assert not totals(now, the_measure("social-care-ratio"), members(now, "district"), "district", {2016})


def test_scores_are_weighted_by_people_and_marked_estimated(now: Snapshot) -> None:
    measure = the_measure("deprivation-score")
    table, people = compute(now, [measure]), the_measure("population")
    counted = compute(now, [people])
    pairs = [(table.value(measure, p, 2019), counted.value(people, p, 2019)) for p in members(now, "district")]
    found = total(now, "deprivation-score", "district", 2019)
    assert found.value == pytest.approx(sum(v * w for v, w in pairs) / sum(w for _, w in pairs))
    assert (found.status, found.n) == ("estimated", 2)


def test_ranks_have_no_total(now: Snapshot) -> None:
    found = total(now, "deprivation-rank", "unitary", 2019)
    assert (found.value, found.status) == (None, "not-comparable")
    assert "can't be added up" in found.note


def test_growing_reserves_of_a_group_do_not_run_out(now: Snapshot) -> None:
    found = total(now, "reserves-years-left", "county")
    assert (found.value, found.status) == (None, "not-depleting")


def test_a_group_of_one_is_that_one(now: Snapshot) -> None:
    for measure in ("interest-burden", "reserves-years-left", "overspend-total", "service-spend-real"):
        definition = the_measure(measure)
        (found,) = totals(now, definition, ["HRW"], "one", {2016})
        assert found.value == compute(now, [definition]).figure(definition, "HRW", 2016).value


def test_real_terms_say_their_prices(now: Snapshot) -> None:
    found = total(now, "service-spend-real", "unitary")
    assert found.price_base == "2017-18"
    assert float(found.value) == pytest.approx(1000 * added("tse", "UA") * 97.5 / 95, rel=1e-9)
    assert layouts.period(2016) == found.period
