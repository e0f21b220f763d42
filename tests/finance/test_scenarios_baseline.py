"""What a scenario starts from ties to the published return, says where it was read, and imputes nothing."""

from __future__ import annotations

import pytest

from support import shared_data
from wholeplace.core.errors import ScenarioError
from wholeplace.core.periods import Period
from wholeplace.evidence.figures import compute, members
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.scenarios.baseline import baseline, scenario_of, years_of
from wholeplace.finance.scenarios.gap import project, project_each

COUNTY, DISTRICT = "ZAA", "ZAV"


def value(snapshot: Snapshot, measure: str, place: str, year: int) -> int:
    """A published indicator in pence."""
    chosen = the_measure(measure)
    figure = compute(snapshot, [chosen]).figure(chosen, place, year)
    return int(figure.value * 100)


@pytest.mark.parametrize("place", [COUNTY, DISTRICT])
def test_the_base_year_s_gap_is_what_was_taken_from_reserves(small_sector, place):
    base = baseline(small_sector, place, "A council", [place], 2016)
    found = project(scenario_of(base, small_sector))

    assert found.gap[0] == -value(small_sector, "reserves-net-change", place, 2016)
    assert found.reserves[0] == value(small_sector, "total-reserves", place, 2016)
    council_tax = next(row for row in found.streams if row.id == "council_tax")
    assert council_tax.pence[0] == value(small_sector, "council-tax-requirement", place, 2016)


def test_every_council_s_accounts_tie(small_sector):
    base = baseline(small_sector, "class:councils", "All", members(small_sector, "councils"), 2016)
    scenario = scenario_of(base, small_sector)

    for council, found in zip(scenario.councils, project_each(scenario), strict=True):
        assert found.gap[0] == -value(small_sector, "reserves-net-change", council.id, 2016), council.name


def test_it_says_where_it_was_read_and_that_it_is_invented(small_sector):
    base = baseline(small_sector, COUNTY, "A county", [COUNTY], 2016)
    scenario = scenario_of(base, small_sector)

    assert all(release in small_sector.releases for release in scenario.releases)
    assert "2016-17" in scenario.sources[0]
    assert scenario.invented
    assert not scenario.several


def test_the_latest_complete_year_is_taken_unless_another_is_asked_for(small_sector):
    latest = max(years_of(small_sector, [COUNTY]))
    assert baseline(small_sector, COUNTY, "A county", [COUNTY]).period == Period.financial(latest)
    assert baseline(small_sector, COUNTY, "A county", [COUNTY], 2012).period == Period.financial(2012)


def test_a_group_takes_the_latest_year_that_nearly_all_are_complete_for(small_sector):
    ids = members(small_sector, "councils")
    complete = years_of(small_sector, ids)
    base = baseline(small_sector, "class:councils", "All", ids)

    assert complete[base.period.year] >= 0.9 * max(complete.values())
    assert base.period.year < max(complete), "in the last one too few are"


def test_members_without_a_complete_return_are_named(small_sector):
    ids = members(small_sector, "councils")
    base = baseline(small_sector, "class:councils", "All", ids, 2016)

    assert len(base.councils) == 39
    assert len(base.missing) == 1
    assert base.missing[0] in scenario_of(base, small_sector).notes[0]


def test_lines_that_a_form_does_not_have_are_named_and_stay_in_their_total(small_sector):
    base = baseline(small_sector, COUNTY, "A county", [COUNTY], 2010)

    assert "Adult social care" in base.unpublished
    assert "Public health" in base.unpublished
    found = project(scenario_of(base, small_sector))
    assert found.gap[0] == -value(small_sector, "reserves-net-change", COUNTY, 2010)


def test_the_pandemic_s_accounts_come_with_a_warning(small_sector):
    base = baseline(small_sector, COUNTY, "A county", [COUNTY], 2020)
    assert "pandemic" in scenario_of(base, small_sector).notes[0]


def test_a_place_without_accounts_has_no_baseline(small_sector):
    with pytest.raises(ScenarioError, match="Load its revenue outturn"):
        baseline(small_sector, "UK", "Nobody", ["no-such-place"])
    with pytest.raises(ScenarioError, match=r"Years that are complete: 2010-11"):
        baseline(small_sector, COUNTY, "A county", [COUNTY], 1999)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    files = [shared_data("councils"), shared_data("finance/revenue_outturn_rs")]
    store = Store(tmp_path_factory.mktemp("published") / "store")
    load(store, files)
    return Snapshot(store)


def test_the_published_sector_s_base_year_is_as_the_auditors_found_it(published):
    """NAO, Financial sustainability of local authorities 2018: single-tier and county councils took a net £858m."""
    ids = members(published, "single-tier-and-county")
    found = project(scenario_of(baseline(published, "x", "Single-tier and county", ids, 2016), published))

    assert found.gap[0] / 100 == pytest.approx(858e6, abs=1e6)


def test_the_order_of_size_is_that_of_the_association_s_own_models(published):
    """£6.5bn for 2011-12 and £16.5bn by 2019-20: ours, at its own standing rates, is of no other order."""
    ids = members(published, "councils")
    base = baseline(published, "class:councils", "All councils", ids, 2011)
    found = project(scenario_of(base, published, 8))

    # Cuts in grant as deep as those years' are not in the standing rates, so that this gap must be the smaller one.
    assert found.need[0] / 100 == pytest.approx(113e9, rel=0.4)
    assert abs(found.gap[-1]) / 100 < 16.5e9
