"""Spending power: the two shared files, and small invented ones in their layouts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from files import Rows, block, comma_separated, number, status
from hypothesis import given, settings
from hypothesis import strategies as st

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, WARNING, Reading
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.spending_power import CoreSpendingPower, SpendingPower

CORE, WIDE = CoreSpendingPower(), SpendingPower()
HEADER = [
    "ons_code", "authority", "region", "year", "sfa", "under_index", "ct_total", "nhb", "nhb_return", "rsdg",
    "total_spend",
]  # fmt: skip


def core_rows() -> Rows:
    return [
        HEADER,
        ["X07000001", "Fernmouth", "SE", 2015, 3, 0.5, 5, 1, 0.25, 0.25, 10],
        ["X07000001", "Fernmouth", "SE", 2016, 2, 0.5, 6, 1, 0.25, 0.25, 10],
        ["-", "Greater Fern Authority", "L", 2015, 100, 1, 80, 0, 0, 0, 181],
        ["X07000009", "Newmere", "SE", 2015, 0, 0, 0, 0, 0, 0, 0],
        ["X07000009", "Newmere", "SE", 2016, 1, 1, 1, 1, 1, 1, 6],
    ]


def wide_rows() -> Rows:
    return [
        ["ons_code", "ons_name", "class", "region", "2016", "2017"],
        ["X07000001", "Fernmouth", "District council", "South East", "12.5", "10"],
        ["X07000002", "Ashmere", "District council", "South East", "8", ".."],
    ]


def read(reader: CoreSpendingPower | SpendingPower, rows: Rows) -> dict[str, Reading]:
    return {str(r.period): r for r in reader.read(comma_separated(rows))}


@cache
def published(name: str) -> dict[str, Reading]:
    source = SourceFile(shared_data(f"finance/{name}"))
    (reader,) = [r for r in (CORE, WIDE) if r.recognise(source)]
    return {str(r.period): r for r in reader.read(source)}


def core() -> dict[str, Reading]:
    return published("core_spending_power_long_2015_2020.csv")


def wide() -> dict[str, Reading]:
    return published("spending_power_2012_2021.csv")


def test_published_components_hold_six_years_that_add_up() -> None:
    assert [(y, r.rows_kept) for y, r in core().items()] == [
        ("2015-16", 383), ("2016-17", 383), ("2017-18", 383), ("2018-19", 383),
        ("2019-20", 374), ("2020-21", 370),
    ]  # fmt: skip
    assert all(r.checks[0].passed for r in core().values())


def test_published_components_of_adur_2016_17() -> None:
    assert number(core()["2016-17"], "csp.core_spending_power", "E07000223") == pytest.approx(8.867748072)
    assert number(core()["2016-17"], "csp.council_tax", "E07000223") == pytest.approx(5.682769758)


def test_published_an_authority_without_a_code_goes_by_its_name() -> None:
    assert number(core()["2015-16"], "csp.settlement_funding_assessment", "Greater London Authority") == 1163.492665


def test_published_wide_columns_are_named_by_the_year_that_ends() -> None:
    """Christchurch was merged on 1 April 2019: it has a figure for 2018-19 and none for 2019-20."""
    assert next(iter(wide())) == "2011-12"
    assert number(wide()["2018-19"], "sp.core_spending_power", "E07000048") == 5.37
    assert status(wide()["2019-20"], "sp.core_spending_power", "E07000048") == NOT_SUBMITTED


def test_published_wide_figures_from_2016_17_are_core_spending_power() -> None:
    first, second = wide()["2016-17"], core()["2016-17"]
    parts = block(second, "csp.core_spending_power")
    ratios = sorted(
        number(first, "sp.core_spending_power", key) / n
        for key, n in zip(parts.authorities, parts.numbers, strict=True)
        if key in {a.key for a in first.authorities}
    )
    assert len(ratios) == 352
    assert ratios[len(ratios) // 2] == pytest.approx(1.0016, abs=0.0005)
    assert "sp.revenue_spending_power" in wide()["2015-16"].lines


def test_a_year_is_named_by_the_year_it_begins_in_and_dated_by_its_settlement() -> None:
    reading = read(CORE, core_rows())["2015-16"]
    assert (reading.published, reading.published_basis) == (date(2015, 2, 28), "assumed")
    assert "later revisions" in reading.published_note
    assert reading.lines["csp.core_spending_power"].pounds_per_unit == 1_000_000


def test_an_authority_with_nothing_but_zeros_did_not_exist_that_year() -> None:
    readings = read(CORE, core_rows())
    assert "X07000009" not in {a.key for a in readings["2015-16"].authorities}
    assert [s.cell for s in readings["2015-16"].set_aside] == ["A5"]
    assert number(readings["2016-17"], "csp.core_spending_power", "X07000009") == 6


def test_two_authorities_under_one_code_are_used_neither() -> None:
    readings = read(CORE, [*core_rows(), ["X07000001", "Fernham", "SE", 2015, 1, 1, 1, 1, 1, 1, 6]])
    assert "X07000001" not in {a.key for a in readings["2015-16"].authorities}
    assert [s.cell for s in readings["2015-16"].set_aside if "none is used" in s.reason] == ["A2", "A7"]


def test_a_total_that_differs_from_its_components_is_warned_of() -> None:
    rows = core_rows()
    rows[1][10] = 11
    reading = read(CORE, rows)["2015-16"]
    assert [s.cell for s in reading.set_aside if s.what == WARNING] == ["K2"]
    assert not reading.checks[0].passed


def test_a_row_without_a_year_is_set_aside_and_a_file_of_them_refused() -> None:
    rows = core_rows()
    rows[2][3] = "next"
    aside = [s for s in read(CORE, rows)["2015-16"].set_aside if s.what == ROW and s.value == "next"]
    assert [s.cell for s in aside] == ["D3"]
    with pytest.raises(BadFileError, match="no row names a year"):
        read(CORE, [HEADER, ["X07000001", "Fernmouth", "SE", "", 1, 1, 1, 1, 1, 1, 6]])


def test_the_change_of_definition_is_two_lines_and_a_note() -> None:
    readings = read(WIDE, wide_rows())
    assert number(readings["2015-16"], "sp.revenue_spending_power", "X07000001") == 12.5
    assert number(readings["2016-17"], "sp.core_spending_power", "X07000001") == 10
    assert all("chain-linking" in r.notes[0] for r in readings.values())


@settings(max_examples=50, deadline=None)
@given(
    row=st.sampled_from([1, 3]),
    column=st.integers(4, 10),
    value=st.one_of(st.floats(0.01, 1e6).map(lambda x: round(x, 3)), st.sampled_from(["..", "about 5", "1,234", "£x"])),
)
def test_no_cell_is_ever_read_as_another_number(row: int, column: int, value: Any) -> None:
    rows = core_rows()
    rows[row][column] = value
    reading = read(CORE, rows)["2015-16"]
    found = next(b for b in reading.blocks if b.column == column)
    at = list(found.rows).index(row)
    meant = 1234.0 if value == "1,234" else value
    if isinstance(meant, float):
        assert (found.numbers[at], found.statuses[at]) == (meant, OK)
        return
    told = {s.cell for s in reading.set_aside if s.what == CELL}
    assert found.statuses[at] != OK
    assert (found.statuses[at] == SET_ASIDE) == (cell_name(row, column) in told)
