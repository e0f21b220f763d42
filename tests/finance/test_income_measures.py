"""Spending power linked across its change of definition, fees and charges, and social care in real terms, by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from layouts import FERNSHIRE, HARROWMERE, comma_separated, deflator, write
from wholeplace.evidence.figures import compute
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.figure import Figure

PRICES = {2014: 98.0, 2015: 100.0, 2016: 102.0, 2017: 105.0}
# £ million: as each settlement had it, by the year the column ends in; Fernshire has no restated 2015-16.
AS_SETTLED = ((HARROWMERE, (118, 120, 104, 110)), (FERNSHIRE, (500, 480, 470, 480)))
STREAMS = ("sfa", "under_index", "ct_total", "nhb", "nhb_return", "rsdg")


def spending_power() -> str:
    rows = [[c.gss, c.name, c.letters, c.region, *amounts] for c, amounts in AS_SETTLED]
    return comma_separated([["ons_code", "ons_name", "class", "region", "2015", "2016", "2017", "2018"], *rows])


def components() -> str:
    header = ["ons_code", "authority", "region", "year", *STREAMS, "total_spend"]
    return comma_separated([header, [HARROWMERE.gss, HARROWMERE.name, "Midvale", 2015, 60, 0, 40, 0, 0, 0, 100]])


def extract(fees: object, gross: object) -> str:
    def cell(value: object) -> dict[str, object]:
        return {"value_thousands": value}

    services = {"TOTAL SERVICE EXPENDITURE": {"sales_fees_charges": cell(fees), "total_expenditure": cell(gross)}}
    summary = {"service_expenditure": {"TOTAL SERVICE EXPENDITURE": cell(30_000)}}
    year = {
        "financial_year": "2021-22",
        "revenue_summary": summary,
        "detailed_services": {"RSX": {"services": services}},
    }
    content = {
        "ons_code": HARROWMERE.gss, "council_name": "Harrowmere UA", "council_class": "UA",
        "data_source": "MHCLG Revenue Outturn (GOV.UK)", "by_year": {"2021-22": year},
    }  # fmt: skip
    return json.dumps(content)


@pytest.fixture(scope="module")
def snapshot(world_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("income")
    files = [
        world_files / "register.csv", world_files / "RS_2016-17.xlsx", write(folder, "sp.csv", spending_power()),
        write(folder, "csp.csv", components()), write(folder, "prices.xlsx", deflator(PRICES)),
        write(folder, "extract.json", extract(9_000, 60_000)),
    ]  # fmt: skip
    store = Store(folder / "store")
    report = load(store, files)
    assert report.failed == []
    assert {o.outcome for o in report.outcomes} == {"loaded"}
    return Snapshot(store)


def figure(snapshot: Snapshot, measure: str, place: str, year: int) -> Figure:
    definition = the_measure(measure)
    found = compute(snapshot, [definition]).figure(definition, place, year)
    assert found is not None
    return found


def test_the_first_year_of_core_spending_power_is_held_against_the_restated_year(snapshot: Snapshot) -> None:
    found = figure(snapshot, "spending-power-change", "HRW", 2016)
    assert float(found.value) == pytest.approx(104 / 100 * 100 / 102 - 1)
    assert {r.split(".")[0] for r in found.releases} >= {"spending-power", "core-spending-power"}


def test_without_the_restated_year_there_is_no_change(snapshot: Snapshot) -> None:
    assert figure(snapshot, "spending-power-change", "FRN", 2016).value is None


def test_later_years_are_held_against_the_year_before(snapshot: Snapshot) -> None:
    assert float(figure(snapshot, "spending-power-change", "HRW", 2017).value) == pytest.approx(
        110 / 104 * 102 / 105 - 1
    )
    assert float(figure(snapshot, "spending-power-change", "FRN", 2017).value) == pytest.approx(
        480 / 470 * 102 / 105 - 1
    )


def test_years_that_were_never_restated_give_no_change(snapshot: Snapshot) -> None:
    definition = the_measure("spending-power-change")
    found = compute(snapshot, [definition]).figures(definition)
    assert [f for f in found if f.period < "2016-17" and f.value is not None] == []


def test_revenue_spending_power_ends_with_2015_16(snapshot: Snapshot) -> None:
    definition = the_measure("revenue-spending-power")
    found = [f for f in compute(snapshot, [definition]).figures(definition, {"HRW"}) if f.value is not None]
    assert [(f.period, int(f.value)) for f in found] == [("2014-15", 118_000_000), ("2015-16", 120_000_000)]


def test_fees_and_charges_are_a_share_of_gross_service_expenditure(snapshot: Snapshot) -> None:
    assert float(figure(snapshot, "fees-and-charges-share", "HRW", 2021).value) == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("measure", "item"), [("adult-social-care-spend-real", "adults"), ("childrens-social-care-spend-real", "children")]
)
def test_care_is_in_prices_of_the_base_year(snapshot: Snapshot, measure: str, item: str) -> None:
    assert snapshot.price_base == 2016
    assert int(figure(snapshot, measure, "FRN", 2016).value) == FERNSHIRE.items[item] * 1_000
    assert figure(snapshot, measure, "ASV", 2016).status == "not-applicable"
