"""The page of a comparison: its address is the comparison, whatever is asked of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
PLACES = "m=total-reserves-ratio&m=interest-burden&p=ZAB&p=ZAC&g=class:county"


@pytest.fixture
def page(client: Client, sector: Path) -> Callable[..., str]:
    def ask(query: str = "", status: int = 200) -> str:
        response = client.get(f"/compare/?{query}")
        assert response.status_code == status, response.content[:500]
        return response.content.decode()

    return ask


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_an_empty_comparison_explains_itself_and_shows_the_classes(page: Callable[..., str]) -> None:
    told = words(page())
    assert "Nothing has been chosen yet" in told
    assert "Counties, together" in told
    assert "Unitary authorities, median" in told


def test_places_and_groups_stand_side_by_side_with_every_figure_linked(page: Callable[..., str]) -> None:
    html = page(PLACES)
    assert "Pellanwellshire" in words(html)
    assert re.search(r'href="/figures/interest-burden/ZAB/20\d\d-\d\d/"', html)
    assert "Counties, places with a value" in words(html)


def test_one_measure_is_shown_by_period(page: Callable[..., str]) -> None:
    html = page("m=total-reserves-ratio&p=ZAB&from=2014-15&to=2016-17")
    headings = [words(heading) for heading in re.findall(r'<th scope="col"[^>]*>(.+?)</th>', html)]
    assert headings == ["Place", "2014-15", "2015-16", "2016-17"]


@pytest.mark.parametrize("view", ["trends", "scatter"])
def test_a_chart_has_its_numbers_behind_it(page: Callable[..., str], view: str) -> None:
    html = page(f"{PLACES}&view={view}")
    assert html.count("<svg xmlns") == 2  # wide and narrow
    assert "The numbers behind this chart" in html


def test_what_a_form_sends_is_taken_into_the_address(client: Client, sector: Path) -> None:
    response = client.get("/compare/?m=total-reserves-ratio&add_place=Pellanwellshire")
    assert response.status_code == 302
    assert response["Location"] == "/compare/?m=total-reserves-ratio&p=ZAB"


@pytest.mark.parametrize(
    ("sent", "group"),
    [
        ("add_class=county", "class:county"),
        ("add_class=unitary&add_region=North Fells", "class:unitary:North Fells"),
        ("add_region=North Fells", "region:North Fells"),
        ("add_like=Elvercroftshire&add_like_count=10", "like:ZAD:10"),
        ("add_list_name=Coast&add_list=Pellanwellshire%0D%0AZAC", "list:Coast=ZAB,ZAC"),
        ("add_list=ZAC;ZAB", "list:ZAB,ZAC"),
    ],
)
def test_groups_are_added_by_class_region_likeness_and_own_list(
    client: Client, sector: Path, sent: str, group: str
) -> None:
    response = client.get(f"/compare/?m=total-reserves-ratio&{sent}")
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query)["g"] == [group]


def test_the_address_has_one_order_whatever_was_typed(page: Callable[..., str]) -> None:
    html = page("view=trends&to=2018-19&p=ZAB&m=interest-burden&p=ZAC&from=2014-15")
    address = unescape(re.search(r'Address of this comparison: <a[^>]+href="([^"]+)"', html)[1])
    assert address.endswith("/compare/?m=interest-burden&p=ZAB&p=ZAC&from=2014-15&to=2018-19&view=trends")
    assert page(urlsplit(address).query)


def test_each_thing_compared_can_be_taken_away_by_a_link(page: Callable[..., str]) -> None:
    html = page(PLACES)
    links = dict(re.findall(r'class="wp-compare__remove" href="([^"]+)".*?Remove ([^<]+)<', html))
    without = {words: unescape(href) for href, words in links.items()}
    assert "p=ZAB" not in without["Pellanwellshire"]
    assert "p=ZAC" in without["Pellanwellshire"]
    assert "class:county" not in without["Counties"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("p=Atlantis", "No place is called 'Atlantis'"),
        ("m=reserve-ratio&p=ZAB", "No measure has the id"),
        ("g=duchy", "does not name a group"),
        ("p=ZAB&from=soon", "is not a year"),
        ("p=ZAB&from=2018-19&to=2014-15", "is after the last"),
        ("add_place=Atlantis", "No place is called 'Atlantis'"),
        ("&".join(f"p={n}" for n in ("ZAB",)) + "&" + "&".join(f"g=class:unitary:{n}" for n in range(9)), "No region"),
    ],
)
def test_what_can_not_be_compared_is_told_and_the_rest_is_shown(
    page: Callable[..., str], query: str, told: str
) -> None:
    html = page(query, 422)
    assert told in words(html)
    assert "Take it with you" in html


def test_a_name_that_several_bear_offers_each_of_them_as_a_link(
    page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholeplace.core.errors import AmbiguousPlaceError
    from wholeplace.places import groups

    def several(register: Any, known: Any, query: str) -> Any:
        if query == "Twin":
            raise AmbiguousPlaceError(query, [register["ZAB"].described, register["ZAC"].described])
        return known.places[query]

    monkeypatch.setattr(groups, "find_place", several)
    html = page("p=ZAD&p=Twin", 422)
    assert "Several places are called" in words(html)
    assert {"p=ZAD&p=ZAB", "p=ZAD&p=ZAC"} <= {
        unescape(h).partition("?")[2] for h in re.findall(r'href="([^"]+)"', html)
    }


def test_more_than_there_is_room_for_is_cut_and_told(page: Callable[..., str]) -> None:
    from wholeplace.web.evidence.current import current

    many = "&".join(f"p={p.id}" for p in list(current().register)[:41])
    assert "At most 40 places" in words(page(many, 422))


def test_names_without_a_meaning_are_looked_up_only_so_often(page: Callable[..., str]) -> None:
    told = words(page("&".join(f"p=Nowhere{number}" for number in range(300)), 422))
    assert "No place is called 'Nowhere7'." in told
    assert "Nowhere8" not in told
    assert "The other places were not looked at: put these right first." in told


def test_an_endless_address_is_refused(page: Callable[..., str]) -> None:
    assert "too long" in words(page("p=" + "x" * 7000, 414))


def test_words_from_the_address_are_never_markup(page: Callable[..., str]) -> None:
    nasty = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for query in (
        f"p={nasty}",
        f"m={nasty}",
        f"g=list:{nasty}=ZAB",
        f"g=list:{nasty}=ZAB&view=trends",
        f"from={nasty}",
    ):
        response = page(query, 422 if query[:2] in {"p=", "m="} or query.startswith("from") else 200)
        assert "<script>alert" not in response


def test_the_charts_of_a_group_alone_are_drawn_too(page: Callable[..., str]) -> None:
    assert "<svg" in page("m=interest-burden&g=class:county&view=trends")
    assert "<svg" in page("m=interest-burden&m=total-reserves-ratio&g=class:county&view=scatter")


def test_a_scatter_of_one_measure_asks_for_another(page: Callable[..., str]) -> None:
    assert "Two measures are needed" in words(page("m=interest-burden&p=ZAB&view=scatter"))


def test_years_without_any_figure_show_an_empty_comparison(page: Callable[..., str]) -> None:
    assert page("m=interest-burden&p=ZAB&from=1990-91&to=1991-92")
    assert "There is nothing to draw" in words(page("m=interest-burden&p=ZAB&from=1990-91&to=1991-92&view=trends"))


def test_an_adviser_can_add_their_portfolio_as_a_group(signed_in: Callable[..., Client], sector: Path) -> None:
    client = signed_in("adviser")
    client.person.portfolio.create(place="ZAB")  # type: ignore[attr-defined]
    html = client.get("/compare/").content.decode()
    assert "g=list:My%20portfolio%3DZAB" in html
    assert client.get("/compare/?g=list:My%20portfolio%3DZAB").status_code == 200


def test_an_empty_store_says_so(client: Client, use_store: Callable[..., None], tmp_path: Path) -> None:
    use_store(tmp_path)
    assert "Nothing is loaded yet" in client.get("/compare/").content.decode()
    assert client.get("/compare/comparison.csv").status_code == 404


def test_a_second_visit_costs_nothing(client: Client, sector: Path) -> None:
    first = client.get(f"/compare/?{PLACES}")
    assert client.get(f"/compare/?{PLACES}", headers={"If-None-Match": first["ETag"]}).status_code == 304
