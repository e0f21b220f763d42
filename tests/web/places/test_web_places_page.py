"""The page of a place says what the library says, links every number, and follows the peers a reader chooses."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse

from wholeplace.papers.model import Paragraph
from wholeplace.papers.section import Section, StandsOut
from wholeplace.places.likeness_settings import standard
from wholeplace.profile.make import profile
from wholeplace.profile.model import PeerChoice
from wholeplace.web.evidence.current import current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


def of_class(evidence, place_class: str) -> str:
    return next(p.id for p in evidence.register.alive() if p.place_class == place_class and p.region)


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text(html: str) -> str:
    """What a reader sees, without markup and runs of space."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def words(paragraph: Paragraph) -> str:
    return " ".join("".join(p if isinstance(p, str) else getattr(p, "shown", "") for p in paragraph.parts).split())


def test_it_says_what_the_library_says(client, evidence):
    place = of_class(evidence, "county")
    found = profile(evidence.snapshot, evidence.register, place)
    html = read(client, f"/places/{place}/")
    told = text(html)
    assert f'<h1 class="wp-heading__title">{found.place.official_name}' in html
    for one in found.indicators:
        assert one.measure.short in told
        assert one.rank in told
    squeezed = told.replace(" ", "")
    for finding in found.findings:
        assert words(finding.paragraph).replace(" ", "") in squeezed
        assert finding.because in told
    for area in found.areas:
        assert f'id="area-{area.area}"' in html


def test_every_number_leads_to_its_own_page(client, evidence):
    place = of_class(evidence, "unitary")
    found = profile(evidence.snapshot, evidence.register, place)
    html = read(client, f"/places/{place}/")
    for one in found.indicators:
        address = reverse("measures:figure", args=(one.measure.id, place, one.figure.period))
        assert f'href="{address}"' in html, one.measure.id
    for area in found.areas:
        if area.key_figures:
            for item in area.key_figures.items:
                assert (
                    f'href="{reverse("measures:figure", args=(item.figure.measure, place, item.figure.period))}"'
                    in html
                )
    assert "wp-figure--plain" not in html


def test_where_there_is_no_value_it_says_why(client, evidence):
    for place in (of_class(evidence, "county"), of_class(evidence, "district")):
        found = profile(evidence.snapshot, evidence.register, place)
        told = text(read(client, f"/places/{place}/")).casefold()
        for one in found.indicators:
            if one.figure.value is None:
                assert one.remark
                assert one.remark.casefold() in told


def test_the_peers_one_chooses_change_what_is_said(client, evidence):
    place = of_class(evidence, "unitary")
    for query, choice in (
        ("?peers=like&n=7", PeerChoice("like", 7)),
        ("?peers=region", PeerChoice("region")),
        ("?peers=like&n=9&w-population=5", PeerChoice("like", 9, {"population": 5.0})),
    ):
        found = profile(evidence.snapshot, evidence.register, place, choice)
        told = text(read(client, f"/places/{place}/{query}"))
        assert f"Held against {found.context.peers_name}" in told
        for one in found.indicators:
            assert one.rank in told
    usual, other = read(client, f"/places/{place}/"), read(client, f"/places/{place}/?peers=like&n=7")
    assert usual != other


@pytest.mark.parametrize("query", ["?n=4", "?n=31", "?n=many", "?w-population=-1", "?w-population=x", "?peers=mine"])
def test_a_choice_that_makes_no_sense_is_told_and_the_usual_peers_are_shown(client, evidence, query):
    place = of_class(evidence, "district")
    html = read(client, f"/places/{place}/{query}")
    assert "There is a problem" in html
    assert f"Held against {profile(evidence.snapshot, evidence.register, place).context.peers_name}" in text(html)


def test_weights_that_leave_nothing_to_compare_are_refused(client, evidence):
    from wholeplace.places.likeness_settings import standard

    query = "&".join(f"w-{c.id}=0" for c in standard().characteristics)
    assert "At least one weight must be above 0" in read(client, f"/places/{of_class(evidence, 'county')}/?{query}")


def test_an_ended_council_says_so_first_and_leads_to_its_successors(client, evidence):
    ended = next(p for p in evidence.register if p.end and p.place_class == "county")
    html = read(client, f"/places/{ended.id}/")
    before_contents = html[: html.index("On this page")]
    assert "This council ended on" in before_contents
    for successor in ended.successors:
        assert f'href="/places/{successor}/"' in before_contents


def test_neighbours_lead_to_their_pages_and_to_a_comparison(client, evidence):
    place = of_class(evidence, "metropolitan")
    found = profile(evidence.snapshot, evidence.register, place)
    html = read(client, f"/places/{place}/")
    part = html[html.index('id="alike"') :]
    for one in found.alike:
        assert f'href="/places/{one.place.id}/"' in part
        assert f"p={one.place.id}" in part
    for one in found.alike[0].near:
        assert f"{one.own} and {one.theirs}" in text(part)


