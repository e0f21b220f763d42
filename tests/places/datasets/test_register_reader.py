"""The register of councils: names that hold commas, areas, and a district in the wrong county."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.source import SourceFile
from wholeplace.places.datasets.register import CouncilRegister

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

COLUMNS = ("local-authority-code,official-name,nice-name,gss-code,start-date,end-date,replaced-by,nation,region,"
           "local-authority-type,county-la,combined-authority,alt-names,former-gss-codes,ecode,area")  # fmt: skip
CRAY = (
    'CRA,Cray Council,"Cray, City of",E07000091,,2019-03-31,WES,England,Midmarch,NMD,FEN,,'
    '"Cray, City of,cray,cray, city of",,E9131,'
)
ROWS = [
    "MER,Mereshire County Council,Mereshire,E10000091,,,,England,Midmarch,CTY,,,Mereshire,,E9120,900",
    "FEN,Fenshire County Council,Fenshire,E10000092,,,,England,Fens,CTY,,,Fenshire,,E9220,700.0",
    CRAY,
    "WES,West Mere Council,West Mere,E07000092,2019-04-01,,,England,Midmarch,NMD,MER,,West Mere,,,120",
]


def read(rows: list[str]) -> Reading:
    source = SourceFile(Path("register.csv"), ("\n".join([COLUMNS, *rows]) + "\n").encode())
    assert CouncilRegister().recognise(source)
    (reading,) = CouncilRegister().read(source)
    return reading


def record(reading: Reading, identifier: str) -> dict[str, object]:
    return next(r for r in reading.records if r["id"] == identifier)


def test_areas_are_kept_in_hectares() -> None:
    assert record(read(ROWS), "WES")["area_hectares"] == 12_000
    assert record(read(ROWS), "CRA")["area_hectares"] is None


def test_a_district_whose_code_and_successor_say_another_county_is_put_there_and_said_so() -> None:
    reading = read(ROWS)
    assert record(reading, "CRA")["county"] == "MER"
    (told,) = [s for s in reading.set_aside if s.what == "cell"]
    assert (told.cell, told.value) == ("line 4, column county-la", "FEN")


def test_a_code_alone_moves_no_district() -> None:
    rows = [*ROWS[:2], ROWS[2].replace(",WES,", ",,"), ROWS[3]]
    reading = read(rows)
    assert record(reading, "CRA")["county"] == "FEN"
    assert [s.what for s in reading.set_aside if "county-la" in s.cell] == ["warning"]


def test_a_piece_of_a_name_with_commas_is_no_name_where_it_is_anothers_own() -> None:
    both = ROWS[3].replace(",West Mere,,,", ',"fenshire, cray and west mere",,,')
    assert "fenshire" not in str(record(read([*ROWS[:3], both]), "WES")["alternative_names"]).split("|")


def test_names_that_hold_commas_stay_whole() -> None:
    assert str(record(read(ROWS), "CRA")["alternative_names"]).split("|")[:2] == ["Cray Council", "Cray, City of"]


@pytest.mark.parametrize(("was", "becomes"), [("E07000092", "E7"), ("2019-04-01", "spring 2019")])
def test_a_bad_code_or_date_is_refused_with_its_line(was: str, becomes: str) -> None:
    with pytest.raises(BadFileError, match="line 5") as error:
        read([*ROWS[:3], ROWS[3].replace(was, becomes)])
    assert error.value.value == becomes.upper() if becomes.startswith("E") else becomes


def test_a_register_code_that_stands_twice_counts_once() -> None:
    reading = read([*ROWS, ROWS[3]])
    assert [r["id"] for r in reading.records].count("WES") == 1
    assert "stands at line 5 already" in " ".join(s.reason for s in reading.set_aside)


def test_a_successor_that_is_not_there_is_warned_of() -> None:
    reading = read(ROWS[:3])
    assert any(s.value == "WES" and s.what == "warning" for s in reading.set_aside)


def test_a_county_lies_in_the_region_of_all_its_districts() -> None:
    reading = read([ROWS[0].replace("Midmarch", "Fens"), ROWS[1], ROWS[3]])
    assert record(reading, "MER")["region"] == "Midmarch"
    assert ("line 2, column region", "Fens") in [(s.cell, s.value) for s in reading.set_aside]


def test_a_blank_region_is_taken_from_the_other_tier_and_noted() -> None:
    reading = read([*ROWS[:3], ROWS[3].replace("Midmarch", "")])
    assert record(reading, "WES")["region"] == "Midmarch"
    assert "West Mere" in " ".join(reading.notes)


def test_the_published_register_has_three_cells_that_contradict_the_rest() -> None:
    source = SourceFile(shared_data("councils/uk_local_authorities_future.csv"))
    (reading,) = CouncilRegister().read(source)
    assert len(reading.records) == 470
    assert [(s.what, s.value) for s in reading.set_aside] == [
        ("cell", "SRY"),  # Forest Heath's county
        ("cell", "West Midlands"),  # Derbyshire's region
        ("cell", "Yorkshire and The Humber"),  # Lincolnshire's region
    ]
    assert record(reading, "FOR")["county"] == "SFK"
    assert record(reading, "DBY")["region"] == record(reading, "LIN")["region"] == "East Midlands"
    assert record(reading, "BKM")["region"] == "South East"
    assert {c.name: c.passed for c in reading.checks} == {
        "successors-exist": True,
        "districts-in-their-county": False,
        "counties-in-their-districts-region": False,
    }
