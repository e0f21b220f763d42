"""Extracts of the outturn for one council: the shared Lancashire files, and small invented ones."""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from typing import Any

import pytest
from files import as_json, block, number, status
from hypothesis import given, settings
from hypothesis import strategies as st

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, WARNING, Reading
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.revenue_outturn_extract import RevenueOutturnExtract

READER = RevenueOutturnExtract()
CODE = "X06000001"
SERVICES = {
    "Education services": 100, "Highways and transport services": 50, "Children Social Care": 300,
    "Adult Social Care": 600, "Public Health": 70, "Housing services (GFRA only)": 80,
    "Cultural and related services": 60, "Environmental and regulatory services": 90,
    "Planning and development services": 30, "Police services": 0, "Fire and rescue services": 0,
    "Central services": 120, "Other services": 0, "TOTAL SERVICE EXPENDITURE": 1500,
}  # fmt: skip


def cell(value: object) -> dict[str, object]:
    return {"value_thousands": value, "value_pounds": 0, "relevant_to_unitary": True}


def full() -> dict[str, Any]:
    summary = {
        "service_expenditure": {k: cell(v) for k, v in SERVICES.items()},
        "key_financials": {
            "NET CURRENT EXPENDITURE": cell(0), "REVENUE EXPENDITURE": cell(1400),
            "NET REVENUE EXPENDITURE": cell(900), "COUNCIL TAX REQUIREMENT": cell(500),
        },
        "reserves": {
            "Estimated other earmarked financial reserves level at 1 April": cell(200),
            "Estimated other earmarked financial reserves level at 31 March": cell(180),
        },
        "debt_costs": {"General fund: Interest costs": cell(0)},
    }  # fmt: skip
    rsx = {"RSX": {"services": {"Adult Social Care": {"sales_fees_charges": cell(45)}}}}
    year = {
        "financial_year": "2021-22", "certified": True, "revenue_summary": summary, "detailed_services": rsx,
    }  # fmt: skip
    return {
        "ons_code": CODE, "data_source": "MHCLG Revenue Outturn (GOV.UK)", "by_year": {"2021-22": year},
        "council_name": "Fernmouth UA", "council_class": "UA",
    }  # fmt: skip


def trends() -> dict[str, Any]:
    submitted = {
        "status": "submitted",
        "summary": {"Cultural Services": 60, "Total Net Current Expenditure": 1650},
        "cultural": {"Tourism": 7},
    }
    return {
        "council": "Fernmouth", "ons_code": CODE, "type": "Shire District",
        "data_source": "MHCLG Revenue Outturn Time Series (GOV.UK)",
        "by_year": {"2021-22": submitted, "2022-23": {"status": "not submitted"}},
    }  # fmt: skip


def read(content: object) -> list[Reading]:
    return list(READER.read(as_json(content)))


@cache
def lancashire(name: str) -> dict[str, Reading]:
    source = SourceFile(shared_data(f"finance/lancashire_outturn/{name}.json"))
    assert READER.recognise(source)
    return {str(r.period): r for r in READER.read(source)}


def test_published_blackburn_2021_22_golden_values() -> None:
    reading = lancashire("blackburn_outturn_rs_rsx_ro")["2021-22"]
    for line, thousands in {
        "adult_social_care": 56_582, "children_social_care": 36_574, "total_service_expenditure": 273_111,
        "net_revenue_expenditure": 117_085, "council_tax_requirement": 57_207,
        "reserves_earmarked_opening": 46_989,
        "reserves_earmarked_closing": 55_705, "reserves_unallocated_closing": 7_717,
        "revenue_support_grant": -13_597,
    }.items():  # fmt: skip
        assert number(reading, f"rs.{line}", "E06000008") == thousands, line


def test_published_blackburn_has_four_years_of_one_and_eight_of_the_other() -> None:
    assert list(lancashire("blackburn_outturn_rs_rsx_ro")) == ["2021-22", "2022-23", "2023-24", "2024-25"]
    assert len(lancashire("blackburn_revenue_trends")) == 8
    assert (
        number(lancashire("blackburn_revenue_trends")["2017-18"], "rs.net_current_expenditure", "E06000008") == 297_479
    )


