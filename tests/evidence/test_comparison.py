"""A place beside its peers: the count behind every quartile, and ties that claim nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts import BEFORE, HARROWMERE, PEERS, amount
from wholeplace.evidence.comparison import compare, ordinal, quantile
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import the_measure

if TYPE_CHECKING:
    from wholeplace.evidence.snapshot import Snapshot

UNITARIES = [c.register for c in BEFORE if c.letters == "UA"]


def test_quartiles_and_rank_are_of_those_with_a_value(now: Snapshot) -> None:
    measure = the_measure("earmarked-reserves-ratio")
    found = compare(compute(now, [measure]), measure, "HRW", 2016, [*UNITARIES, "FRN-not-a-place"])
    values = sorted(amount(c, "earmarked_close") / amount(c, "nre") for c in BEFORE if c.letters == "UA")
    assert found.n == 12
    assert (found.lower, found.median, found.upper) == pytest.approx(tuple(np.quantile(values, (0.25, 0.5, 0.75))))
    assert found.rank == 1 + sum(v < 4 / 15 - 1e-12 for v in values)


def test_among_fewer_than_five_there_are_no_quartiles(now: Snapshot) -> None:
    measure = the_measure("interest-burden")
    found = compare(compute(now, [measure]), measure, "HRW", 2016, [p.register for p in PEERS[:3]])
    assert (found.n, found.lower, found.median, found.upper) == (4, None, None, None)


def test_those_that_stand_level_share_a_rank_and_are_counted(now: Snapshot) -> None:
    measure = the_measure("council-tax-share")
    found = compare(compute(now, [measure]), measure, "HRW", 2016, UNITARIES)
    level = sum(1 for c in BEFORE if c.letters == "UA" and amount(c, "tax") / amount(c, "nre") == 0.6)
    assert found.level == level > 1
    assert found.rank + found.level - 1 <= found.n


def test_a_place_without_a_value_has_no_rank(now: Snapshot) -> None:
    measure = the_measure("reserves-years-left")
    found = compare(compute(now, [measure]), measure, "EAB", 2016, UNITARIES)
    assert (found.rank, found.share_below, found.rank_from_top) == (None, None, None)
    assert HARROWMERE.register in UNITARIES


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, ""), (2, "second "), (11, "11th "), (12, "12th "), (21, "21st "), (112, "112th "), (103, "103rd ")],
)
def test_ordinals_read_well(number: int, words: str) -> None:
    assert ordinal(number) == words


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=60), st.sampled_from([0.25, 0.5, 0.75]))
def test_a_quantile_is_numpys_to_the_last_digit(values: list[float], share: float) -> None:
    assert quantile(sorted(values), share) == float(np.quantile(values, share))
