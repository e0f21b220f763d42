"""A scenario's file: it reads back as it was written, and what is wrong is said with file, key, value and remedy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from scenario_examples import plain, scenarios, uncertain

from support import REPOSITORY
from wholeplace.core.errors import ScenarioError
from wholeplace.finance.scenarios.file import read_scenario, read_scenario_file
from wholeplace.finance.scenarios.gap import project
from wholeplace.finance.scenarios.model import ReservesPolicy
from wholeplace.finance.scenarios.outcome import work_out
from wholeplace.finance.scenarios.standing import standing
from wholeplace.finance.scenarios.writing import scenario_toml

EXAMPLES = sorted((REPOSITORY / "examples" / "scenarios").glob("*.toml"))

GOOD = """
format = 1
title = "Harrowmere"
place = "HRW"
base_year = "2020-21"
years = 5

[drivers.prices]
distribution = "triangular"
low = 0.0
mode = 0.02
high = 0.05

[[service]]
id = "all"
amount = 1_000_000.50
cost = "prices"

[[stream]]
id = "tax"
amount = 900_000
growth = ["prices"]

[reserves]
opening = 100_000
"""

# What is changed in the good file, to what, and words that the error must have.
BAD = {
    "not TOML": ("format = 1", "format = ", "it is not valid TOML"),
    "a number of more digits than can be read": ("900_000", "9" * 5_000, "it is not valid TOML"),
    "lists within lists without end": ("900_000", "[" * 3_000 + "]" * 3_000, "it is not valid TOML"),
    "another format": ("format = 1", "format = 2", "format: must be a whole number from 1 to 1 (found 2)"),
    "no title": ('title = "Harrowmere"', "", "title: is missing"),
    "an empty title": ('title = "Harrowmere"', 'title = " "', "title: must be a text in quotes"),
    "a calendar year": ('"2020-21"', '"2020"', "base_year: is not a financial year (found '2020')"),
    "no year at all": ('"2020-21"', '"soon"', "base_year: is not a financial year (found 'soon')"),
    "too far ahead": ("years = 5", "years = 31", "years: must be a whole number from 1 to 30 (found 31)"),
    "years as text": ("years = 5", 'years = "5"', "years: must be a whole number"),
    "an unknown key": (
        "years = 5", "years = 5\nyeers = 6", "yeers: is not a key that a scenario has (found 6). Did you mean years?",
    ),
    "an unknown key of a driver": ("mode = 0.02", "mode = 0.02\nmiddle = 1", "drivers.prices.middle: is not a key"),
    "an unknown key of a service": (
        'cost = "prices"', 'cost = "prices"\ncosts = "x"', "service 'all'.costs: is not a key",
    ),
    "an unknown table": ("[reserves]", "[savings]", "savings: is not a key that a scenario has"),
    "an unknown distribution": (
        '"triangular"', '"beta"', "drivers.prices.distribution: must be one of 'fixed', 'normal'",
    ),
    "a missing parameter": ("high = 0.05", "", "drivers.prices.high: is missing"),
    "a rate in per cent": ("high = 0.05", "high = 5", "drivers.prices.high: must be from -0.9 to 1 (found 5)"),
    "a rate as text": ("high = 0.05", 'high = "5%"', "drivers.prices.high: must be a number (found '5%')"),
    "a rate that is no number": ("high = 0.05", "high = nan", "drivers.prices.high: must be a number"),
    "parameters out of order": ("mode = 0.02", "mode = 0.06", "drivers.prices.mode: is above high (found 0.06)"),
    "a share above one": ("high = 0.05", "high = 0.05\ncommon = 1.5", "drivers.prices.common: must be from 0 to 1"),
    "drawn at another time": ("high = 0.05", 'high = 0.05\neach = "month"', "each: must be one of 'horizon', 'year'"),
    "a driver that is not there": (
        'cost = "prices"', 'cost = "wages"', "service 'all'.cost: names no driver (found 'wages')",
    ),
    "a driver of income that is not there": ('["prices"]', '["wages"]', "stream 'tax'.growth: names no driver"),
    "growth as text": ('["prices"]', '"prices"', "stream 'tax'.growth: must be a list of texts"),
    "no amount": ("amount = 900_000\n", "", "amount: is missing at 'tax'"),
    "an amount as text": ("amount = 900_000", 'amount = "lots"', "stream 'tax'.amount: must be an amount in pounds"),
    "a fraction of a penny": ("1_000_000.50", "1_000_000.505", "has a fraction of a penny (found 1000000.505)"),
    "more money than there is": ("900_000", "90_000_000_000_000", "must be from £-10,000,000,000,000"),
    "a flag as an amount": ("amount = 900_000", "amount = true", "stream 'tax'.amount: must be an amount in pounds"),
    "two lines of one id": ('id = "tax"', 'id = "all"', "stands at two services or streams (found 'all')"),
    "no service": ("[[service]]", "[[services]]", "service: is missing"),
    "a service that is a table": ("[[service]]", "[service]", "service: must be a list of tables"),
    "an unknown treatment": (
        'cost = "prices"', 'treatment = "cut"', "treatment: must be one of 'protected', 'open', 'fixed'",
    ),
    "an unknown policy": (
        "opening = 100_000", 'policy = "all"', "reserves.policy: must be one of 'none', 'fixed', 'as-needed'",
    ),
    "a fixed policy without its amount": (
        "opening = 100_000", 'policy = "fixed"', "reserves.amount: belongs to the fixed policy",
    ),
    "an amount without its policy": ("opening = 100_000", "amount = 5", "reserves.amount: belongs to the fixed policy"),
    "a flag in quotes": ("opening = 100_000", 'add_surplus = "yes"', "reserves.add_surplus: must be true or false"),
    "real prices of nothing": ("years = 5", 'years = 5\nprices = "real"', "deflator: belongs to real prices"),
    "a deflator in cash": ("years = 5", 'years = 5\ndeflator = "prices"', "deflator: belongs to real prices"),
    "too many draws": (
        "[reserves]", "[draws]\nnumber = 100_001\n[reserves]", "draws.number: must be a whole number from 1",
    ),
    "a seed below nought": (
        "[reserves]", "[draws]\nseed = -1\n[reserves]", "draws.seed: must be a whole number from 0",
    ),
    "a cut above all": ("[reserves]", "[protection]\ncut = 1.2\n[reserves]", "protection.cut: must be from 0 to 1"),
    "councils beside amounts": (
        "[reserves]", "[councils]\ncolumns = []\nrows = []\n[reserves]", "stands beside amounts for all of them",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said_with_its_file_key_and_value(case):
    old, new, words = BAD[case]
    assert old in GOOD

    with pytest.raises(ScenarioError) as told:
        read_scenario(GOOD.replace(old, new), "harrowmere.toml")
    assert str(told.value).startswith("harrowmere.toml")
    assert words in str(told.value)
    assert str(told.value).endswith((".", "?")), "it ends with what to do"


def test_a_file_with_a_byte_order_mark_reads_like_one_without(tmp_path):
    marked, plainly = tmp_path / "marked.toml", tmp_path / "plainly.toml"
    marked.write_text(GOOD, "utf-8-sig")
    plainly.write_text(GOOD, "utf-8")

    assert read_scenario_file(marked) == read_scenario_file(plainly)


@pytest.mark.parametrize("word", ["reserves", "floor"])
def test_no_line_of_a_group_is_called_like_a_column_of_its_own(word):
    grouped = (
        GOOD.replace("amount = 1_000_000.50\n", "").replace("amount = 900_000\n", "").replace('"all"', f'"{word}"')
        .replace("[reserves]\nopening = 100_000\n", "")
        + '[councils]\ncolumns = ["tax", "reserves", "floor"]\nrows = [["HRW", "Harrowmere", 1, 2, 3]]\n'
    )  # fmt: skip

    with pytest.raises(ScenarioError, match=rf"id: can't be used beside \[councils\] \(found '{word}'\)"):
        read_scenario(grouped, "group.toml")


@pytest.mark.parametrize("drivers", [2, 4, 40])
def test_amounts_that_grow_beyond_a_penny_are_refused_with_what_to_do(drivers):
    steep = (
        GOOD.replace("years = 5", "years = 30")
        .replace("mode = 0.02\nhigh = 0.05", "mode = 1\nhigh = 1")
        .replace("900_000", "10_000_000_000_000")
    )
    scenario = read_scenario(steep.replace('growth = ["prices"]', f"growth = {['prices'] * drivers}"), "steep.toml")

    with pytest.raises(ScenarioError, match="grow beyond what can be worked out to the penny within 30 years"):
        work_out(scenario, number=10)


def test_the_good_file_reads():
    found = read_scenario(GOOD, "harrowmere.toml")

    assert found.councils[0].amounts == {"all": 100_000_050, "tax": 90_000_000}
    assert found.councils[0].name == "HRW"
    assert found.reserves == ReservesPolicy("as-needed")
    assert found.drivers["prices"].distribution.central == Decimal("0.02")
    assert found.services[0].treatment == "open"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('distribution = "normal"\nmean = 0.02\nsd = 0.2', "drivers.x.sd: must be from 0 to 0.1"),
        ('distribution = "normal"\nmean = -0.6\nsd = 0.1', "drivers.x.sd: lets more than everything go in a year"),
        ('distribution = "uniform"\nlow = 0.1\nhigh = 0.0', "drivers.x.low: is above high"),
        ('distribution = "fixed"\nvalue = 0.1\npath = 0.2', "drivers.x.path: must be a list of numbers"),
        ('distribution = "fixed"\nvalue = 0.1\npath = [0.1, 2]', "drivers.x.path: must be from -0.9 to 1 (found 2)"),
        ('distribution = "fixed"\nvalue = 0.1\nlow = 0.1', "drivers.x.low: is not a key"),
    ],
)
def test_parameters_of_each_distribution_are_checked(text, words):
    with pytest.raises(ScenarioError) as told:
        read_scenario(GOOD.replace("[drivers.prices]", f"[drivers.x]\n{text}\n\n[drivers.prices]"), "x.toml")
    assert words in str(told.value)


GROUP = """
[councils]
columns = ["tax", "all", "reserves", "floor"]
rows = [
  ["A", "Ashby", 10, 20, 5, 1],
  ["B", "Brook", 30.25, -1, 5, 1],
]
"""


def group(change=lambda text: text) -> str:
    alone = (
        GOOD.replace("amount = 1_000_000.50\n", "").replace("amount = 900_000\n", "").replace("opening = 100_000", "")
    )
    return change(alone + GROUP)


def test_councils_of_a_group_have_a_row_each():
    found = read_scenario(group(), "group.toml")

    assert [(c.id, c.name, c.reserves, c.floor) for c in found.councils] == [
        ("A", "Ashby", 500, 100),
        ("B", "Brook", 500, 100),
    ]
    assert found.councils[1].amounts == {"tax": 3025, "all": -100}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"tax", "all"', '"tax"', "councils.columns: must be every service and stream, reserves and floor"),
        ('"tax", "all"', '"tax", "tax"', "councils.columns: must be every service and stream, reserves and floor"),
        ("10, 20, 5, 1", "10, 20, 5", "councils.rows: has a row that is not an id, a name and 4 amounts"),
        ('"A", "Ashby"', '1, "Ashby"', "councils.rows: has a row that is not an id"),
        ('["B"', '["A"', "councils.rows: has two rows for one council (found 'A')"),
        ("30.25", '"30"', "councils.rows: must be an amount in pounds"),
        (GROUP[GROUP.index("rows"):], "rows = 3", "must be a list of rows"),
    ],
)  # fmt: skip
def test_rows_of_councils_are_checked(old, new, words):
    with pytest.raises(ScenarioError) as told:
        read_scenario(group(lambda text: text.replace(old, new)), "group.toml")
    assert words in str(told.value)


def test_a_file_that_is_not_there_or_not_text_is_said_so(tmp_path):
    with pytest.raises(ScenarioError, match=r"it can't be read .*Check the path"):
        read_scenario_file(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_scenario_file(tmp_path / "latin.toml")


@given(scenarios())
@settings(deadline=None)
def test_any_scenario_reads_back_as_it_was_written(scenario):
    assert read_scenario(scenario_toml(scenario), "x.toml") == scenario


def test_every_distribution_and_odd_words_read_back():
    scenario = replace(
        uncertain(2),
        title='Say "what" \\ and\twhere',
        notes=("Line one\nline two", "£é’ \x7f"),
        sources=("A",),
        releases=("r",),
    )
    assert read_scenario(scenario_toml(scenario), "x.toml") == scenario
    assert read_scenario(scenario_toml(plain()), "x.toml") == plain()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_examples_run_and_say_that_they_are_invented(path):
    scenario = read_scenario_file(path)
    found = project(scenario)

    assert scenario.invented
    assert "invented" in path.read_text("utf-8").split("format = 1")[0]
    assert found.left[0] == 0
    assert read_scenario(scenario_toml(scenario), path.name) == scenario


def test_there_are_examples_of_a_council_a_class_and_the_sector():
    counts = {path.stem: len(read_scenario_file(path).councils) for path in EXAMPLES}
    assert counts == {"counties": 26, "drayvenwadeshire": 1, "drayvenwadeshire-frozen-tax": 1, "sector": 329}


def test_the_standing_assumptions_name_only_drivers_that_there_are():
    usual = standing()
    named = {n for s in usual.services for n in (s.cost, s.demand, s.efficiency)} | {
        n for s in usual.streams for n in s.growth
    }

    assert named - {""} == set(usual.drivers)
    assert all(driver.why for driver in usual.drivers.values())
    assert {s.id for s in (*usual.services, *usual.streams)} == set(usual.published)
