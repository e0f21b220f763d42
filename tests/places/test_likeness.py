"""Likeness: distances that are symmetric before rebasing, farthest 1, and nothing imputed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support import REPOSITORY
from wholeplace.core.errors import WholeplaceError
from wholeplace.places.likeness import compare, neighbours, standardise
from wholeplace.places.likeness_settings import read_weights, standard

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False))
TABLES = st.fixed_dictionaries(
    {c: st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES)) for c in ("size", "need", "means")}
)
WEIGHTS = st.fixed_dictionaries({c: st.floats(0.1, 5) for c in ("size", "need", "means")})

TOWNS = {
    "size": {"AAA": 100.0, "BBB": 110.0, "CCC": 300.0, "DDD": 90.0},
    "need": {"AAA": 0.1, "BBB": 0.2, "CCC": 0.5, "DDD": None},
}
EVEN = {"size": 1.0, "need": 1.0}


def test_a_worked_example() -> None:
    # size: mean 150, standard deviation sqrt(7550) = 86.89; need: mean .2667, standard deviation .16997
    nearest, farthest = (n for n in neighbours("AAA", TOWNS, EVEN, minimum_coverage=0.9))
    assert (nearest.place, farthest.place) == ("BBB", "CCC")
    assert farthest.distance == 1
    expected = math.hypot(10 / 86.8907, 0.1 / 0.169967) / math.hypot(200 / 86.8907, 0.4 / 0.169967)
    assert nearest.distance == pytest.approx(expected, rel=1e-4)
    assert {p.characteristic: (p.own, p.theirs) for p in nearest.parts}["size"] == (100, 110)


def test_a_missing_characteristic_is_left_out_for_that_pair_and_never_filled_in() -> None:
    found = {n.place: n for n in neighbours("AAA", TOWNS, EVEN, minimum_coverage=0.5)}
    assert found["DDD"].left_out == ("need",)
    assert found["DDD"].coverage == 0.5
    assert [p.characteristic for p in found["DDD"].parts] == ["size"]


def test_pairs_with_too_little_in_common_are_not_compared() -> None:
    assert "DDD" not in {n.place for n in neighbours("AAA", TOWNS, EVEN)}


def test_a_gap_makes_nobody_nearer() -> None:
    whole = {"size": {"AAA": 0.0, "BBB": 1.0, "CCC": -1.0}, "need": {"AAA": 0.0, "BBB": 1.0, "CCC": -1.0}}
    gap = {"size": whole["size"], "need": {**whole["need"], "CCC": None, "DDD": -1.0}}
    pairs = {p.place: p for p in compare("AAA", gap, EVEN, 0.5)}
    assert pairs["CCC"].distance >= compare("AAA", {"size": whole["size"]}, EVEN, 0.5)[0].distance


def test_a_weight_of_nothing_leaves_a_characteristic_out() -> None:
    found = neighbours("AAA", TOWNS, {"size": 1.0, "need": 0.0})
    assert {p.characteristic for n in found for p in n.parts} == {"size"}


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(WholeplaceError, match="weight of need is negative"):
        neighbours("AAA", TOWNS, {"size": 1.0, "need": -1.0})


def test_a_place_with_no_characteristics_says_so() -> None:
    with pytest.raises(WholeplaceError, match="too few of the characteristics"):
        neighbours("ZZZ", TOWNS, EVEN)


def test_places_the_same_in_everything_are_at_no_distance() -> None:
    same = {"size": dict.fromkeys(NAMES, 3.1)}
    assert [n.distance for n in neighbours("AAA", same, {"size": 1.0})] == [0.0] * 5


@given(TABLES, WEIGHTS)
def test_distance_is_symmetric_before_rebasing(
    table: dict[str, dict[str, float | None]], weights: dict[str, float]
) -> None:
    for a in NAMES:
        for pair in compare(a, table, weights, 0.0):
            back = next(p for p in compare(pair.place, table, weights, 0.0) if p.place == a)
            assert back.distance == pytest.approx(pair.distance, rel=1e-9, abs=1e-12)


@given(TABLES, WEIGHTS, st.integers(1, 6))
def test_nearest_first_farthest_one_each_place_once_and_never_itself(
    table: dict[str, dict[str, float | None]], weights: dict[str, float], n: int
) -> None:
    assume(compare("AAA", table, weights))
    found = neighbours("AAA", table, weights)
    distances = [one.distance for one in found]
    assert distances == sorted(distances)
    assert distances[-1] in {0.0, 1.0}
    assert len({one.place for one in found}) == len(found)
    assert "AAA" not in {one.place for one in found}
    assert neighbours("AAA", table, weights, n) == found[:n]


@given(TABLES, WEIGHTS)
def test_parts_add_up_to_the_whole_distance(
    table: dict[str, dict[str, float | None]], weights: dict[str, float]
) -> None:
    for pair in compare("AAA", table, weights, 0.0):
        total = sum(p.contribution for p in pair.parts)
        assert total == pytest.approx(1.0) or (pair.distance == 0 and total == 0)
        assert {p.characteristic for p in pair.parts} | set(pair.left_out) == set(table)


@given(TABLES, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    table: dict[str, dict[str, float | None]], weights: dict[str, float], random: object
) -> None:
    def shuffled(mapping: dict[str, object]) -> dict[str, object]:
        keys = list(mapping)
        random.shuffle(keys)  # type: ignore[attr-defined]
        return {k: mapping[k] for k in keys}

    again = {c: shuffled(v) for c, v in shuffled(table).items()}  # type: ignore[arg-type]
    assert compare("AAA", again, shuffled(weights), 0.0) == compare("AAA", table, weights, 0.0)  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2))
def test_standardised_values_have_mean_0_and_deviation_1(values: dict[str, float]) -> None:
    scores = list(standardise(values).values())
    if any(scores):
        assert sum(scores) == pytest.approx(0, abs=1e-6)
        assert sum(s * s for s in scores) / len(scores) == pytest.approx(1, abs=1e-6)


def test_every_published_variable_says_why_and_whence() -> None:
    settings = standard()
    assert len({c.id for c in settings.characteristics}) == len(settings.characteristics) >= 6
    assert all(c.why and c.source and c.weight > 0 for c in settings.characteristics)


def test_the_page_on_places_shows_every_variable_with_its_weight() -> None:
    page = (REPOSITORY / "docs" / "places.md").read_text("utf-8")
    for one in standard().characteristics:
        row = next(line for line in page.splitlines() if line.startswith(f"| {one.title}"))
        assert row.split("|")[2].strip() == f"{one.weight:g}"
        assert ("logarithm" in row) == one.log


def test_own_weights_take_the_place_of_the_published_ones(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[weights]\npopulation = 3\nband-d = 0\n", "utf-8")
    own = read_weights(path)
    assert own == {"population": 3.0, "band-d": 0.0}
    assert standard().weights(own)["population"] == 3.0
    assert standard().weights(own)["deprivation"] == standard().weights()["deprivation"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[weights]\nhappiness = 1\n", "'happiness' is no characteristic"),
        ("[weights]\npopulation = -1\n", "must be a number from 0 up"),
        ("[weights]\npopulation = 'much'\n", "must be a number from 0 up"),
        ("population = 1\n", "there is no table"),
        ("[weights\n", "not valid TOML"),
    ],
)
def test_bad_weights_are_refused_with_what_to_write(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(WholeplaceError, match=says):
        read_weights(path)
