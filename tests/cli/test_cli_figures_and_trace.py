"""`wholeplace figures`, `trace` and `measures`: answers a person or a program can use."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

import layouts
from layouts import write

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.store import Store

PROMISED = {"measure", "place", "place_name", "class", "period", "value", "unit", "status", "releases"}


def as_json(run, world: Store, *arguments: str) -> list[dict[str, object]]:
    code, out, error = run("--store", world.folder, "figures", *arguments, "--json")
    assert code == 0, error
    return json.loads(out)


def test_json_is_a_list_of_objects_with_the_promised_keys(run, world: Store) -> None:
    (record,) = as_json(run, world, "reserves-years-left", "--place", "Harrowmere", "--period", "2016-17")
    assert set(record) >= PROMISED
    assert (record["value"], record["class"], record["status"], record["unit"]) == (12.5, "unitary", "ok", "years")


def test_a_group_s_total_has_its_n(run, world: Store) -> None:
    (record,) = as_json(
        run, world, "reserves-drawn-down", "--class", "single-tier-and-county", "--period", "2016-17", "--total"
    )
    assert (record["n"], record["class"], 0 < record["value"] < 1) == (14, "single-tier-and-county", True)


def test_classes_and_places_narrow_what_is_shown(run, world: Store) -> None:
    assert {r["class"] for r in as_json(run, world, "population", "--class", "district")} == {"district"}
    both = as_json(run, world, "population", "--class", "single-tier-and-county", "--period", "2016")
    assert {r["class"] for r in both} == {"unitary", "county", "london-borough"}
    two = as_json(run, world, "population", "--place", "HRW", "--place", "X09000001", "--period", "2016")
    assert {r["place"] for r in two} == {"HRW", "CAL"}
    (record,) = as_json(
        run,
        world,
        "population",
        "--total",
        "--place",
        "HRW",
        "--place",
        "CAL",
        "--class",
        "unitary",
        "--period",
        "2016",
    )
    assert record["n"] == 1


def test_the_day_asked_decides_the_vintage(run, world: Store) -> None:
    found = as_json(
        run, world, "net-revenue-expenditure", "--place", "HRW", "--period", "2017-18", "--as-of", "2018-09-01"
    )
    assert [r["value"] for r in found] == [15_300_000.0]
    assert (
        as_json(run, world, "net-revenue-expenditure", "--place", "HRW", "--period", "2017-18", "--as-of", "2018-01-31")
        == []
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["reserve-years"], "reserves-years-left"), (["population", "--place", "Harrowmeer"], "Harrowmere"),
        (["population", "--period", "2016-18"], "is not a period"),
        (["population", "--class", "parish"], "No place is of class"),
        (["interest-burden", "--period", "2016"], "Write it like 2015-16"),
        (["interest-burden", "--period", "2017-03-31"], "Write it like 2016-17"),
        (["population", "--as-of", "1990-01-01"], "Nothing"),
    ],
)  # fmt: skip
def test_hints_lead_on(run, world: Store, arguments: list[str], told: str) -> None:
    code, out, error = run("--store", world.folder, "figures", *arguments)
    assert told in out + error
    assert code == (0 if told == "Nothing" else 1)


def test_a_table_shows_why_there_is_no_value(run, world: Store) -> None:
    _, out, _ = run("--store", world.folder, "figures", "reserves-years-left", "--place", "Fernshire")
    assert "not-depleting" in out
    assert "were not drawn down" in out


def test_invented_figures_are_said_to_be_invented(run, world: Store) -> None:
    assert "Invented sector" in run("--store", world.folder, "figures", "population", "--place", "HRW")[2]


HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def hostile(run, tmp_path: Path) -> Path:
    """A store with a council whose name is a formula."""
    council = layouts.Council("X0101", HOSTILE, "UA", "X06000001", items=layouts.HARROWMERE.items)
    councils = [council, layouts.Council("X0102", "@SUM(A1)", "UA", "X06000002", items=layouts.HARROWMERE.items)]
    run("--store", tmp_path / "store", "load", write(tmp_path, "a.xlsx", layouts.outturn(councils=councils)))
    return tmp_path


def test_no_name_becomes_a_formula_in_csv(run, hostile: Path) -> None:
    run("--store", hostile / "store", "figures", "reserves-net-change", "--csv", hostile / "out.csv")
    rows = list(csv.DictReader(io.StringIO((hostile / "out.csv").read_text("utf-8-sig"))))
    assert {r["place_name"] for r in rows} == {f"'{HOSTILE}", "'@SUM(A1)"}
    assert {r["value"] for r in rows} == {"-400000.0"}, "a negative number is a number"


def test_no_name_becomes_a_formula_in_excel(run, hostile: Path) -> None:
    run("--store", hostile / "store", "figures", "reserves-net-change", "--xlsx", hostile / "out.xlsx")
    sheet = load_workbook(hostile / "out.xlsx").active
    header = [c.value for c in sheet[1]]
    cells = [sheet.cell(r, header.index("place_name") + 1) for r in (2, 3)]
    assert {c.value for c in cells} == {HOSTILE, "@SUM(A1)"}
    assert {c.data_type for c in cells} == {"s"}
    assert sheet.cell(2, header.index("value") + 1).value == -400_000


def test_csv_to_the_screen_is_whole(run, world: Store) -> None:
    _, out, _ = run("--store", world.folder, "figures", "population", "--place", "HRW", "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len(rows) == 8
    assert rows[0]["releases"].startswith("population-mid-year.2012")


def test_a_trace_is_told_in_a_table_and_in_json(run, world: Store) -> None:
    code, out, _ = run("--store", world.folder, "trace", "earmarked-reserves-ratio", "Harrowmere", "2016-17")
    assert code == 0
    for words in (
        "26.7%",
        "earmarked / positive(spend)",
        "£4,000,000.00 ÷ positive(£15,000,000.00)",
        "cell AE8",
        "SHA-256",
    ):
        assert words in out
    record = json.loads(
        run("--store", world.folder, "trace", "earmarked-reserves-ratio", "HRW", "2016-17", "--json")[1]
    )
    assert set(record) == {"figure", "formula", "with_numbers", "cells"}
    assert {"file", "sheet", "cell", "sha256", "release", "number"} <= set(record["cells"][0])


def test_a_trace_of_nothing_says_so(run, world: Store) -> None:
    code, _, error = run("--store", world.folder, "trace", "interest-burden", "HRW", "1999-00")
    assert (code, "Nothing was published" in error) == (1, True)


# ---- measures


def test_measures_are_listed_shown_and_checked(run, world: Store) -> None:
    assert "reserves-years-left" in run("measures", "list")[1]
    records = json.loads(run("measures", "list", "--json")[1])
    assert {"id", "title", "unit", "formula", "terms", "source", "checked_by", "next_review"} <= set(records[0])
    shown = run("measures", "show", "reserves-years-left")[1]
    assert "only when to_earmarked + to_unallocated < 0" in shown
    code, out, _ = run("--store", world.folder, "measures", "check")
    assert code == 0
    assert "ok     reserves-years-left" in out


DRAFT = """
id = "draft"
title = "Draft"
area = "finance"
unit = "ratio"
polarity = "none"
why = "To see."
classes = ["councils"]
formula = "interest / positive(spend)"
source = "Nowhere"
checked_by = "Nobody"
checked_on = 2026-01-01
next_review = 2199-01-01
[terms]
interest = "rs.interest_payable"
spend = "rs.net_revenue_expenditure"
"""


def test_a_draft_is_worked_out_before_anyone_sees_it(run, world: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.toml", DRAFT)
    code, out, _ = run("--store", world.folder, "measures", "preview", path)
    assert code == 0
    (row,) = [line for line in out.splitlines() if line.startswith("2016-17")]
    assert "2.7%" in row


def test_a_draft_whose_products_are_vast_is_worked_out_too(run, world: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.toml", DRAFT.replace("interest / positive(spend)", "interest * spend * spend"))
    assert run("--store", world.folder, "measures", "preview", path)[0] == 0


def test_a_wrong_draft_ends_with_one_and_names_what_is_wrong(run, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.toml", DRAFT.replace("interest /", "interst /"))
    code, out, _ = run("--store", tmp_path / "none", "measures", "check", path)
    assert (code, "WRONG" in out, "'interst' is not one of the terms" in out) == (1, True, True)
    path = write(tmp_path, "lost.toml", DRAFT.replace("rs.interest_payable", "rs.intrest"))
    assert run("--store", tmp_path / "none", "measures", "check", path)[0] == 0


def test_a_draft_that_is_not_text_is_refused_in_words(run, tmp_path: Path) -> None:
    code, _, error = run("measures", "preview", write(tmp_path, "draft.toml", b"\xff\xfe\0"))
    assert (code, "not UTF-8" in error) == (1, True)


# ---- the command itself


@pytest.mark.parametrize("noun", ["load", "figures", "trace", "brief", "measures", "data"])
def test_every_command_has_help(run, noun: str) -> None:
    code, out, _ = run(noun, "--help")
    assert (code, "Usage:" in out, len(out) > 200) == (0, True, True)


def test_a_reader_that_stops_listening_is_no_error(world: Store) -> None:
    code = "import sys; from wholeplace.cli import main; sys.argv[0] = 'wholeplace'; main()"
    command = [sys.executable, "-c", code, "--store", str(world.folder), "figures", "population", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait() in {0, 141}