def test_published_both_layouts_agree_on_services_within_rounding() -> None:
    for year, first in lancashire("ribble_valley_outturn_rs_rsx_ro").items():
        second = lancashire("ribble_valley_revenue_trends")[year]
        for line in ("housing_services", "cultural_and_related_services", "central_services"):
            pair = [number(r, f"rs.{line}", "E07000124") for r in (first, second)]
            assert abs(pair[0] - pair[1]) < 1, (year, line)


def test_published_pendle_2023_24_was_not_submitted() -> None:
    for name in ("pendle_outturn_rs_rsx_ro", "pendle_revenue_trends"):
        reading = lancashire(name)["2023-24"]
        assert status(reading, "rs.total_service_expenditure", "E07000122") == NOT_SUBMITTED


def test_each_year_is_a_part_of_the_return_that_the_publishers_own_outranks() -> None:
    (reading,) = read(full())
    assert (reading.part, reading.precedence) == (CODE, 5)
    assert (reading.published, reading.published_basis) == (date(2022, 11, 30), "assumed")
    assert [r.part for r in read(trends())] == [f"{CODE}-trends"] * 2


def test_the_class_is_the_councils_and_never_the_wrong_type() -> None:
    assert read(full())[0].authorities[0].published_class == "UA"
    assert read(trends())[0].authorities[0].published_class == ""


def test_labels_get_the_returns_own_names() -> None:
    (reading,) = read(full())
    assert number(reading, "rs.housing_services", CODE) == 80
    assert number(reading, "rs.reserves_earmarked_opening", CODE) == 200
    assert number(reading, "rs.reserves_earmarked_closing", CODE) == 180
    assert number(reading, "rs.adult_social_care_sales_fees_charges", CODE) == 45


def test_a_number_is_traced_to_its_path() -> None:
    path = "by_year/2021-22/revenue_summary/service_expenditure/Adult Social Care"
    assert block(read(full())[0], "rs.adult_social_care").sheet == path


def test_a_total_of_0_beside_services_of_millions_is_not_used() -> None:
    (reading,) = read(full())
    assert status(reading, "rs.net_current_expenditure", CODE) == SET_ASIDE
    assert number(reading, "rs.revenue_expenditure", CODE) == 1400
    assert status(reading, "rs.x_debt_costs_general_fund_interest_costs", CODE) == SET_ASIDE


def test_services_that_do_not_add_up_are_warned_of() -> None:
    content = full()
    content["by_year"]["2021-22"]["revenue_summary"]["service_expenditure"]["Central services"] = cell(620)
    (reading,) = read(content)
    assert any(s.what == WARNING and "add up to 2,000.0" in s.reason for s in reading.set_aside)
    assert not reading.checks[0].passed


def test_a_year_that_says_it_is_another_is_refused() -> None:
    content = full()
    content["by_year"]["2021-22"]["financial_year"] = "2022-23"
    with pytest.raises(BadFileError, match=r"by_year/2021-22/financial_year.*2022-23"):
        read(content)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("ons_code", "Fernmouth", "an ONS code"),
        ("by_year", {}, "no years"),
        ("by_year", {"soon": {}}, "not a financial year"),
        ("by_year", {"2021-22": 7}, "not an object"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(key: str, value: object, message: str) -> None:
    with pytest.raises(BadFileError, match=message):
        read({**full(), key: value})


@settings(max_examples=60, deadline=None)
@given(
    service=st.sampled_from([s for s in SERVICES if not s.startswith("TOTAL")]),
    value=st.one_of(st.floats(-1e6, 1e6), st.none(), st.booleans(), st.sampled_from(["n/a", "about 5", "1,234", "?"])),
)
def test_no_value_is_ever_read_as_another_number(service: str, value: Any) -> None:
    content = copy.deepcopy(full())
    content["by_year"]["2021-22"]["revenue_summary"]["service_expenditure"][service] = cell(value)
    (reading,) = read(content)
    found = next(b for b in reading.blocks if b.sheet.endswith(f"service_expenditure/{service}"))
    meant = 1234 if value == "1,234" else value
    if isinstance(meant, int | float) and not isinstance(meant, bool):
        assert (found.numbers[0], found.statuses[0]) == (meant, OK)
        return
    assert found.numbers[0] != found.numbers[0]
    told = any(s.what == CELL and s.sheet == found.sheet for s in reading.set_aside)
    assert (found.statuses[0] == SET_ASIDE) == told
