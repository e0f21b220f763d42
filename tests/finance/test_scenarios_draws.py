"""The draws: stated distributions, the same again from a seed, and the same whoever is drawn beside."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from scenario_examples import driver, plain, uncertain

from wholeplace.finance.scenarios.distributions import Fixed, Normal, Pert, Triangular, Uniform, of_scores
from wholeplace.finance.scenarios.draws import QUANTILES, draw
from wholeplace.finance.scenarios.gap import project
from wholeplace.finance.scenarios.model import ReservesPolicy
from wholeplace.finance.scenarios.rates import Rates

D = Decimal
DISTRIBUTIONS = {
    # distribution: mean and standard deviation from the textbook
    Normal(D("0.02"), D("0.01")): (0.02, 0.01),
    Uniform(D("0"), D("0.06")): (0.03, 0.06 / 12**0.5),
    Triangular(D("0"), D("0.01"), D("0.05")): (0.02, ((0.0025 + 0.0001 - 0.0005) / 18) ** 0.5),
    Pert(D("0"), D("0.01"), D("0.05")): (0.015, (0.015 * 0.035 / 7) ** 0.5),
}


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda d: d.kind)
def test_every_distribution_has_its_mean_and_spread(distribution):
    mean, spread = DISTRIBUTIONS[distribution]
    rates = of_scores(distribution, np.random.default_rng(1).standard_normal(200_000))

    assert rates.mean() == pytest.approx(mean, abs=2e-4)
    assert rates.std() == pytest.approx(spread, abs=2e-4)


@pytest.mark.parametrize("distribution", [d for d in DISTRIBUTIONS if d.kind != "normal"], ids=lambda d: d.kind)
def test_bounded_distributions_keep_their_bounds(distribution):
    rates = of_scores(distribution, np.array([-40.0, -3.0, 0.0, 3.0, 40.0]))

    low, high = float(distribution.low), float(distribution.high)
    assert low <= rates[0] <= low + 0.02 * (high - low)
    assert high - 0.02 * (high - low) <= rates[-1] <= high
    assert sorted(rates) == list(rates)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=lambda d: d.kind)
def test_moving_and_widening_keep_the_centre_where_it_is_said_to_be(distribution):
    assert distribution.shifted(D("0.01")).central == distribution.central + D("0.01")
    assert distribution.stretched(D("2")).central == distribution.central
    narrow = of_scores(distribution.stretched(D("0.5")), np.array([-1.5, 1.5]))
    wide = of_scores(distribution, np.array([-1.5, 1.5]))
    assert np.ptp(narrow) < np.ptp(wide)


def test_without_uncertainty_every_draw_is_the_central_case_to_the_pound():
    central, drawn = project(plain()), draw(plain(), number=50)

    for year in range(4):
        assert all(abs(q - central.gap[year]) <= 100 for q in drawn.gap[year])
        assert all(abs(q - central.left[year]) <= 100 for q in drawn.left[year])
    assert drawn.any_gap == (0, 1, 1, 1)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    assert draw(uncertain()) == draw(uncertain())
    assert draw(uncertain()).gap != draw(uncertain(), seed=8).gap
    assert draw(uncertain(), number=40).number == 40


def test_a_council_is_drawn_the_same_alone_in_a_group_and_in_any_order():
    group = uncertain(5)
    backwards = replace(group, councils=group.councils[::-1])
    alone = replace(group, councils=group.councils[3:4])
    together = {c.id: c.uncovered for c in draw(group).councils}

    assert {c.id: c.uncovered for c in draw(backwards).councils} == together
    assert draw(backwards).gap == draw(group).gap
    assert draw(alone).councils[0].uncovered == together["C3"]


def test_a_rate_more_does_not_change_the_draws_of_others():
    scenario = uncertain()
    more = replace(scenario, drivers={**scenario.drivers, "new": driver("new", Uniform(D(0), D("0.1")), "0.5")})
    assert draw(more) == draw(scenario)


def test_quantiles_are_in_order_and_the_fan_widens():
    drawn = draw(uncertain(), number=2_000)

    assert len(QUANTILES) == 7
    assert all(list(year) == sorted(year) for year in drawn.gap)
    widths = [year[-1] - year[0] for year in drawn.gap]
    assert widths == sorted(widths)
    assert widths[0] == 0


def test_common_rates_are_the_same_for_all_councils_and_others_correlate_by_their_share():
    scenario = replace(
        uncertain(2),
        drivers={
            **uncertain().drivers,
            "care": driver("care", Normal(D("0.02"), D("0.01")), "0.36"),
            "tax": driver("tax", Normal(D("0.02"), D("0.01")), "0"),
        },
    )
    rates = Rates(scenario, 40_000, 3)
    one, other = (next(iter(rates.of(c.id))).copy() for c in scenario.councils)

    assert np.corrcoef(one["care"], other["care"])[0, 1] == pytest.approx(0.36, abs=0.02)
    assert np.corrcoef(one["tax"], other["tax"])[0, 1] == pytest.approx(0, abs=0.02)
    assert "grant" in rates.shared, "drawn once for all councils"
    assert np.corrcoef(one["care"], one["tax"])[0, 1] == pytest.approx(0, abs=0.02)


def test_a_rate_of_the_horizon_holds_and_a_yearly_one_is_drawn_anew():
    rates = Rates(uncertain(), 500, 3)
    first, second = ({k: v.copy() for k, v in year.items()} for year in list(_first_two(rates)))

    assert (first["care"] == second["care"]).all()
    assert (first["tax"] != second["tax"]).any()
    assert (rates.shared["grant"][0] == rates.shared["grant"][1]).all()
    assert (rates.shared["prices"][0] != rates.shared["prices"][1]).any()


def _first_two(rates):
    years = rates.of("C0")
    for _ in range(2):
        yield {k: v.copy() for k, v in next(years).items()}


def test_the_chance_that_reserves_do_not_cover_the_gaps_only_grows():
    drawn = draw(uncertain(3))
    for council in drawn.councils:
        assert list(council.uncovered) == sorted(council.uncovered)
    assert sum(drawn.run_out) <= 1 + 1e-9


def test_reserves_that_no_policy_uses_never_run_out_but_may_fall_short():
    scenario = uncertain(reserves=ReservesPolicy("none"))
    drawn = draw(scenario)

    assert set(drawn.run_out) == {0}
    assert drawn.uncovered[-1] > 0
    assert drawn.left == drawn.gap


def test_real_terms_make_a_fan_of_smaller_amounts():
    cash, real = draw(uncertain()), draw(uncertain(deflator="prices"))
    assert real.gap[-1][6] < cash.gap[-1][6]


def test_progress_is_told():
    told = []
    draw(uncertain(45), number=10, progress=lambda done, total, message: told.append((done, total)))
    assert told[0] == (0, 45)
    assert told[-1] == (45, 45)


def test_a_sector_is_drawn_in_good_time():
    scenario = uncertain(100)
    start = time.perf_counter()
    draw(scenario, number=1_000)
    assert time.perf_counter() - start < 20, "a second or so on a quiet machine"


def test_a_fixed_rate_has_no_spread_to_stretch():
    assert Fixed(D("0.02")).stretched(D(2)) == Fixed(D("0.02"))
    assert Fixed(D("0.02"), (D("0.01"),)).shifted(D("0.01")) == Fixed(D("0.03"), (D("0.02"),))
