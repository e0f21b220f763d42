"""`wholeplace scenario new | run | compare`, and the papers they write."""

from __future__ import annotations

import json

import pytest
from scenario_examples import plain, uncertain

from support import REPOSITORY
from wholeplace.core.errors import ScenarioError
from wholeplace.finance.scenarios.blocks import run_out_table
from wholeplace.finance.scenarios.compare import comparison_paper, side_by_side
from wholeplace.finance.scenarios.file import read_scenario_file
from wholeplace.finance.scenarios.model import ReservesPolicy
from wholeplace.finance.scenarios.outcome import as_json, work_out
from wholeplace.finance.scenarios.paper import paper
from wholeplace.finance.scenarios.words import headlines
from wholeplace.finance.scenarios.writing import scenario_toml
from wholeplace.papers.checks import check
from wholeplace.papers.render import FORMATS, render

EXAMPLES = REPOSITORY / "examples" / "scenarios"
COUNCIL, FROZEN = EXAMPLES / "drayvenwadeshire.toml", EXAMPLES / "drayvenwadeshire-frozen-tax.toml"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "scenario.toml"
    path.write_text(scenario_toml(uncertain()), "utf-8")
    return path


def test_new_writes_a_file_that_runs(run, small_sector, tmp_path):
    path = tmp_path / "county.toml"
    code, out, error = run(
        "--store", small_sector.store.folder, "scenario", "new", "ZAA", "--year", "2016-17", "--out", path
    )

    assert code == 0, error
    assert "from the accounts of 2016-17" in out
    text = path.read_text("utf-8")
    assert "amount = " in text
    assert "# 2016-17, rs.adult_social_care" in text
    code, out, error = run("scenario", "run", path, "--draws", "50")
    assert code == 0, error
    assert "would close the gap" in out or "Nothing need be found" in out


def test_new_prints_a_group_with_a_row_a_council(run, small_sector):
    code, out, _ = run("--store", small_sector.store.folder, "scenario", "new", "--class", "county", "--years", "3")

    assert code == 0
    assert 'place = "class:county"' in out
    assert "years = 3" in out
    assert out.count('  ["ZA') == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sector", "--class", "county"], "Write --sector or --class county, not both."),
        (["ZAA", "--year", "2016"], "The base year '2016' is not a financial year. Write it like 2016-17."),
        (["ZAA", "--year", "2016-17 Q3"], "The base year '2016-17 Q3' is not a financial year."),
    ],
)
def test_new_refuses_what_could_mean_two_things(run, small_sector, words, said):
    code, _, error = run("--store", small_sector.store.folder, "scenario", "new", *words)

    assert code == 1
    assert said in error


def test_new_takes_one_place_or_one_group(run, small_sector):
    store = small_sector.store.folder
    assert "Name one place, or one group" in run("--store", store, "scenario", "new")[2]
    assert "Name one place, or one group" in run("--store", store, "scenario", "new", "ZAA", "--sector")[2]
    assert "No place is of class 'parish'" in run("--store", store, "scenario", "new", "--class", "parish")[2]


def test_run_prints_years_and_assumptions(run, file):
    code, out, error = run("scenario", "run", file)

    assert code == 0
    assert "Invented sector" in error
    assert "2024-25" in out
    assert "PERT, 2.0% to 8.0%, likeliest 4.0%" in out


def test_run_as_json_has_the_promised_keys_and_ties(run, file):
    code, out, _ = run("scenario", "run", file, "--json", "--draws", "60", "--seed", "9")
    found = json.loads(out)

    assert code == 0
    assert set(found) == {
        "format", "title", "place", "name", "invented", "base_year", "periods", "prices", "councils", "central",
        "required", "draws", "drivers", "sources", "releases", "notes",
    }  # fmt: skip
    assert set(found["central"]) == {
        "services", "streams", "need", "income", "gap", "reserves_used", "left", "reserves", "short",
        "reserves_run_out",
    }  # fmt: skip
    assert (found["draws"]["number"], found["draws"]["seed"]) == (60, 9)
    assert found["format"] == "wholeplace-scenario/1"
    for need, income, gap in zip(*(found["central"][k] for k in ("need", "income", "gap")), strict=True):
        assert round(need - income - gap, 2) == 0
    assert len(found["draws"]["gap"]) == len(found["periods"])
    assert found["drivers"]["care"]["distribution"] == "pert"


