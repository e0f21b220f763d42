"""Money: integer pence inside, rounded half to even once; alike one by one and by the column."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.money import pounds, show_pounds, to_pence
from wholeplace.evidence.facts import MOST_PENCE, _pence

UNITS = st.sampled_from((1, 1_000, 1_000_000))


@pytest.mark.parametrize(
    ("published", "unit", "pence"),
    [(8481, 1000, 848_100_000), (0.005, 1, 0), (0.015, 1, 2), (0.025, 1, 2), (-0.005, 1, 0), (-0.015, 1, -2),
     ("1.005", 1000, 100_500), (1e-9, 1_000_000, 0), (1.1, 1_000_000, 110_000_000)],
)  # fmt: skip
def test_half_a_penny_goes_to_the_even_one(published: float | str, unit: int, pence: int) -> None:
    assert to_pence(published, unit) == pence


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50), UNITS)
def test_a_column_is_rounded_as_its_cells_are(numbers: list[float], unit: int) -> None:
    usable = [n for n in numbers if abs(n) * unit * 100 <= MOST_PENCE]
    assert _pence(np.array(usable, "float64"), unit).tolist() == [to_pence(n, unit) for n in usable]


@given(st.decimals(-(10**7), 10**7, places=7), UNITS)
def test_published_decimals_too(number: Decimal, unit: int) -> None:
    assert _pence(np.array([float(number)]), unit).tolist() == [to_pence(float(number), unit)]


@given(st.integers(-(10**16), 10**16))
def test_pounds_and_pence_are_the_same_amount(pence: int) -> None:
    assert to_pence(pounds(pence)) == pence


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "£0"), (999, "£999"), (41_500, "£42k"), (999_499, "£999k"), (999_500, "£1.0m"), (1_234_567, "£1.2m"),
     (-858_000_000, "-£858m"), (999_999_999, "£1.00bn"), (12_300_000_000, "£12.3bn"),
     (Decimal("0.5"), "£0.50"), (Decimal("-0.001"), "£0")],
)  # fmt: skip
def test_amounts_are_shown_as_a_reader_would_write_them(amount: Decimal | int, shown: str) -> None:
    assert show_pounds(amount) == shown


def test_a_sign_is_shown_when_asked_for() -> None:
    assert (show_pounds(5, sign=True), show_pounds(0, sign=True), show_pounds(-5, sign=True)) == ("+£5", "£0", "-£5")


@given(st.integers(-(10**13), 10**13))
def test_what_is_shown_is_never_a_thousand_of_a_smaller_unit(amount: int) -> None:
    text = show_pounds(amount)
    assert "1,000k" not in text
    assert "1,000m" not in text
    assert text.startswith("-") == (amount < 0)
