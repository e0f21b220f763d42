"""The UK composite by neighbourhood: every column, and fifths, tenths and ranks that must follow from one another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import small_areas
from support import numbers, shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import recognise
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.deprivation_areas import COLUMNS, CompositeDeprivationAreas

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

READER = CompositeDeprivationAreas()
ROWS = small_areas.composite_rows()


def read(text: str) -> Reading:
    (reading,) = READER.read(SourceFile(Path("index.csv"), text.encode()))
    return reading


@pytest.fixture(scope="module")
def published() -> Reading:
    source = SourceFile(shared_data("deprivation/uk_imd_e_lsoa.csv"))
    assert [r.key for r in recognise(source)] == [READER.key]
    (reading,) = READER.read(source)
    return reading


@pytest.mark.parametrize(
    ("area", "line", "value"),
    [
        ("95ZZ06W1", "score", 123.00849692191194), ("95ZZ06W1", "rank", 1), ("95ZZ06W1", "income_score", 25.8),
        ("95GG47S2", "employment_score", 57), ("95GG35S2", "national_score", 68.03145551017063),
        ("S01006546", "decile", 10), ("S01006546", "quintile", 5), ("S01006546", "score", 0.3879532776292205),
    ],
)  # fmt: skip
def test_published_cells(published: Reading, area: str, line: str, value: float) -> None:
    assert numbers(published)[area, f"uk_imd_area.{line}"] == value


def test_the_published_file_is_read_whole_and_agrees_with_itself(published: Reading) -> None:
    assert len(published.authorities) == published.rows_kept == 42_619
    assert len(published.lines) == 9
    assert len(numbers(published)) == 9 * 42_619
    assert published.set_aside == []
    assert [(c.name, c.passed) for c in published.checks] == [
        ("fifths-follow-tenths", True), ("scores-follow-ranks", True), ("deciles-follow-ranks", True),
    ]  # fmt: skip
    nations = [a.region for a in published.authorities]
    assert {n: nations.count(n) for n in set(nations)} == {
        "England": 32_844, "Scotland": 6_976, "Wales": 1_909, "Northern Ireland": 890,
    }  # fmt: skip


def test_it_speaks_of_small_areas_and_nothing_in_it_adds_up() -> None:
    reading = read(small_areas.composite())
    assert reading.small_areas
    assert {line.combine for line in reading.lines.values()} == {"none"}
    assert (reading.published_basis, str(reading.period)) == ("assumed", "2019")


@pytest.mark.parametrize("code", ["", "E0100001", "E010000011", "95AA01S", "Leafy Lane"])
def test_a_row_without_an_areas_code_is_set_aside(code: str) -> None:
    rows = [[*ROWS[0][:1], code, *ROWS[0][2:]], *ROWS[1:]]
    reading = read(small_areas.composite(rows))
    assert [(s.what, s.cell, s.value) for s in reading.set_aside] == [("row", "B2", code or "(blank)")]
    assert len(reading.authorities) == len(ROWS) - 1


def test_an_area_told_of_twice_in_two_ways_is_not_used() -> None:
    other = [*ROWS[0][:9], 9, 5]
    reading = read(small_areas.composite([*ROWS, other]))
    assert ROWS[0][1] not in {a.key for a in reading.authorities}
    assert any(f"B{len(ROWS) + 2}" == s.cell for s in reading.set_aside)


def test_a_file_without_one_area_is_refused() -> None:
    with pytest.raises(BadFileError, match="no row has the code of an area"):
        read(small_areas.composite([]))


def test_a_fifth_that_is_not_its_tenths_is_warned_of() -> None:
    rows = [list(r) for r in ROWS]
    rows[0][10] = 5
    reading = read(small_areas.composite(rows))
    assert [(s.what, s.cell, s.value) for s in reading.set_aside] == [("warning", "K2", "5")]
    assert {c.name: c.passed for c in reading.checks}["fifths-follow-tenths"] is False


def test_a_column_that_is_wrong_throughout_is_told_of_by_its_first_cells() -> None:
    many = [
        ["E", f"X01{n:06}", 90 - n / 9, 1, 1, 90 - n / 9, 1, 1, n + 1, 10 - n // 50, (11 - n // 50) // 2]
        for n in range(450)
    ]
    reading = read(small_areas.composite(many))
    told = [s for s in reading.set_aside if "tenth does not follow the rank" in s.reason]
    assert 0 < len(told) <= 20
    assert not {c.name: c.passed for c in reading.checks}["deciles-follow-ranks"]


@given(
    row=st.integers(0, len(ROWS) - 1),
    column=st.integers(2, 10),
    text=st.one_of(
        st.integers(-2, 12).map(str),
        st.floats(-5, 70, allow_nan=False).map(lambda x: f"{x:.3f}"),
        st.sampled_from(["", "[c]", "1_0", "nan", "inf", "1-2", "--1", "1e1", "first", "٣"]),
    ),
)
def test_a_changed_cell_is_read_as_changed_or_set_aside_by_its_cell(row: int, column: int, text: str) -> None:
    rows: list[list[object]] = [list(r) for r in ROWS]
    rows[row][column] = text
    before, after = numbers(read(small_areas.composite())), read(small_areas.composite(rows))
    now = numbers(after)
    key = (str(ROWS[row][1]), f"uk_imd_area.{COLUMNS[small_areas.HEADER[column]].suffix}")
    cell = f"{'ABCDEFGHIJK'[column]}{row + 2}"
    if key in now:
        assert np.isfinite(now[key])
        assert now[key] == float(text)
    elif text not in {"", "[c]"}:
        assert any(s.cell == cell and s.what == "cell" for s in after.set_aside)
    assert {k: v for k, v in now.items() if k != key} == {k: v for k, v in before.items() if k != key}
