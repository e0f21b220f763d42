"""The comparison that the engine tests rest on finds what differs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from comparing import differences

from wholeplace.evidence.figure import Figure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1.0, None], [1.0, None]),
        ([1.0], [1.0 + 1e-13]),
        ({"a": [Decimal("1.10")]}, {"a": [Decimal("1.1")]}),
        ([0.0], [-0.0]),
        (Figure("m", "p", "P", "county", "2016-17", 1.0, "ratio", "ok"),) * 2,
    ],
)
def test_answers_that_are_the_same(one: object, other: object) -> None:
    assert differences(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1.0], [None]),
        ([1.0], [1]),
        ([1.0], [1.0 + 1e-11]),
        ([1.0], [1.0, 2.0]),
        ([float("nan")], [None]),
        ({"a": 1}, {"b": 1}),
        (
            Figure("m", "p", "P", "county", "2016-17", 1.0, "ratio", "ok"),
            Figure("m", "p", "P", "county", "2016-17", 1.0, "ratio", "estimated"),
        ),
    ],
)
def test_answers_that_differ(one: object, other: object) -> None:
    assert len(differences(one, other)) == 1
