"""Keys made from published words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.ids import fold, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [("Stoke-on-Trent", "Stoke on Trent"), ("Stoke–on–Trent", "stoke on trent"), ("King's Lynn", "Kings Lynn"),
     ("King’s Lynn", "KINGS  LYNN"), ("Tyne & Wear", "tyne and wear"), ("Ynys Môn", "Ynys Mon"),
     ("Bath\u00a0& North East Somerset", "Bath and North East Somerset")],
)  # fmt: skip
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_slug_is_plain(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:_[a-z0-9]+)*)?", slug(text))


def test_bracketed_remarks_are_no_part_of_a_key() -> None:
    assert slug("NET REVENUE EXPENDITURE (TOTAL OF LINES 795 TO 798)") == "net_revenue_expenditure"
    assert len(slug("word " * 60, limit=40)) <= 40
