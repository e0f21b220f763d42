"""One search: the place that is meant by its very name or code first, then everything the words may mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, sector: Path) -> Callable[[str], str]:
    def ask(query: str) -> str:
        response = client.get("/search/", {"q": query})
        assert response.status_code == 200
        return response.content.decode()

    return ask


@pytest.fixture
def suggest(client: Client, sector: Path) -> Callable[[str], list[dict[str, Any]]]:
    def ask(query: str) -> list[dict[str, Any]]:
        response = client.get("/search/suggest", {"q": query})
        assert response.status_code == 200
        return list(response.json()["results"])

    return ask


def titles(html: str) -> list[str]:
    return re.findall(r'<p class="wp-index__title">(?:<a[^>]+>)?([^<]+)', html)


@pytest.mark.parametrize("query", ["ZAB", "zab", "Pellanwellshire", "pellanwellshire county council", "X10000002"])
def test_a_place_s_very_code_or_name_leads(page: Callable[[str], str], query: str) -> None:
    html = page(query)
    assert titles(html)[0] == "Pellanwellshire"
    assert 'href="/places/ZAB/"' in html


def test_a_misspelt_place_is_offered_as_one_with_a_name_like_it(page: Callable[[str], str]) -> None:
    html = page("Pelanwelshire")
    assert "Places with a name like it" in html
    assert "Pellanwellshire" in titles(html)


@pytest.mark.parametrize("query", ["unallocated reserves", "unalocated reserves", "what are unallocated reserves"])
def test_a_measure_is_found_by_its_words_even_misspelt(page: Callable[[str], str], query: str) -> None:
    assert "Unallocated reserves" in titles(page(query))


def test_measures_go_before_places_that_only_sound_alike(page: Callable[[str], str]) -> None:
    headings = re.findall(r'<h2 class="wp-h2" id="found-(\w+)"', page("reserves"))
    assert headings[0] == "measure"


def test_pages_of_help_are_found_by_what_they_say(page: Callable[[str], str]) -> None:
    from wholeplace.web.help.pages import all_pages

    known = all_pages()[0]
    html = page(known.title)
    assert known.title in titles(html)
    assert f'href="{known.address}"' in html


def test_published_data_are_found_by_title_and_year(page: Callable[[str], str]) -> None:
    assert any("2019-20" in title for title in titles(page("revenue outturn 2019-20")))


@pytest.mark.parametrize("query", ["", "   ", "qqqqzzzz 99", "?!"])
def test_nothing_found_says_what_to_try(page: Callable[[str], str], query: str) -> None:
    html = page(query)
    assert "wp-empty" in html
    assert 'href="/places/"' in html


def test_words_asked_for_are_never_markup(page: Callable[[str], str]) -> None:
    html = page('"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_an_endless_question_is_cut_and_says_so(page: Callable[[str], str]) -> None:
    assert "Only the first 100 characters" in page("reserves " * 100)


def test_a_null_character_harms_nothing(page: Callable[[str], str]) -> None:
    assert page("zab\x00")


def test_suggestions_are_few_small_and_lead_somewhere(suggest: Callable[[str], list[dict[str, Any]]]) -> None:
    found = suggest("elver")
    assert 1 <= len(found) <= 8
    assert all(set(r) == {"title", "kind", "url"} for r in found)
    assert found[0] == {"title": "Elvercroftshire", "kind": "County, Middle Marches", "url": "/places/ZAD/"}


@pytest.mark.parametrize("query", ["", "x" * 101, "?"])
def test_there_is_nothing_to_suggest_for_nothing(suggest: Callable[[str], list[dict[str, Any]]], query: str) -> None:
    assert suggest(query) == []


def test_suggestions_can_be_kept_by_the_browser(client: Client, sector: Path) -> None:
    first = client.get("/search/suggest?q=elver")
    assert client.get("/search/suggest?q=elver", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_police_authority_that_no_register_knows_is_found(page: Callable[[str], str]) -> None:
    from wholeplace.web.evidence.current import current

    evidence = current()
    known = next(p for p in evidence.snapshot.crosswalk.places.values() if p.place_class == "police")
    assert known.name in titles(page(known.name))


def test_a_place_of_the_register_misspelt_is_offered_before_authorities_that_only_begin_like_it(
    page: Callable[[str], str],
) -> None:
    html = page("Pellanwellshre")
    assert titles(html)[0] == "Pellanwellshire"


def test_words_that_nothing_holds_all_of_find_what_holds_some(page: Callable[[str], str]) -> None:
    html = page("councils with lowest unallocated reserves")
    assert "Measures with some of these words" in html
    assert "Unallocated reserves" in titles(html)


def test_words_that_are_a_measure_are_no_misspelt_place(page: Callable[[str], str]) -> None:
    assert "Places with a name like it" not in page("social care")


def test_classes_and_dates_are_told_in_words(page: Callable[[str], str]) -> None:
    assert "County, Middle Marches" in page("Elvercroftshire")
    assert re.search(r"published \d{1,2} [A-Z][a-z]+ \d{4}", page("revenue outturn 2019-20"))
