"""The page of a scenario: its address is the scenario, with or without a script, and the files say the same."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from wholeplace.finance.scenarios.file import read_scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
COUNTY = "ZAA"


@pytest.fixture
def page(client: Client, sector: Path) -> Callable[..., str]:
    def ask(path: str, status: int = 200) -> str:
        response = client.get(f"/scenarios/{path}")
        assert response.status_code == status, response.content[:500]
        return response.content.decode()

    return ask


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_first_page_offers_councils_classes_and_regions(page):
    html = page("")
    assert 'href="/scenarios/class:county/"' in html
    assert 'href="/scenarios/class:councils/"' in html
    assert 'href="/scenarios/region:North%20Fells/"' in html
    assert "police" not in html.lower()


def test_a_name_leads_to_its_scenario(client, sector):
    response = client.get("/scenarios/", {"of": "drayvenwadeshire"})
    assert (response.status_code, response.url) == (302, f"/scenarios/{COUNTY}/")


def test_a_name_that_means_nobody_is_said_so_with_a_way_on(page):
    html = page("?of=zzzzzz", 422)
    assert "No place is called" in html
    assert 'aria-describedby="of-hint of-error"' in html


def test_a_council_s_page_says_the_gap_its_range_and_what_would_close_it(page):
    told = words(page(f"{COUNTY}/"))

    assert "Funding gap: standing assumptions" in told
    assert "of 1,000 draws lie between" in told
    assert "Efficiency a year that closes it" in told
    assert "not a forecast" in told
    for part in ("Year by year", "Protecting social care", "Services and income", "What is assumed"):
        assert part in told


def test_it_starts_from_published_figures_each_with_its_own_page(page):
    html = page(f"{COUNTY}/")
    for measure in ("net-revenue-expenditure", "council-tax-requirement", "total-reserves"):
        assert re.search(rf'href="/figures/{measure}/{COUNTY}/20\d\d-\d\d/"', html), measure


def test_every_rate_has_a_number_with_a_label_and_a_slider_that_waits_for_the_script(page):
    html = page(f"{COUNTY}/")
    sliders = re.findall(r'<input class="wp-rate__slider" type="range" data-for="(id-[a-z_]+)"[^>]* hidden>', html)

    assert len(sliders) >= 9
    for each in sliders:
        assert f'<label class="govuk-label" for="{each}">' in html
        assert re.search(rf'<input class="govuk-input[^>]*" id="{each}" name="{each[3:]}"', html)
    assert " style=" not in html


def test_a_changed_rate_moves_the_gap_and_stands_in_the_address(client, sector):
    usual = words(client.get(f"/scenarios/{COUNTY}/").content.decode())
    html = client.get(f"/scenarios/{COUNTY}/?care_costs=6").content.decode()

    assert "Funding gap: your assumptions" in words(html)
    assert words(html).split("9 in 10 of")[0] != usual.split("9 in 10 of")[0]
    assert "PERT, 5.0% to 8.0%, likeliest 6.0%" in words(html)
    assert f'href="/scenarios/{COUNTY}/scenario.pdf?care_costs=6"' in html
    assert "Changed from the standing assumption." in words(html)


def test_a_whole_form_leads_to_the_short_address(client, sector):
    html = client.get(f"/scenarios/{COUNTY}/").content.decode()
    fields = dict(re.findall(r'<input[^>]* name="([a-z_]+)"[^>]* value="([^"]*)"', html.split("wp-scenario__form")[1]))
    response = client.get(f"/scenarios/{COUNTY}/", {**fields, "prices": "3.5", "years": "5"})

    assert response.status_code == 302
    assert response.url == f"/scenarios/{COUNTY}/?prices=3.5&years=5"
    assert "2025-26" in words(client.get(response.url).content.decode())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("prices=lots", "Pay and prices must be a number from -20 to 20"),
        ("council_tax_rate=90", "Council tax rate must be a number from -20 to 20"),
        ("care_costs=nan", "Cost of social care must be a number from -20 to 20"),
        ("years=99", "Years ahead must be a whole number from 1 to 20"),
        ("draws=1000000", "Draws must be a whole number from 100 to 2,000"),
        ("seed=-1", "Seed must be a whole number"),
        ("policy=fixed", "Say how much of reserves to use each year"),
        ("cut=120", "Cut in funding to test must be a number from 0 to 100"),
        ("policy=all", "Select a valid choice"),
    ],
)
def test_what_is_wrong_stands_in_the_summary_and_at_its_field(page, query, message):
    html = page(f"{COUNTY}/?{query}", 422)

    assert "Error: Funding gap" in html
    assert message in words(html.split("govuk-error-summary__list")[1].split("</ul>")[0])
    field = re.search(r'govuk-error-summary__list">\s*<li><a href="#(id-[a-z_]+)"', html)
    assert field
    assert f'id="{field[1]}"' in html
    assert "There is no result yet" in html


def test_reserves_prices_and_spread_can_be_chosen(page):
    told = words(page(f"{COUNTY}/?base=2016&policy=fixed&amount=2.5&terms=real&spread=0&floor=1"))

    assert "The amount is £2.5m a year." in told
    assert "The floor is £1.0m" in told
    assert "2016-17 prices" in told
    assert "PERT, 2.0% to 2.0%" in told


def test_a_group_has_a_row_a_council_and_fewer_draws(page):
    told = words(page("class:county/"))

    assert "Council by council" in told
    assert "a surplus in one does not pay for another" in told
    assert "must be a whole number from 100 to 400" in words(page("class:councils/?draws=2000", 422))


def test_another_way_of_writing_a_group_leads_to_its_own_address(client, sector):
    response = client.get("/scenarios/class:County/?prices=3")
    assert (response.status_code, response.url) == (302, "/scenarios/class:county/?prices=3")


@pytest.mark.parametrize("key", ["nowhere", "class:parish", "region:Atlantis", "list:", "%00"])
def test_what_names_nobody_is_not_found(page, key):
    page(f"{key}/", 404)


def test_a_place_without_accounts_says_why(page):
    told = words(page("UK/", 404))
    assert "nothing to start from for United Kingdom" in told
    assert "the whole revenue outturn (RS)" in told


def test_the_toml_is_the_scenario_of_the_page(client, sector):
    response = client.get(f"/scenarios/{COUNTY}/scenario.toml?care_costs=6&years=5&draws=300")
    scenario = read_scenario(response.content.decode(), "download")

    assert response["Content-Disposition"] == 'attachment; filename="drayvenwadeshire-scenario.toml"'
    assert scenario.years == 5
    assert scenario.draws.number == 300
    assert float(scenario.drivers["care_costs"].distribution.central) == 0.06
    assert scenario.invented


def test_the_files_say_what_the_page_says(client, sector):
    told = words(client.get(f"/scenarios/{COUNTY}/?draws=200").content.decode())
    paper = json.loads(client.get(f"/scenarios/{COUNTY}/scenario.json?draws=200").content)
    gap = max((f for f in paper["figures"] if f["title"] == "Funding gap"), key=lambda f: f["period"])

    assert paper["invented"]
    assert f"a gap of {gap['display']} a year" in told


@pytest.mark.parametrize("kind", ["pdf", "html", "docx", "xlsx"])
def test_the_paper_comes_in_every_format(client, sector, kind):
    response = client.get(f"/scenarios/{COUNTY}/scenario.{kind}?draws=100")
    assert response.status_code == 200
    assert len(response.content) > 5_000


def test_files_of_nothing_and_of_wrong_numbers(client, sector):
    assert client.get(f"/scenarios/{COUNTY}/scenario.exe").status_code == 404
    assert client.get("/scenarios/nowhere/scenario.pdf").status_code == 404
    response = client.get(f"/scenarios/{COUNTY}/scenario.pdf?years=x")
    assert response.status_code == 422
    assert b"Years ahead must be" in response.content


def test_an_address_without_end_is_refused(page):
    page(f"{COUNTY}/?prices={'1' * 2100}", 414)


def test_without_data_the_first_page_says_how_to_load_some(client, use_store, tmp_path):
    use_store(tmp_path / "empty")
    told = words(client.get("/scenarios/").content.decode())
    assert "Nothing is loaded yet" in told


def test_the_page_is_worked_out_once(client, sector):
    first = client.get(f"/scenarios/{COUNTY}/?seed=42")
    again = client.get(f"/scenarios/{COUNTY}/?seed=42", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304


def test_the_page_of_an_abolished_council_says_that_there_is_none(client, sector):
    told = words(client.get(f"/places/{COUNTY}/").content.decode())
    assert "There is no funding-gap scenario of Drayvenwadeshire: it was abolished on 1 April 2021." in told


def test_the_place_s_page_tells_of_the_gap_and_leads_here(client, sector):
    html = client.get("/places/ZAB/").content.decode()
    assert 'href="/scenarios/ZAB/"' in html
    assert "Funding gap" in words(html)
