"""Three levels of protection for social care, what they leave to be cut elsewhere, and e*, which closes the gap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from scenario_examples import POSITIVE, plain, scenarios

from wholeplace.finance.scenarios.gap import project
from wholeplace.finance.scenarios.model import Protection
from wholeplace.finance.scenarios.protection import gap_at, grant_cut, overall_efficiency, required


def test_the_three_levels_of_a_scenario_worked_by_hand():
    found = required(replace(plain(), protection=Protection(Decimal("0.5"), Decimal("0.2"))))
    unprotected, partly, fully = found.levels

    assert [level.funded for level in found.levels] == [480_00, 540_00, 600_00]  # 600 x (1 - theta x 0.2)
    assert {level.needed for level in found.levels} == {694_58}  # 600 x 1.05^3
    assert (unprotected.gap, partly.gap, fully.gap) == (214_58, 154_58, 94_58)
    assert float(fully.efficiency) == pytest.approx(1 - (600 / 694.575) ** (1 / 3), abs=1e-5)
    # income 961.55 and 151.39 of reserves, less 600 and 100 of debt, for what was 300
    assert fully.residual == 1 - Decimal(41294) / Decimal(300_00)


@given(scenarios(POSITIVE))
@settings(deadline=None)
def test_the_more_protection_the_smaller_its_gap_and_the_larger_the_cut_elsewhere(scenario):
    found = required(scenario).levels

    assert found[0].funded <= found[1].funded <= found[2].funded
    assert found[0].gap >= found[1].gap >= found[2].gap
    assert found[0].residual <= found[1].residual <= found[2].residual
    if all(level.efficiency is not None for level in found):
        assert found[0].efficiency >= found[1].efficiency >= found[2].efficiency


@given(scenarios(POSITIVE))
@settings(deadline=None)
def test_the_efficiency_that_closes_the_gap_closes_it_to_a_pound(scenario):
    efficiency = overall_efficiency(scenario)
    assume(efficiency is not None)
    assume(efficiency > -1)

    assert abs(gap_at(scenario, efficiency)) <= 100


@given(scenarios(POSITIVE))
@settings(deadline=None)
def test_the_efficiency_of_a_level_makes_need_equal_its_budget(scenario):
    for level in required(replace(scenario, deflator="")).levels:
        assume(level.efficiency is not None)
        base = sum(c.amounts["care"] for c in scenario.councils)
        care, prices = (scenario.drivers[n].distribution.value for n in ("care", "prices"))
        need = base * ((1 + care) * (1 + prices) * (1 - level.efficiency)) ** scenario.years
        assert abs(need - level.funded) <= 100


def test_the_cut_is_what_grants_lose_where_none_is_given():
    assert grant_cut(plain()) == 1 - Decimal("0.9") ** 3
    found = required(plain())
    assert found.cut == grant_cut(plain())
    assert found.grant_cut
    assert not required(replace(plain(), protection=Protection(cut=Decimal("0.1")))).grant_cut


def test_a_grant_that_grows_is_no_cut():
    drivers = {**plain().drivers, "grant": plain().drivers["prices"]}
    assert grant_cut(replace(plain(), drivers=drivers)) == 0


def test_no_efficiency_closes_a_gap_when_debt_takes_all_the_income():
    scenario = plain()
    council = replace(scenario.councils[0], amounts={**scenario.councils[0].amounts, "debt": 5_000_00}, reserves=0)
    found = required(replace(scenario, councils=(council,)))

    assert found.overall is None
    assert found.levels[0].efficiency is not None, "social care's own budget is another question"


def test_the_residual_cut_pays_social_care_all_that_it_needs_first():
    scenario, last = plain(), project(plain())
    left = last.income[-1] + last.used[-1] - 694_58 - 100_00
    assert required(scenario).residual == 1 - Decimal(left) / Decimal(300_00)