def test_the_same_seed_prints_the_same(run, file):
    assert run("scenario", "run", file, "--json") == run("scenario", "run", file, "--json")


def test_compare_says_what_differs_and_only_that(run):
    code, out, _ = run("scenario", "compare", COUNCIL, FROZEN, "--draws", "50")

    assert code == 0
    assert "Council tax rate" in out
    assert "Efficiency" in out
    assert "Council tax base" not in out


def test_compare_needs_two(run):
    code, _, error = run("scenario", "compare", COUNCIL, "--draws", "20")
    assert code == 1
    assert "1 scenario can't be compared. Name two to 6 files." in error


def test_compare_as_json_holds_each(run):
    found = json.loads(run("scenario", "compare", COUNCIL, FROZEN, "--draws", "20", "--json")[1])
    assert [s["format"] for s in found["scenarios"]] == ["wholeplace-scenario/1"] * 2


def test_a_wrong_file_ends_with_its_message(run, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text("format = 1\n", "utf-8")
    code, _, error = run("scenario", "run", path)

    assert code == 1
    assert "Error: wrong.toml, title: is missing. Add it" in error


@pytest.mark.parametrize("kind", FORMATS)
def test_run_writes_a_paper_in_every_format(run, file, tmp_path, kind):
    code, out, error = run("scenario", "run", file, "--draws", "40", "--out", tmp_path / f"gap.{kind}")

    assert code == 0, error
    assert out.startswith("Wrote ")
    assert (tmp_path / f"gap.{kind}").stat().st_size > 1000


def test_the_paper_is_sound_and_the_same_whenever_it_is_made():
    for scenario in (plain(), uncertain(), uncertain(4)):
        document = paper(work_out(scenario, number=50))
        assert check(document) == []
        assert document.invented
        assert render(document, "json") == render(paper(work_out(scenario, number=50)), "json")


def test_the_paper_states_distributions_seed_and_sources():
    words = render(paper(work_out(read_scenario_file(COUNCIL), number=50, seed=5)), "html").decode()

    assert "50 draws of all rates from seed 5" in words
    assert "PERT, 1.0% to 4.0%, likeliest 2.0%" in words
    assert "Revenue outturn" in words
    assert "not a forecast" in words


def test_a_group_s_paper_lists_its_councils_by_their_chance():
    result = work_out(uncertain(3), number=100)
    words = render(paper(result), "html").decode()
    chances = {c.name: c.uncovered[-1] for c in result.drawn.councils}

    assert "How likely reserves don’t cover the gaps" in words
    assert all(name in words for name in chances)


def test_a_comparison_is_a_sound_paper():
    found = side_by_side([work_out(read_scenario_file(path), number=40) for path in (COUNCIL, FROZEN)])
    assert check(comparison_paper(found)) == []
    with pytest.raises(ScenarioError):
        side_by_side([])


def test_json_has_no_infinite_or_missing_numbers_where_nothing_closes_the_gap():
    from dataclasses import replace

    scenario = plain()
    council = replace(scenario.councils[0], amounts={**scenario.councils[0].amounts, "debt": 10_000_00}, reserves=0)
    found = as_json(work_out(replace(scenario, councils=(council,)), number=20))

    assert found["required"]["efficiency_that_closes_the_gap"] is None
    json.dumps(found, allow_nan=False)


def test_when_reserves_run_out_is_told_of_the_central_case_and_of_the_draws():
    result = work_out(uncertain(), number=200)
    words = render(paper(result), "html").decode()

    assert "When reserves run out" in words
    assert "in half of the draws by" in headlines(result)[1] or "in most draws they last" in headlines(result)[1]
    unused = work_out(uncertain(reserves=ReservesPolicy("none")), number=50)
    assert "They are not used." in headlines(unused)[1]
    assert run_out_table(unused) is None
