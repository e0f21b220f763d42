"""Writing a sector: the same every time, marked as invented everywhere, of any size that is offered."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from rereading import csv_rows

from wholeplace.sample import MARK, SENTENCE, create

if TYPE_CHECKING:
    from pathlib import Path

CODE = re.compile(r"X\d{4}|X\d{8}")


def test_the_same_size_and_seed_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    create(tmp_path, size=40, seed=7)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in small.iterdir()}
    different = [p.name for p in small.iterdir() if p.read_bytes() != (tmp_path / p.name).read_bytes()]
    assert different == []


def test_another_seed_gives_other_councils(small: Path, tmp_path: Path) -> None:
    create(tmp_path, size=40, seed=8)
    register = "councils_register.csv"
    assert (small / register).read_bytes() != (tmp_path / register).read_bytes()


@pytest.mark.parametrize("size", [39, 2001])
def test_a_size_that_is_not_offered_is_refused_before_anything_is_written(size: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"40 to 2000 councils; {size} were asked for"):
        create(tmp_path / "new", size=size)
    assert not (tmp_path / "new").exists()


def test_progress_goes_from_nothing_to_everything(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    create(tmp_path, size=40, progress=lambda done, total, message: told.append((done, total)))
    assert [done for done, _ in told] == list(range(told[-1][1] + 1))
    assert len({total for _, total in told}) == 1


def test_every_file_is_listed_and_returned(folder: Path) -> None:
    listed = set((folder / "INVENTED.txt").read_text(encoding="utf-8").split())
    assert {path.name for path in folder.iterdir()} - {"INVENTED.txt"} <= listed


def test_every_workbook_says_that_it_is_invented(small: Path) -> None:
    books = sorted(small.glob("*.xlsx"))
    assert len(books) == 30
    for path in books:
        properties = openpyxl.load_workbook(path, read_only=True).properties
        assert properties.keywords == MARK, path.name
        assert MARK in str(properties.description), path.name
        book = CalamineWorkbook.from_path(path)
        cells = [str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row]
        assert any(SENTENCE in cell for cell in cells), path.name


def test_every_csv_shows_invented_codes_and_only_those(folder: Path) -> None:
    for path in sorted(folder.glob("*.csv")):
        rows = csv_rows(path)
        columns = [name for name in rows[0] if name in {"gss-code", "ecode", "gss_code", "lad19cd", "ONS_code"}]
        codes = [row[name] for row in rows for name in columns if row[name]]
        if path.name == "distress_events.csv":
            assert all(row["source"].endswith("(invented)") for row in rows)
        else:
            assert codes, path.name
            assert [c for c in codes if not CODE.fullmatch(c) and not re.fullmatch(r"X\d\d", c)] == [], path.name


def test_the_tile_map_gives_every_council_its_own_tile(folder: Path) -> None:
    drawn = json.loads((folder / "council_tiles_2021.hexjson").read_text(encoding="utf-8"))
    tiles = [(tile["q"], tile["r"]) for tile in drawn["hexes"].values()]
    assert len(tiles) == len(set(tiles))
    assert all(CODE.fullmatch(code) for code in drawn["hexes"])
    assert drawn["note"] == SENTENCE


def test_the_default_sector_is_a_country_of_330(whole: Path) -> None:
    rows = csv_rows(whole / "councils_register.csv")
    founders = [r for r in rows if not r["start-date"] and r["local-authority-type"] != "SRA"]
    assert len(founders) == 330
    assert {row["local-authority-type"] for row in rows} == {"UA", "LBO", "MD", "CTY", "NMD", "SRA"}
