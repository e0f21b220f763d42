"""The accounts hold together: every total, every reserve, every class, in every file that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rereading import authorities, broken_totals, csv_rows, header_row, sheet_rows

from wholeplace.sample.layouts import CLASS_NAMES, layout, period

if TYPE_CHECKING:
    from pathlib import Path

    Table = dict[str, dict[str, Any]]

OUTTURN = range(2010, 2018)
RESERVES = {"sch": "apschools", "ph": "apph", "ear": "apear", "un": "apun"}
ELLIPSIS = "…"


def outturn(folder: Path, year: int, sheet: int = 1, suffix: str = "") -> Table:
    name = f"RS LA Data {period(year)}" + (f" ({sheet})" if year < 2015 else "")
    return authorities(folder / f"RS_{period(year)}{suffix}.xlsx", name, f"rs_{period(year)}")


def closing(folder: Path, year: int) -> Table:
    """Reserves at the end of the year: on the second sheet to 2014-15, in columns of their own after."""
    if year >= 2015:
        return outturn(folder, year)
    second = outturn(folder, year, sheet=2)
    return {e: {f"close_{k}": row.get(f"open_{k}", 0) for k in RESERVES} for e, row in second.items()}


def sent(table: Table) -> Table:
    return {ecode: row for ecode, row in table.items() if row["totsx"] != ELLIPSIS}


@pytest.mark.parametrize("year", OUTTURN)
def test_every_outturn_adds_up_to_its_council_tax_requirement(folder: Path, year: int) -> None:
    table = outturn(folder, year)
    assert len(table) > 40
    assert {e: broken_totals(row) for e, row in sent(table).items() if broken_totals(row)} == {}


@pytest.mark.parametrize("year", OUTTURN)
def test_every_budget_adds_up_to_its_council_tax_requirement(folder: Path, year: int) -> None:
    table = authorities(folder / f"RA_{period(year)}_budget.xlsx", f"RA LA Data {period(year)}", "ra")
    assert {e: broken_totals(row) for e, row in table.items() if broken_totals(row)} == {}
    for ecode, row in table.items():
        assert sum(v for item, v in row.items() if item.startswith("edu_")) == row["edu"], ecode
        for reserve, moved in RESERVES.items():
            assert row[f"open_{reserve}"] + row[moved] == row[f"close_{reserve}"], (ecode, reserve)


def test_budget_and_outturn_agree_on_the_council_tax_that_was_set(folder: Path) -> None:
    for year in OUTTURN:
        budget = authorities(folder / f"RA_{period(year)}_budget.xlsx", f"RA LA Data {period(year)}", "ra")
        assert {e: row["ctr"] for e, row in sent(outturn(folder, year)).items() if row["ctr"] != budget[e]["ctr"]} == {}


@pytest.mark.parametrize("year", OUTTURN)
def test_reserves_at_the_end_are_those_at_the_start_and_what_was_put_in(folder: Path, year: int) -> None:
    ends = closing(folder, year)
    for ecode, row in sent(outturn(folder, year)).items():
        for reserve, moved in RESERVES.items():
            start = row.get(f"open_{reserve}", 0)
            assert start + row.get(moved, 0) == ends[ecode][f"close_{reserve}"], (ecode, reserve)
            assert ends[ecode][f"close_{reserve}"] >= 0, (ecode, reserve)


def test_a_year_opens_with_what_the_last_one_closed_with_but_for_declared_adjustments(folder: Path) -> None:
    adjusted = 0
    for year in OUTTURN[1:]:
        before = closing(folder, year - 1)
        for ecode, row in sent(outturn(folder, year)).items():
            if ecode not in before or before[ecode]["close_ear"] == ELLIPSIS:
                continue
            adjusted += row["pya"] != 0
            assert row["open_un"] == before[ecode]["close_un"], ecode
            assert row["open_ear"] == before[ecode]["close_ear"] + row["pya"], ecode
    assert adjusted > 0


@pytest.mark.parametrize("year", OUTTURN)
def test_class_totals_are_the_sums_of_those_who_sent_a_return(folder: Path, year: int) -> None:
    name = f"RS LA Data {period(year)}" + (" (1)" if year < 2015 else "")
    rows = sheet_rows(folder / f"RS_{period(year)}.xlsx", name)
    items = [column.item for column in layout(f"rs_{period(year)}")]
    totals = {row[items.index("@name")]: dict(zip(items, row, strict=False)) for row in rows[header_row(rows) :]}
    table = outturn(folder, year)
    for cls, label in CLASS_NAMES.items():
        chosen = [row for row in table.values() if row["@class"] == cls]
        assert chosen, cls
        missing = sum(row["totsx"] == ELLIPSIS for row in chosen)
        listed = sum(row["totsx"] for row in chosen if row["totsx"] != ELLIPSIS)
        if missing:  # those are imputed: in the total, not in a row
            assert totals[label]["totsx"] > listed
        else:
            assert totals[label]["totsx"] == listed


def test_those_without_a_return_show_an_ellipsis_in_the_late_years(folder: Path) -> None:
    without = {y: len(outturn(folder, y)) - len(sent(outturn(folder, y))) for y in OUTTURN}
    assert without == {**dict.fromkeys(OUTTURN, 0), 2016: 2, 2017: 1}


def test_services_stay_with_the_tier_that_runs_them(folder: Path) -> None:
    for row in sent(outturn(folder, 2016)).values():
        care = row["csc"] + row["asc"]
        if row["@class"] in {"UA", "L", "MD", "SC"}:
            assert care > 0 < row["edu"]
        else:
            assert care == row["edu"] == 0
        if row["@class"] == "SC":
            assert row["hbrent"] == 0 < row["env"]


def test_the_provisional_vintage_is_earlier_different_and_lacks_some_councils(folder: Path) -> None:
    first, final = outturn(folder, 2017, suffix="_provisional"), outturn(folder, 2017)
    assert len(final) - len(first) == 3
    assert set(first) < set(final)
    revised = [e for e in first if sent(first).get(e) != sent(final).get(e)]
    assert 0 < len(revised) < len(first) / 3
    assert {e: broken_totals(row) for e, row in sent(first).items() if broken_totals(row)} == {}
    front = [str(c) for row in sheet_rows(folder / "RS_2017-18_provisional.xlsx", "Front Page") for c in row]
    assert any("Provisional Outturn" in c and "published on 23 August 2018" in c for c in front)


def test_net_total_cost_is_net_current_expenditure_and_capital_charges(small: Path) -> None:
    for year in range(2010, 2014):
        sheets = [outturn(small, year, sheet=number) for number in (1, 2, 3)]
        for ecode, row in sheets[0].items():
            assert row["totsx"] + sheets[1][ecode]["totsx"] == sheets[2][ecode]["totsx"]


def test_the_long_file_agrees_with_the_workbook_where_they_overlap(folder: Path) -> None:
    path = next(folder.glob("Revenue_Outturn_time_series_data_*.csv"))
    rows = csv_rows(path)
    assert {row["year_ending"] for row in rows} == {"201803", "201903", "202003", "202103", "202203"}
    workbook = {row["@gss"]: row for row in sent(outturn(folder, 2017)).values()}
    listed = [row for row in rows if row["year_ending"] == "201803" and row["status"] == "submitted"]
    assert {row["ONS_code"] for row in listed} == set(workbook)
    for row in listed:
        published = workbook[row["ONS_code"]]
        assert int(row["RS_netrevexp_net_exp"]) == published["nre"]
        assert int(row["RS_resunall_end_cy"]) == published["close_un"]
    late = [row for row in rows if row["status"] == "not submitted"]
    assert late
    assert all(row["RS_totsx_net_exp"] == "" for row in late)


@pytest.mark.parametrize("year", range(2015, 2022))
def test_council_tax_is_base_times_band_d_and_parishes(folder: Path, year: int) -> None:
    rows = sheet_rows(folder / f"CTR_{period(year)}.xlsx", "Data")
    headings = [str(cell) for cell in rows[3]]

    def place(words: str) -> int:
        return next(j for j, heading in enumerate(headings) if words in heading) + 1

    total, parish, own = (
        place("1. Council Tax Requirement"),
        place("2. Parish precepts"),
        place("3. Council Tax"),
    )
    base = place("Council tax base for council tax setting")
    band_d = next(j for j, h in enumerate(headings) if "Average" in h and "excluding local precepts)" in h) + 1
    codes = [row for row in rows if str(row[0])[:1] == "X"]
    assert len(codes) > 40
    for row in codes:
        parishes = 0 if row[parish] == "-" else row[parish]
        assert row[total] == pytest.approx(row[own] + parishes, abs=0.02)
        assert row[own] == pytest.approx(row[base] * row[band_d], abs=0.02)
    if year < 2018:
        table = sent(outturn(folder, year))
        assert [row[0] for row in codes if row[0] in table and table[row[0]]["ctr"] != round(row[total] / 1000)] == []


def test_capital_financing_carries_over_from_year_to_year(folder: Path) -> None:
    def read(name: str, sheet: str, head: int) -> dict[str, dict[str, Any]]:
        rows = sheet_rows(folder / name, sheet)
        return {r[0]: dict(zip(rows[head], r, strict=True)) for r in rows if str(r[0])[:1] == "X"}

    cor4 = read("COR4_2016-17.xlsx", "Financing & Prudential", 6)
    first = read("COR_C_2017-18_prudential.xlsx", "Prudential", 4)
    second = read("COR_C_2018-19_prudential.xlsx", "Capital Financing Requirement", 4)
    debt = read("COR_C_2018-19_prudential.xlsx", "Borrowing & Lending", 4)
    start, end = (
        "Capital Financing Requirement as at 1 April {}",
        "Capital Financing Requirement as at 31 March {}",
    )
    paid = "Total contribution from revenue, MRR, or use of receipts to repay credit liabilities"
    spent = "Expenditure financed by other borrowing & credit arrangements"
    for ecode, row in first.items():
        ended = cor4[ecode]["Capital Financing Requirement as at 31 March (line 30 plus line 36)"]
        assert row[start.format(2017)] == ended
        assert row[start.format(2017)] + row[spent] - row[paid] == row[end.format(2018)]
        assert second[ecode][start.format(2018)] == row[end.format(2018)]
        owed = debt[ecode]
        gross = owed["Gross borrowing as at 31 March 2019"] + owed["Other long-term liabilities as at 31 March 2019"]
        assert owed["Gross external debt as at 31 March 2019"] == gross
        assert owed["Net external debt as at 31 March 2019"] == gross - owed["Investments as at 31 March 2019"]
