"""Words find titles: whole words first, then beginnings, then words nearly the same."""

from __future__ import annotations

import pytest

from wholeplace.core.search import Entry, rank

MEASURES = [
    Entry("measure", "unallocated-reserves", "Unallocated reserves", "money a council holds for no named purpose"),
    Entry("measure", "gross-debt", "Gross external debt at 31 March", "what the council owes borrowing"),
    Entry("measure", "population", "Population", "people reserves nothing"),
]


def found(query: str) -> list[str]:
    return [hit.entry.id for hit in rank(query, MEASURES)]


@pytest.mark.parametrize("query", ["unallocated reserves", "UNALLOCATED  RESERVES", "unallocated-reserves", "unalloc"])
def test_a_title_an_id_or_a_beginning_finds_it_first(query: str) -> None:
    assert found(query)[0] == "unallocated-reserves"


@pytest.mark.parametrize("query", ["unalocated reserves", "unallocated reseves", "unnallocated"])
def test_a_misspelt_word_still_finds_it(query: str) -> None:
    assert found(query) == ["unallocated-reserves"]


def test_a_word_of_the_title_goes_before_a_word_of_the_text() -> None:
    assert found("reserves") == ["unallocated-reserves", "population"]


def test_every_word_must_be_found() -> None:
    assert found("gross reserves") == []


def test_the_small_words_of_a_question_do_not_count() -> None:
    assert found("what are the unallocated reserves of a council") == ["unallocated-reserves"]


@pytest.mark.parametrize("query", ["", "   ", "?!", "zzzz", "<script>"])
def test_words_that_mean_nothing_find_nothing(query: str) -> None:
    assert found(query) == []


def test_the_surest_has_the_highest_score() -> None:
    hits = rank("population", MEASURES)
    assert (hits[0].entry.id, hits[0].score) == ("population", 100.0)


def test_where_asked_a_good_part_of_the_words_will_do_and_is_less_sure_than_all_of_them() -> None:
    partly = rank("reserves of the capital", MEASURES, some=True)
    assert [hit.entry.id for hit in partly] == ["unallocated-reserves", "population"]
    assert partly[0].score < rank("reserves", MEASURES)[0].score
