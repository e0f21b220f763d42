"""The figures of the National Audit Office's report of 2018 and others, from the published files themselves."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import shared_data
from wholeplace.evidence.figures import compute, members
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.evidence.totals import totals
from wholeplace.evidence.trace import trace

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure

UPPER = "single-tier-and-county"


@cache
def published() -> Snapshot:
    store = Store(Path(tempfile.mkdtemp()) / "store")
    files = ("finance/revenue_outturn_rs", "finance/vintages", "finance/RA_2016-17_budget.xlsx",
             "councils/uk_local_authorities_future.csv", "councils/population_mye_2010_2024.csv")  # fmt: skip
    report = load(store, [shared_data(name) for name in files])
    assert not report.failed
    assert store.verify() == []
    return Snapshot(store)


def total(measure: str, year: int = 2016, group: str = UPPER) -> Figure:
    (found,) = totals(published(), the_measure(measure), members(published(), group), group, {year})
    return found


@pytest.mark.parametrize(
    ("measure", "value", "places"),
    [
        ("reserves-drawn-down", 0.662, 3),
        ("earmarked-reserves-ratio", 0.280, 3),
        ("unallocated-reserves-ratio", 0.065, 3),
    ],
)
def test_the_report_s_shares_come_out_to_their_last_digit(measure: str, value: float, places: int) -> None:
    found = total(measure)
    assert (round(float(found.value), places), found.n) == (value, 151)


def test_the_report_s_net_draw_comes_out_to_the_million() -> None:
    assert round(total("reserves-net-change").value / 1_000_000) == -858
    assert total("reserves-net-change").display == "-£858m"


@pytest.mark.parametrize(("least", "most", "share"), [(0, 3, 0.106), (3, 5, 0.099)])
def test_the_report_s_shares_of_those_whose_reserves_run_out(least: float, most: float, share: float) -> None:
    measure, drew = the_measure("reserves-years-left"), the_measure("reserves-drawn-down")
    table = compute(published(), [measure, drew])
    places = [p for p in members(published(), UPPER) if table.value(drew, p, 2016) is not None]
    left = [table.value(measure, p, 2016) for p in places]
    assert len(places) == 151
    assert round(sum(1 for v in left if v is not None and least <= v < most) / len(places), 3) == share


def test_one_council_has_no_appropriations_and_so_no_figure() -> None:
    drew = the_measure("reserves-drawn-down")
    found = [
        f for f in compute(published(), [drew]).figures(drew, members(published(), UPPER), {2016}) if f.value is None
    ]
    assert [(f.place_name, f.status) for f in found] == [("Isles of Scilly", "not-submitted")]


def test_northamptonshire_s_earmarked_reserves_are_traced_to_their_cell() -> None:
    found = trace(published(), the_measure("earmarked-reserves"), "NTH", 2016)
    (cell,) = found.cells
    assert (cell.number, cell.unit, cell.cell, cell.file) == (8481, "£ thousand", "cell BX213", "RS_2016-17.xlsx")
    assert found.figure.value == Decimal(8_481_000)


def test_the_final_vintage_speaks_and_the_provisional_one_is_kept() -> None:
    periods = [r.entry.period for r in published().releases.values() if r.entry.namespace == "rs"]
    assert periods == ["2010-11", "2011-12", "2012-13", "2013-14", "2014-15", "2015-16", "2016-17", "2017-18"]
    vintages = [e.vintage for e in published().store.entries() if e.namespace == "rs" and e.period == "2017-18"]
    assert sorted(vintages) == ["final", "provisional"]


def test_before_january_2018_the_year_2017_18_was_not_known() -> None:
    from datetime import date

    early = Snapshot(published().store, date(2018, 1, 31))
    measure = the_measure("net-revenue-expenditure")
    series = [f.period for f in compute(early, [measure]).series(measure, "NTH")]
    assert (series[0], series[-1]) == ("2010-11", "2016-17")


def test_every_council_of_the_returns_is_one_of_the_register() -> None:
    walk = published().crosswalk
    councils = [
        p
        for p in walk.places.values()
        if p.place_class in {"unitary", "london-borough", "metropolitan", "county", "district"}
    ]
    unknown = [p.name for p in councils if p.id.startswith("E") and len(p.id) == 5]
    assert unknown == []


def test_the_people_of_england_are_counted_once() -> None:
    """ONS mid-2023: 57.7m to 57.9m, by revision."""
    assert 57_500_000 < total("population", 2023, "councils").value < 58_100_000
