"""An indicator's definition in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from wholeplace.evidence.formula import parse
from wholeplace.evidence.measures import measures, the_measure
from wholeplace.evidence.wording import (
    Said,
    classes_in_words,
    in_words,
    labels_of,
    overdue,
    prices_in_words,
    sentence,
    terms_of,
)

if TYPE_CHECKING:
    from wholeplace.evidence.snapshot import Snapshot

NAMES = {"a": "x.a", "b": "x.b", "c": "x.c"}
LABELS = {"a": Said("“A”"), "b": Said("“B”"), "c": Said("“C”", "RS")}


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("a", "“A”"),
        ("a + b", "“A” plus “B”"),
        ("(a + b) / positive(c)", "(“A” plus “B”) divided by “C” (RS) (where above zero)"),
        ("a / positive(a + b)", "“A” divided by (“A” plus “B”, where above zero)"),
        ("a - (b - a)", "“A” less (“B” less “A”)"),
        ("a / -(a + b)", "“A” divided by minus (“A” plus “B”)"),
        ("a / previous(a, 3) - 1", "“A” divided by “A” three years before less 1"),
        ("real(a + b)", "(“A” plus “B”) in real terms"),
        ("optional(a) * 2", "“A” (0 where it is blank) times 2"),
        ("max(a, 0)", "the larger of “A” and 0"),
        ("min(a + b, 0)", "the smaller of (“A” plus “B”) and 0"),
        ("abs(a - b)", "the size of (“A” less “B”)"),
        ("a if a > b else 0", "“A” where “A” is above “B”, and otherwise 0"),
        ("a < 0", "“A” is below 0"),
        ("(a + b + a) / b", "(the sum of “A”, “B” and “A”) divided by “B”"),
    ],
)
def test_a_formula_is_said_in_words(formula, words):
    assert in_words(parse(formula, NAMES), LABELS) == words


def test_a_condition_is_said_last(now: Snapshot):
    measure = the_measure("reserves-years-left")
    said = sentence(measure, labels_of(terms_of(measure, now, 2016)))
    assert said.startswith("(“Other earmarked financial reserves level at 31 March” plus “Unallocated")
    assert "; only where “Appropriations" in said


def test_terms_of_several_publications_say_which(now: Snapshot):
    measure = the_measure("overspend-adult-social-care")
    said = sentence(measure, labels_of(terms_of(measure, now, 2016)))
    assert "(RS) less “" in said
    assert said.endswith("(RA)")


def test_a_label_in_capitals_is_said_calmly(now: Snapshot):
    assert terms_of(the_measure("net-revenue-expenditure"), now)[0].label == "Net revenue expenditure"


@pytest.mark.parametrize("identifier", sorted(measures()))
def test_every_indicator_has_a_sentence_without_ids(now: Snapshot, identifier):
    measure = the_measure(identifier)
    said = sentence(measure, labels_of(terms_of(measure, now)))
    assert said
    assert not any(line in said for line in measure.terms.values())
    assert "_" not in said
    assert classes_in_words(measure)


def test_prices_are_said_for_money_only():
    assert prices_in_words(the_measure("service-spend-real"), "2017-18") == "In 2017-18 prices, by the GDP deflator"
    assert prices_in_words(the_measure("total-reserves"), "") == "In the money of the year"
    assert prices_in_words(the_measure("population"), "") == ""


def test_a_review_is_overdue_the_day_after():
    measure = replace(the_measure("population"), next_review=date(2026, 11, 22))
    assert not overdue(measure, date(2026, 11, 22))
    assert overdue(measure, date(2026, 11, 23))
