"""Indices of deprivation: three layouts, one set of line ids, and ranks that must follow from scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import numbers, shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.deprivation import DOMAINS, IndicesOfDeprivation
from wholeplace.places.datasets.deprivation_composite import CompositeDeprivation

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

HEADER = [
    *("lad19cd", "lad19nm", "index_domain", "average_rank", "rank_average_rank", "average_score"),
    *("rank_average_score", "proportion_bottom_decile", "rank_proportion_bottom_decile", "year"),
]
TITLES = {"imd": "Index of Multiple Deprivation", "income": "Income"}


def district(n: int, domain: str, rank: int) -> list[str]:
    score, average, share = 50 - 3 * rank, 30_000 - 1500 * rank, 0.4 - 0.05 * rank
    return [f"X070000{n:02}", f"District {n}", TITLES[domain], str(average), str(rank), str(score), str(rank),
            f"{share:.4f}", str(rank), "2019"]  # fmt: skip


ROWS = [district(n, domain, n) for domain in TITLES for n in range(1, 9)]


def as_csv(rows: list[list[str]], header: list[str] = HEADER) -> bytes:
    return ("\n".join(",".join(row) for row in [header, *rows]) + "\n").encode()


def read(data: bytes) -> list[Reading]:
    source = SourceFile(Path("indices.csv"), data)
    assert IndicesOfDeprivation().recognise(source)
    return list(IndicesOfDeprivation().read(source))


def edition(year: int) -> list[Reading]:
    return read(shared_data(f"deprivation/iod{year}_lad.csv").read_bytes())


@pytest.mark.parametrize(
    ("year", "code", "line", "value"),
    [
        (2019, "E06000009", "iod.imd_average_score", 45.039),
        (2019, "E06000009", "iod.imd_most_deprived_decile", 0.4149),
        (2019, "E06000007", "iod.imd_most_deprived_decile", 0.0787),  # written 7.8700000000000006E-2
        (2019, "E06000001", "iod.income_children_average_score", 0.283),
        (2019, "E06000001", "iod.living_environment_rank_average_rank", 307),
        (2025, "E06000009", "iod.imd_average_score", 43.467),
        (2025, "E06000002", "iod.imd_rank_average_score", 2),
        (2025, "E06000001", "iod.health_average_score", 1.199),
        (2025, "E06000001", "iod.crime_rank_most_deprived_decile", 5),
    ],
)
def test_published_figures(year: int, code: str, line: str, value: float) -> None:
    (reading,) = edition(year)
    assert numbers(reading)[code, line] == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(("year", "districts"), [(2019, 317), (2025, 296)])
def test_every_district_has_every_line_and_ranks_follow_scores(year: int, districts: int) -> None:
    (reading,) = edition(year)
    assert len(reading.authorities) == districts
    assert len(reading.lines) == 60
    assert len(numbers(reading)) == districts * 60
    assert reading.set_aside == []
    assert all(check.passed for check in reading.checks)


def test_editions_share_their_line_ids() -> None:
    by_year = {year: {line for r in edition(year) for line in r.lines} for year in (2015, 2019, 2025)}
    assert by_year[2019] == by_year[2025]
    assert by_year[2015] < by_year[2019]
    assert {line.split(".")[1].split("_rank_")[0].split("_most")[0] for line in by_year[2015]} == {
        slug for slug, _ in DOMAINS.values()
    }


def test_the_2015_edition_keeps_apart_what_was_recast_to_the_districts_of_2019() -> None:
    as_was, recast = edition(2015)
    assert (as_was.published, as_was.part) == (date(2015, 9, 30), "")
    assert (recast.published, recast.part) == (date(2019, 9, 26), "recast-2019")
    assert len(as_was.authorities) == 312
    assert numbers(as_was)["E07000154", "iod.imd_most_deprived_decile"] == 0.12030075187969924
    assert not any("rank" in line for line in as_was.lines)
    assert numbers(recast)["E07000154", "iod.imd_rank_average_score"] == 92
    assert ("E06000058", "iod.imd_most_deprived_decile") in numbers(recast)
    assert ("E07000154", "iod.imd_most_deprived_decile") not in numbers(recast)


@pytest.mark.parametrize(("year", "day"), [(2019, date(2019, 9, 26)), (2025, date(2025, 10, 30))])
def test_editions_carry_the_publishers_dates_as_assumed(year: int, day: date) -> None:
    (reading,) = edition(year)
    assert (reading.published, reading.published_basis) == (day, "assumed")


def test_nothing_in_it_adds_up_over_districts() -> None:
    (reading,) = read(as_csv(ROWS))
    assert {line.combine for line in reading.lines.values()} == {"none"}
    assert reading.lower_tier


def test_rows_of_two_years_are_refused_with_the_cell() -> None:
    rows = [list(r) for r in ROWS]
    rows[4][9] = "2015"
    with pytest.raises(BadFileError, match="one edition") as error:
        read(as_csv(rows))
    assert (error.value.cell, error.value.value) == ("J6", "2015")


def test_an_unknown_domain_is_set_aside() -> None:
    rows = [[*ROWS[0][:2], "Happiness", *ROWS[0][3:]], *ROWS]
    (reading,) = read(as_csv(rows))
    assert ("C2", "Happiness") in [(s.cell, s.value) for s in reading.set_aside]


def test_a_missing_district_is_warned_of() -> None:
    (reading,) = read(as_csv(ROWS[:-1]))
    assert not {c.name: c.passed for c in reading.checks}["every-domain"]
    assert any("fewer than 8 districts" in s.reason for s in reading.set_aside)


@given(
    row=st.integers(0, len(ROWS) - 1),
    column=st.integers(3, 8),
    text=st.one_of(
        st.integers(-5, 12).map(str),
        st.floats(-2, 60, allow_nan=False).map(lambda x: f"{x:.3f}"),
        st.sampled_from(["", "[c]", "5%", "first", "1e-1", "1E-1", "2015"]),
    ),
)
def test_a_changed_cell_is_read_as_changed_or_set_aside_by_its_cell(row: int, column: int, text: str) -> None:
    rows = [list(r) for r in ROWS]
    rows[row][column] = text
    (before,), (after,) = read(as_csv(ROWS)), read(as_csv(rows))
    was, now = numbers(before), numbers(after)
    line = next(b.line for b in after.blocks if b.column == column and f".{'imd' if row < 8 else 'income'}_" in b.line)
    key = (rows[row][0], line)
    if key in now:
        assert now[key] == float(text)
    elif text not in {"", "[c]"}:
        assert any(s.cell == f"{'ABCDEFGHIJ'[column]}{row + 2}" for s in after.set_aside)
    assert {k: v for k, v in now.items() if k != key} == {k: v for k, v in was.items() if k != key}


def test_a_rank_far_from_its_score_is_warned_of() -> None:
    rows = [list(r) for r in ROWS]
    rows[0][6] = "8"
    (reading,) = read(as_csv(rows))
    warned = [s for s in reading.set_aside if s.what == "warning"]
    assert [(s.cell, s.value) for s in warned] == [("G2", "8")]


def test_the_uk_composite_speaks_of_councils_by_register_code() -> None:
    source = SourceFile(shared_data("deprivation/la_imd.csv"))
    assert CompositeDeprivation().recognise(source)
    (reading,) = CompositeDeprivation().read(source)
    assert len(reading.authorities) == 397
    assert numbers(reading)["KEN", "uk_imd.score"] == pytest.approx(19.723459, abs=1e-6)
    assert numbers(reading)["BFS", "uk_imd.high_share"] == pytest.approx(0.672959, abs=1e-6)
    assert reading.authorities[0].register_code == "DRS"


def test_the_composite_by_council_is_not_read_from_the_file_of_neighbourhoods() -> None:
    assert not CompositeDeprivation().recognise(SourceFile(shared_data("deprivation/uk_imd_e_lsoa.csv")))