def test_a_place_that_only_returns_know_has_a_smaller_page(client, evidence):
    fire = next(p for p in evidence.snapshot.crosswalk.places.values() if p.place_class == "fire")
    html = read(client, f"/places/{fire.id}/")
    assert 'id="history"' not in html
    assert "defined for councils, not for fire and rescue authorities" in html
    assert "brief." not in html
    assert client.get(f"/places/{fire.id}/brief.json").status_code == 404


@pytest.mark.parametrize("code", ["gss", "ecode", "slug", "lower"])
def test_any_code_or_name_leads_to_the_place(client, evidence, code):
    place = evidence.register[of_class(evidence, "unitary")]
    asked = {
        "gss": place.gss,
        "ecode": place.ecode,
        "slug": place.name.casefold().replace(" ", "-"),
        "lower": place.id.casefold(),
    }[code]
    response = client.get(f"/places/{asked}/?n=9")
    assert response.status_code == 302
    assert response["Location"] == f"/places/{place.id}/?n=9"


def test_an_unknown_place_is_not_found_and_gets_suggestions(client, evidence):
    name = evidence.register[of_class(evidence, "county")].name
    response = client.get(f"/places/{name[:-1]}x/")
    assert response.status_code == 404
    assert "Did you mean" in response.content.decode()
    assert name in response.content.decode()
    assert client.get("/places/%3Cscript%3Ealert(1)%3C-script%3E/").status_code == 404
    assert "<script>alert" not in client.get("/places/%3Cscript%3Ealert(1)%3C-script%3E/").content.decode()


def test_a_section_that_an_area_adds_appears_by_itself(client, evidence, monkeypatch):
    def weather(context):
        rain = Paragraph((f"It rains in {context.name}.",))
        return Section("The weather", "weather", findings=(StandsOut(rain, "W1", "Rain: above 0", "population"),),
                       blocks=(rain,), gaps=(Paragraph(("No record of snow.",)),))  # fmt: skip

    from wholeplace.areas import sections as known

    monkeypatch.setattr("wholeplace.profile.make.sections", lambda **asked: (*known(**asked), weather))
    html = read(client, f"/places/{of_class(evidence, 'county')}/?n=11")
    assert 'href="#area-weather"' in html
    assert "Rain: above 0" in html
    assert "No record of snow." in html


def test_a_page_is_light_and_asks_the_database_little(client, evidence, django_assert_max_num_queries):
    for place_class in ("county", "district", "unitary"):
        with django_assert_max_num_queries(4):
            html = read(client, f"/places/{of_class(evidence, place_class)}/?n=12")
        assert len(gzip.compress(html.encode())) < 40_000, "120 KB is the promise; the page itself is far below"


def test_it_carries_no_style_or_script_of_its_own(client, evidence):
    html = read(client, f"/places/{of_class(evidence, 'county')}/")
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "csrf" not in html


def test_what_the_council_says_stands_on_its_page(client, evidence, monkeypatch):
    from datetime import date

    from wholeplace.papers.replies import Reply

    place = of_class(evidence, "county")
    one = profile(evidence.snapshot, evidence.register, place).indicators[0]
    said = Reply(
        one.measure.id, place, one.figure.period, "We sold the hall.", "Director of Finance", date(2026, 1, 2), place
    )
    monkeypatch.setattr("wholeplace.web.places.views.published_for", lambda asked: (said,) if asked == place else ())
    html = read(client, f"/places/{place}/?n=13")
    assert "We sold the hall." in html
    assert "What the council says of it" in html
    assert "What the council says" not in read(client, f"/places/{of_class(evidence, 'unitary')}/?n=13")


def test_what_makes_a_neighbour_alike_leads_to_its_figures_too(client, evidence):
    county = of_class(evidence, "county")
    html = read(client, f"/places/{county}/")
    alike = html[html.index('id="alike"') : html.index('id="brief"')]
    assert re.search(rf'\(<a class="wp-figure" href="/figures/population/{county}/\d{{4}}/">[\d,]+</a> and <a', alike)


def test_a_place_of_which_too_little_is_known_is_told_so_by_name(client, evidence, monkeypatch):
    place = evidence.register[of_class(evidence, "county")]
    demanding = replace(standard(), minimum_coverage=1.01)
    monkeypatch.setattr("wholeplace.places.peers.standard", lambda: demanding)
    told = text(read(client, f"/places/{place.id}/?n=13"))
    assert f"are known of {place.name} (population, population density" in told
    assert "That is too little to go by" in told


def test_what_could_not_be_judged_is_not_told_as_being_in_order(client, evidence, monkeypatch):
    place = of_class(evidence, "county")
    monkeypatch.setattr("wholeplace.profile.make.sections", lambda *_, **__: ())
    told = text(read(client, f"/places/{place}/"))
    assert "the figures that the rules read are not loaded" in told
    assert "Nothing stands out" not in told


def test_one_characteristic_makes_no_two_places_alike(client, evidence):
    combined = of_class(evidence, "combined-authority")
    assert "Distance 0 is the same" not in read(client, f"/places/{combined}/")
