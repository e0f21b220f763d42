"""Mid-year populations: one reading a year, and no wrong number unseen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.cells import MARKERS
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.population import LINE, MidYearPopulation

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

HEADER = ["gss_code", "name", "year", "population"]
ROWS = [
    [f"X0600000{n}", name, str(year), str(people + 100 * (year - 2020))]
    for n, name, people in (
        (1, "Ashby Vale", 98_000),
        (2, "Brackwater", 140_250),
        (3, "Cray, City of", 51_777),
    )
    for year in (2020, 2021, 2022)
]


def as_csv(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    quoted = [[f'"{c}"' if "," in c else c for c in row] for row in [header, *rows]]
    return ("\n".join(",".join(row) for row in quoted) + "\n").encode()


def read(data: bytes) -> dict[str, Reading]:
    source = SourceFile(Path("populations.csv"), data)
    assert MidYearPopulation().recognise(source)
    return {str(r.period): r for r in MidYearPopulation().read(source)}


def numbers(readings: dict[str, Reading]) -> dict[tuple[str, str], float]:
    return {
        (key, year): float(number)
        for year, reading in readings.items()
        for block in reading.blocks
        for key, number, status in zip(block.authorities, block.numbers, block.statuses, strict=True)
        if status == "ok"
    }


def published() -> dict[str, Reading]:
    return read(shared_data("councils/population_mye_2010_2024.csv").read_bytes())


def test_the_published_file_gives_fifteen_years_of_350_councils() -> None:
    readings = published()
    assert sorted(readings) == [str(y) for y in range(2010, 2025)]
    assert {len(r.authorities) for r in readings.values()} == {350}
    assert all(c.passed for r in readings.values() for c in r.checks)
    assert all(r.lower_tier for r in readings.values())


@pytest.mark.parametrize(
    ("code", "year", "people"),
    [("E09000001", "2024", 15_111), ("E06000061", "2017", 347_704), ("W06000024", "2010", 58_493),
     ("E07000245", "2024", 188_485), ("S12000033", "2011", 222_460)],
)  # fmt: skip
def test_published_populations(code: str, year: str, people: int) -> None:
    assert numbers(published())[code, year] == people


def test_only_the_city_of_london_changes_so_much_in_a_year_that_it_is_warned_of() -> None:
    warned = [(year, s.value) for year, r in published().items() for s in r.set_aside]
    assert warned == [("2022", "11615"), ("2023", "13606")]


def test_each_year_is_assumed_to_come_out_the_june_after() -> None:
    reading = read(as_csv(ROWS))["2021"]
    assert reading.published == date(2022, 6, 30)
    assert reading.published_basis == "assumed"
    assert "later revision" in reading.published_note


def test_every_number_carries_its_row_and_column() -> None:
    block = read(as_csv(ROWS))["2021"].blocks[0]
    assert block.line == LINE
    assert (block.column, list(block.rows)) == (3, [2, 5, 8])
    assert list(block.numbers) == [98_100, 140_350, 51_877]


def test_a_year_with_few_councils_is_warned_of() -> None:
    readings = read(as_csv(ROWS[:-1]))
    assert not readings["2022"].checks[0].passed
    assert "2 councils where other years have 3" in " ".join(str(s) for s in readings["2022"].set_aside)


def test_a_council_that_stands_twice_counts_once_or_not_at_all() -> None:
    same = read(as_csv([*ROWS, ROWS[0]]))["2020"]
    assert len(same.authorities) == 3
    other = read(as_csv([*ROWS, [*ROWS[0][:3], "97999"]]))["2020"]
    assert [a.key for a in other.authorities] == ["X06000002", "X06000003"]
    assert "neither is used" in other.set_aside[0].reason


def test_a_file_cut_short_says_so() -> None:
    cut = as_csv(ROWS)[:-3]
    assert any("cut short" in s.reason for s in read(cut)["2020"].set_aside)


def test_a_file_without_a_usable_row_is_refused() -> None:
    with pytest.raises(BadFileError, match="no row has a year and a GSS code"):
        read(as_csv([["", "Nowhere", "2020", "5"]]))


def test_files_by_age_or_sex_are_another_publication() -> None:
    source = SourceFile(Path("p.csv"), as_csv([], [*HEADER, "age"]))
    assert not MidYearPopulation().recognise(source)


@given(
    row=st.integers(0, len(ROWS) - 1),
    text=st.one_of(
        st.integers(-10, 400_000).map(str),
        st.sampled_from(["", "…", "[c]", "n/a", "12,345", "1 234", "98.5", "1.2E+5", "many", "-", "0", "=1+1", "True"]),
        st.text(st.characters(codec="ascii", exclude_characters='",\r\n\x00'), max_size=8),
    ),
)
def test_a_changed_population_is_read_as_changed_or_set_aside_by_its_cell(row: int, text: str) -> None:
    rows = [list(r) for r in ROWS]
    rows[row][3] = text
    code, year = rows[row][0], rows[row][2]
    readings = read(as_csv(rows))
    before, after = numbers(read(as_csv(ROWS))), numbers(readings)
    cell = f"D{row + 2}"
    if (code, year) in after:
        expected = float(text.replace(",", "").replace("£", "").strip().strip("()"))
        assert after[code, year] == expected
        jumped = any(abs(after[code, y] / after[code, str(int(y) - 1)] - 1) > 0.15 for y in ("2021", "2022"))
        if jumped:
            assert any(s.what == "warning" for r in readings.values() for s in r.set_aside)
    else:
        marked = text.strip().casefold() in MARKERS
        assert marked or any(s.cell == cell for r in readings.values() for s in r.set_aside)
    assert {k: v for k, v in after.items() if k != (code, year)} == {
        k: v for k, v in before.items() if k != (code, year)
    }


@given(row=st.integers(0, len(ROWS) - 1), text=st.sampled_from(["", "20201", "twenty", "1066", "2999", "2020.5"]))
def test_a_wrong_year_sets_its_row_aside(row: int, text: str) -> None:
    rows = [list(r) for r in ROWS]
    rows[row][2] = text
    readings = read(as_csv(rows))
    assert any(s.cell == f"C{row + 2}" for r in readings.values() for s in r.set_aside)
    assert len(numbers(readings)) == len(ROWS) - 1


@pytest.mark.parametrize("spelling", ["{}.0", "mid-{}", "Mid {}"])
def test_years_as_spreadsheets_and_titles_spell_them_are_years(spelling: str) -> None:
    spelt = [[code, name, spelling.format(year), people] for code, name, year, people in ROWS]
    assert numbers(read(as_csv(spelt))) == numbers(read(as_csv(ROWS)))


def test_countries_and_regions_are_set_aside_as_totals() -> None:
    readings = read(as_csv([*ROWS, ["E92000001", "England", "2022", "57000000"]]))
    assert numbers(readings) == numbers(read(as_csv(ROWS)))
    assert [s.cell for r in readings.values() for s in r.set_aside if "total of a country" in s.reason] == ["A11"]


def test_a_file_without_a_year_names_the_cell_and_what_stands_there() -> None:
    with pytest.raises(BadFileError, match=r"cell C2.*'last year'"):
        read(as_csv([[code, name, "last year", people] for code, name, _, people in ROWS]))
