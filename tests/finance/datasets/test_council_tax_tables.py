"""The CSV tables of tax base and Band D: one reading a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.figure import SET_ASIDE
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.council_tax_tables import CouncilTaxTables

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

READER = CouncilTaxTables()
SMALL = """"","ecode","onscode","authority","region","class","tstb_2223","tstb_2324","avebandd_expp2324"
"1","TE","TE","England","Eng","Eng",300,330,1000
"2","X3831","X07000001","Fernmouth","SE","SD",100,110,200.5
"3","X3832","X07000002","Ashmere","SE","SD",200,220,300
"4","[z]","X12000007","Greater Fernshire","L","GLA",300,330,50
"5","X5101","[z]","of which: Whole of the area","[z]","[z]",300,330,20
"""


def read(text: str) -> list[Reading]:
    source = SourceFile(Path("table.csv"), text.encode())
    assert READER.recognise(source)
    return list(READER.read(source))


def number(reading: Reading, line: str, authority: str) -> float:
    block = next(b for b in reading.blocks if b.line == line)
    return float(block.numbers[block.authorities.index(authority)])


def test_each_year_is_a_reading_of_its_own() -> None:
    first, second = read(SMALL)
    assert [str(r.period) for r in (first, second)] == ["2022-23", "2023-24"]
    assert second.published == date(2023, 3, 31)
    assert "later revision" in first.published_note
    assert number(first, "ctr.tax_base", "X3831") == 100
    assert number(second, "ctr.tax_base", "X3831") == 110
    assert number(second, "ctr.band_d_excluding_parishes", "X3831") == 200.5
    assert "ctr.band_d_excluding_parishes" not in first.lines


def test_totals_and_parts_are_set_aside_and_the_rest_kept() -> None:
    reading = read(SMALL)[0]
    assert [a.key for a in reading.authorities] == ["X3831", "X3832", "X12000007"]
    assert {s.cell for s in reading.set_aside} == {"B2", "B6"}


def test_figures_stand_on_the_lines_of_the_file() -> None:
    block = read(SMALL)[1].blocks[0]
    assert (block.sheet, list(block.rows), block.column) == ("", [2, 3, 4], 7)


def test_words_where_a_number_belongs_are_set_aside_by_cell() -> None:
    reading = read(SMALL.replace('"SD",100,', '"SD",many,'))[0]
    assert reading.blocks[0].statuses[0] == SET_ASIDE
    assert any(s.cell == "G3" and s.value == "many" for s in reading.set_aside)


def test_a_column_of_no_year_is_refused() -> None:
    with pytest.raises(BadFileError, match=r"cell G1.*tstb_2224"):
        read(SMALL.replace("tstb_2223", "tstb_2224"))


def test_other_csv_files_are_not_taken_for_it() -> None:
    assert not READER.recognise(SourceFile(Path("a.csv"), b"ecode,onscode,la\nX1,X2,3\n"))


@pytest.mark.parametrize(
    ("file", "years", "authorities"),
    [("taxbase_history_2015_2023", 9, 285), ("band_d_and_taxbase_2022_2024", 2, 391)],
)
def test_the_published_tables(file: str, years: int, authorities: int) -> None:
    source = SourceFile(shared_data(f"finance/council_tax/{file}.csv"))
    assert READER.recognise(source)
    readings = list(READER.read(source))
    assert len(readings) == years
    assert {len(r.authorities) for r in readings} == {authorities}
    assert {r.precedence for r in readings} == {5}


def test_tax_base_of_adur_2015_16_as_in_its_own_workbook() -> None:
    source = SourceFile(shared_data("finance/council_tax/taxbase_history_2015_2023.csv"))
    assert number(next(iter(READER.read(source))), "ctr.tax_base", "E3831") == 20_155.6
