"""`wholeplace load` and `wholeplace data`: what is told, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import layouts
from layouts import write

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.store import Store


def test_each_file_is_told_with_dataset_period_rows_and_release(run, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.xlsx", layouts.outturn())
    write(tmp_path / "in", "notes.txt", "Dear all")
    code, out, _ = run("--store", tmp_path / "store", "load", tmp_path / "in")
    assert code == 0
    assert "a.xlsx" in out
    assert "revenue-outturn-rs" in out
    assert "2016-17" in out
    assert "3 × a total or subtotal" in out
    assert "1 release(s) made" in out
    assert "Not recognised and left alone (1): notes.txt" in out


def test_files_left_alone_are_told_by_folder(run, tmp_path: Path) -> None:
    for folder in ("north", "south"):
        write(tmp_path / "in" / folder, "notes.txt", "Dear all")
    code, out, _ = run("--store", tmp_path / "store", "load", tmp_path / "in")
    assert code == 0
    assert "Not recognised and left alone (2):" in out
    for folder in ("north", "south"):
        assert f"{tmp_path / 'in' / folder}: notes.txt" in out


def test_again_says_unchanged(run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.xlsx", layouts.outturn())
    run("--store", tmp_path / "store", "load", path)
    code, out, _ = run("--store", tmp_path / "store", "load", path)
    assert (code, "unchanged" in out, "0 release(s) made" in out) == (0, True, True)


def test_a_dry_run_says_what_it_would_do(run, tmp_path: Path) -> None:
    code, out, _ = run("--store", tmp_path / "store", "load", "--dry-run", write(tmp_path, "a.xlsx", layouts.outturn()))
    assert (code, "would load" in out, "would be made" in out) == (0, True, True)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["load", "nowhere.xlsx"], "There is no file or folder 'nowhere.xlsx'"),
        (["load", "--as", "horoscope", "."], "No reader is called 'horoscope'. Readers: "),
        (["data", "show", "nothing"], "`wholeplace data list` shows them"),
        (["data", "diff", "a", "b"], "No release is called 'a'"),
        (["figures", "reserves-years-left"], "There is nothing in the store"),
        (["trace", "population", "Harrowmere", "2016"], "wholeplace load FOLDER"),
        (["brief", "Harrowmere"], "wholeplace sample create"),
        (["measures", "show", "reserves"], "Did you mean"),
        (["measures", "preview", "nowhere.toml"], "can't be read"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_told_in_words_on_the_error_stream(
    run, tmp_path: Path, arguments: list[str], told: str
) -> None:
    code, _, error = run("--store", tmp_path / "empty", *arguments)
    assert code == 1
    assert told in error
    assert error.lstrip().startswith("Error: ")
    assert "Traceback" not in error


@pytest.mark.parametrize("arguments", [["load"], ["load", "--published", "soon", "."], ["figures"], ["nonsense"]])
def test_a_command_that_was_typed_wrong_ends_with_two(run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


def test_reading_a_file_as_another_dataset_fails_in_words(run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "a,b\n1,2\n")
    code, out, error = run("--store", tmp_path / "store", "load", "--as", "revenue-outturn-rs", path)
    assert (code, "NOT LOADED" in out, "Traceback" in error) == (1, True, False)
    assert "it is not a spreadsheet" in out


def test_the_list_tells_what_speaks_and_what_is_superseded(run, world: Store) -> None:
    code, out, _ = run("--store", world.folder, "data", "list")
    assert code == 0
    (line,) = [row for row in out.splitlines() if "2018-08-23" in row and "provisional" in row]
    assert "superseded" in line
    records = json.loads(run("--store", world.folder, "data", "list", "--json")[1])
    assert len(records) == len(world.entries())
    assert {"id", "dataset", "period", "published", "published_basis", "sha256", "live", "invented"} <= set(records[0])


def test_the_list_as_of_a_day_shows_what_spoke_then(run, world: Store) -> None:
    records = json.loads(run("--store", world.folder, "data", "list", "--as-of", "2018-08-31", "--json")[1])
    assert [r["vintage"] for r in records if r["period"] == "2017-18" and r["namespace"] == "rs"] == ["provisional"]


def test_a_release_is_shown_with_source_checks_and_what_was_set_aside(run, world: Store) -> None:
    code, out, _ = run("--store", world.folder, "data", "show", "revenue-outturn-rs.2016-17")
    assert code == 0
    for words in (
        "SHA-256",
        "none: invented data",
        "2017-11-16 (stated",
        "national-totals: passed",
        "Set aside (3)",
        "A26",
    ):
        assert words in out


def test_verify_ends_with_one_when_something_is_wrong(run, tmp_path: Path) -> None:
    run("--store", tmp_path / "store", "load", write(tmp_path, "a.xlsx", layouts.outturn()))
    assert run("--store", tmp_path / "store", "data", "verify")[0] == 0
    next((tmp_path / "store").rglob("facts.parquet")).unlink()
    code, out, _ = run("--store", tmp_path / "store", "data", "verify")
    assert (code, "facts.parquet is missing" in out) == (1, True)


def test_a_later_vintage_is_held_against_the_earlier_one(run, world: Store) -> None:
    first, second = "revenue-outturn-rs.2017-18.2018-08", "revenue-outturn-rs.2017-18.2018-11"
    line = ["--line", "rs.net_revenue_expenditure"]
    records = json.loads(run("--store", world.folder, "data", "diff", first, second, *line, "--json")[1])
    (own,) = [r for r in records if r["authority"] == "X0101"]
    assert (own["before"], own["after"], own["change"]) == (15_300, 15_600, 300)
    assert abs(records[0]["change"]) >= abs(records[-1]["change"])
    code, out, _ = run("--store", world.folder, "data", "diff", first, second, *line)
    assert (code, "+300" in out, "cells differ for" in out) == (0, True, True)


def test_returns_that_are_not_the_same_are_not_compared(run, world: Store) -> None:
    code, _, error = run(
        "--store", world.folder, "data", "diff", "revenue-outturn-rs.2016-17", "revenue-budget-ra.2016-17"
    )
    assert (code, "different returns" in error) == (1, True)


@pytest.mark.parametrize("text", ["{", '{"format": 99, "releases": []}'])
def test_a_damaged_or_newer_store_is_told_in_words(run, tmp_path: Path, text: str) -> None:
    write(tmp_path, "catalogue.json", text)
    for arguments in (
        ["data", "list"],
        ["data", "verify"],
        ["figures", "population"],
        ["load", str(tmp_path / "catalogue.json")],
    ):
        code, out, error = run("--store", tmp_path, *arguments)
        assert code in ({0, 1} if arguments[0] == "load" else {1})
        assert "Traceback" not in out + error


def test_a_file_separated_by_semicolons_is_left_alone_with_a_hint(run, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "local-authority-code;official-name;nice-name;gss-code\nZAB;Harrowmere;Harrowmere;X06000001\n", "utf-8"
    )
    code, out, _ = run("--store", str(tmp_path / "store"), "load", str(file))
    assert code == 0
    assert "Not recognised and left alone (1): register.csv (its columns seem to be separated by semicolons" in out
