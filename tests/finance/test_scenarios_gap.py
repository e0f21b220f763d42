"""The central case: need less income is the gap, to the penny, in every year; reserves never fall below their floor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from scenario_examples import plain, scenarios

from wholeplace.finance.scenarios.distributions import Fixed
from wholeplace.finance.scenarios.gap import fixed_amounts, project, project_each
from wholeplace.finance.scenarios.model import Council, Driver, ReservesPolicy


def test_the_gap_is_need_less_income():
    found = project(plain())

    assert found.periods == ("2020-21", "2021-22", "2022-23", "2023-24")
    assert [row.pence for row in found.services] == [
        (600_00, 630_00, 661_50, 694_58),  # 694.575 to the even penny
        (300_00, 306_00, 312_12, 318_36),
        (100_00, 100_00, 100_00, 100_00),
    ]
    assert found.income == (1000_00, 984_00, 971_28, 961_55)
    assert found.gap == (0, 52_00, 102_34, 151_39)


@given(scenarios())
@settings(deadline=None)
def test_rows_tie_to_the_penny_whatever_the_scenario(scenario):
    found = project(scenario)

    for year in range(scenario.years + 1):
        need = sum(row.pence[year] for row in found.services)
        income = sum(row.pence[year] for row in found.streams)
        assert need - income == found.gap[year]
        assert found.gap[year] - found.used[year] == found.left[year]
    assert found.left[0] == 0, "the base year is closed"


@given(scenarios())
@settings(deadline=None)
def test_reserves_are_never_taken_below_the_floor(scenario):
    for council, found in zip(scenario.councils, project_each(replace(scenario, deflator="")), strict=True):
        least = min(council.reserves, council.floor)
        assert all(level >= least for level in found.reserves)
        taken = [before - after for before, after in zip(found.reserves, found.reserves[1:], strict=False)]
        assert taken == list(found.used[1:])


@given(scenarios())
@settings(deadline=None)
def test_a_group_is_the_sum_of_its_councils(scenario):
    parts, whole = project_each(scenario), project(scenario)

    assert whole.gap == tuple(sum(p.gap[t] for p in parts) for t in range(scenario.years + 1))
    assert whole.short == tuple(sum(max(0, p.left[t]) for p in parts) for t in range(scenario.years + 1))


def test_reserves_as_needed_pay_the_gap_until_they_run_out():
    found = project(plain(reserves=300_00, floor=200_00))

    assert found.used == (0, 52_00, 48_00, 0)
    assert found.left == (0, 0, 54_34, 151_39)
    assert found.reserves[-1] == 200_00
    assert found.run_out == "2022-23"


def test_a_fixed_amount_of_reserves_is_never_more_than_the_gap():
    found = project(_with("fixed", 60_00))

    assert found.used == (0, 52_00, 60_00, 60_00)
    assert found.run_out == ""


def _with(policy: str, amount: int = 0, *, add_surplus: bool = False):
    return replace(plain(), reserves=ReservesPolicy(policy, amount, add_surplus))


def test_a_fixed_amount_of_a_group_is_shared_out_by_what_each_council_has():
    councils = tuple(Council(f"C{n}", "", {}, held, 0) for n, held in enumerate((100, 200, 0)))
    assert fixed_amounts(replace(_with("fixed", 100), councils=councils)) == [33, 67, 0]


def test_without_a_policy_reserves_stay_where_they_are():
    found = project(_with("none"))
    assert found.used == (0, 0, 0, 0)
    assert found.left == found.gap
    assert found.run_out == ""


def test_a_surplus_goes_into_reserves_only_where_that_is_asked_for():
    rich = plain(cost="0", income="0.2")
    kept = project(rich)
    added = project(replace(rich, reserves=ReservesPolicy("as-needed", 0, add_surplus=True)))

    assert kept.gap[1] < 0
    assert kept.reserves[1] == 1_000_00
    assert added.reserves[1] == 1_000_00 - kept.gap[1]
    assert added.left[1] == 0


def test_real_terms_divide_by_the_deflator_and_still_tie():
    cash, real = project(plain()), project(replace(plain(), deflator="prices"))

    assert real.services[1].pence == (300_00,) * 4, "roads grow by prices alone"
    assert abs(real.gap[3] - cash.gap[3] / Decimal("1.02") ** 3) < 3


def test_rates_of_the_first_years_may_be_given_one_by_one():
    frozen = replace(
        plain(),
        drivers={**plain().drivers, "tax": Driver("tax", "Tax", Fixed(Decimal("0.05"), (Decimal(0), Decimal("0.01"))))},
    )
    assert project(frozen).streams[0].pence == (700_00, 700_00, 707_00, 742_35)


def test_efficiency_takes_away_from_what_a_service_costs():
    scenario = plain()
    care = replace(scenario.services[0], efficiency="prices")
    found = project(replace(scenario, services=(care, *scenario.services[1:])))
    assert found.services[0].pence[1] == 617_40  # 600 x 1.05 x 0.98
