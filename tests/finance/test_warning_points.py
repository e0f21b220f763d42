"""Points of one indicator: worked out by hand, and what must hold whatever the figures are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.finance.warning_field import Field

FIVE = {"a": 0.05, "b": 0.10, "c": 0.10, "d": 0.40, "e": 0.60}


def field(values: dict[str, float], members: str = "abcde", worse: str = "low") -> Field:
    return Field({k: v for k, v in values.items() if k in members}, frozenset(members), worse)  # type: ignore[arg-type]


def test_points_are_the_share_of_the_others_that_do_better_with_level_ones_half() -> None:
    found = {p: field(FIVE).points(p) for p in "abcde"}
    assert found == {"a": 100.0, "b": 62.5, "c": 62.5, "d": 25.0, "e": 0.0}


def test_where_high_is_worse_the_order_turns() -> None:
    found = {p: field(FIVE, worse="high").points(p) for p in "abcde"}
    assert found == {"a": 0.0, "b": 37.5, "c": 37.5, "d": 75.0, "e": 100.0}


def test_a_missing_value_counts_as_the_worst_and_for_the_others_as_one_that_does_worse() -> None:
    told, untold = field(FIVE), field({k: v for k, v in FIVE.items() if k != "e"})
    assert untold.points("e") == 100.0
    assert {p: untold.points(p) for p in "abcd"} == {"a": 75.0, "b": 37.5, "c": 37.5, "d": 0.0}
    assert all(untold.points(p) <= told.points(p) for p in "abcd")


def test_a_council_alone_in_its_class_has_no_points() -> None:
    assert field({"a": 1.0}, "a").points("a") == 0.0


values = st.dictionaries(
    st.sampled_from("abcdefghijkl"), st.integers(-1_000, 1_000).map(lambda n: n / 64), min_size=2, max_size=12
)
worse = st.sampled_from(["low", "high"])


def every_point(known: dict[str, float], end: str) -> dict[str, float]:
    whole = Field(known, frozenset(known), end)  # type: ignore[arg-type]
    return {p: whole.points(p) for p in known}


@given(values, worse, st.sampled_from([0.01, 2.0, 1_024.0]))
def test_units_and_order_of_rows_change_nothing(known: dict[str, float], end: str, factor: float) -> None:
    scaled = {p: v * factor for p, v in reversed(known.items())}
    assert every_point(known, end) == pytest.approx(every_point(scaled, end))


@given(values, worse)
def test_a_worse_value_never_has_fewer_points(known: dict[str, float], end: str) -> None:
    found = every_point(known, end)
    for one, own in known.items():
        for other, theirs in known.items():
            if (own < theirs) == (end == "low") and own != theirs:
                assert found[one] > found[other]
            if own == theirs:
                assert found[one] == found[other]
    assert all(0 <= p <= 100 for p in found.values())


@given(values, worse, st.data())
def test_to_withhold_a_value_never_helps(known: dict[str, float], end: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(sorted(known)))
    before = every_point(known, end)
    withheld = Field({p: v for p, v in known.items() if p != place}, frozenset(known), end)  # type: ignore[arg-type]
    assert withheld.points(place) >= before[place]
    assert all(withheld.points(p) <= before[p] for p in known if p != place)
