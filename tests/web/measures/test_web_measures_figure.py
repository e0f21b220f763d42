"""A figure's page: every figure has one, and it goes down to the cells."""

from __future__ import annotations

import random
from html import unescape

import pytest

from wholeplace.evidence.measures import measures, the_measure
from wholeplace.evidence.trace import trace
from wholeplace.web.evidence.current import current
from wholeplace.web.measures.figure_page import cite, standing

pytestmark = pytest.mark.django_db
ADDRESS = "/figures/reserves-years-left/ZAA/2016-17/"


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return unescape(response.content.decode())


def test_it_shows_the_value_the_formula_with_numbers_and_each_cell(client, evidence):
    html = page(client, ADDRESS)
    found = trace(evidence.snapshot, the_measure("reserves-years-left"), "ZAA", 2016)
    assert found.figure.display in html
    assert found.with_numbers in html
    for cell in found.cells:
        assert cell.label in html
        assert cell.where() in html
        assert cell.sha256 in html
        assert f"/data/releases/{cell.release}/" in html


def test_it_says_where_the_place_stands(client):
    html = page(client, ADDRESS)
    assert "lowest of 19 counties with a figure" in html
    assert "Their median is" in html


def test_it_leads_to_the_years_before_and_after(client):
    html = page(client, ADDRESS)
    assert 'rel="prev" href="/figures/reserves-years-left/ZAA/2015-16/"' in html
    assert 'rel="next" href="/figures/reserves-years-left/ZAA/2017-18/"' in html


def test_it_tells_what_the_figure_was_when(client):
    html = page(client, "/figures/service-spend-real/ZAA/2016-17/")
    assert html.index("in 2021-22 prices") < html.index("From 22 December 2017")
    assert "provisional" in page(client, "/figures/total-reserves/ZAA/2017-18/")


def test_a_sum_lists_every_authority(client, evidence):
    html = page(client, "/figures/population/ZAA/2016/")
    found = trace(evidence.snapshot, the_measure("population"), "ZAA", 2016)
    assert f"The sum of {len(found.cells)} published numbers" in html
    for cell in found.cells:
        assert cell.authority in html


def test_an_estimate_shows_its_parts_and_their_weights(client, evidence):
    html = page(client, "/figures/deprivation-score/ZAA/2019/")
    found = trace(evidence.snapshot, the_measure("deprivation-score"), "ZAA", 2019)
    assert found.figure.status == "estimated"
    assert found.with_numbers in html
    for cell in found.cells:
        assert cell.where() in html


def test_a_figure_without_a_value_says_why_and_what_was_looked_for(client):
    html = page(client, "/figures/core-spending-power/ZAA/2016-17/")
    assert "No figure" in html
    assert "What was looked for" in html
    assert "core spending power" in html


def test_a_county_s_own_reason_is_told(client):
    html = page(client, "/figures/deprivation-rank/ZAA/2019/")
    assert "No figure" in html


def test_every_figure_has_a_page(client, evidence):
    chance = random.Random(7)
    for measure in measures().values():
        figures = list(evidence.table.figures(measure))
        for figure in chance.sample(figures, min(2, len(figures))):
            html = page(client, f"/figures/{figure.measure}/{figure.place}/{figure.period}/")
            assert figure.place_name in html
            assert (figure.display if figure.value is not None else "No figure") in html


def test_other_codes_of_a_place_lead_to_the_one_address(client, evidence):
    gss = evidence.register["ZAA"].gss
    response = client.get(f"/figures/reserves-years-left/{gss}/2016-17/")
    assert (response.status_code, response["Location"]) == (301, ADDRESS)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/figures/reserves-years/ZAA/2016-17/", "There is no such measure"),
        ("/figures/reserves-years-left/Drayvenwadeshyre/2016-17/", "There is no such place"),
        ("/figures/reserves-years-left/ZAA/2050-51/", "There is no figure for 2050-51"),
        ("/figures/reserves-years-left/ZAA/2016/", "There is no figure for 2016"),
        ("/figures/reserves-years-left/ZAA/soon/", "That is no year"),
    ],
)
def test_what_is_not_there_is_said_with_where_to_go(client, address, words):
    html = page(client, address, 404)
    assert words in html
    assert "You could go to:" in html


def test_a_citation_names_title_place_period_releases_and_address(evidence):
    figure = evidence.table.figure(the_measure("reserves-years-left"), "ZAA", 2016)
    entries = [evidence.snapshot.releases[r].entry for r in figure.releases]
    said = cite(figure, entries, "https://example.invalid/x/")
    for part in (figure.title, figure.place_name, "2016-17", figure.display, entries[0].note(), "https://", "(read "):
        assert part in said


def test_ties_are_said(evidence):
    from wholeplace.evidence.comparison import Comparison

    figure = evidence.table.figure(the_measure("reserves-years-left"), "ZAA", 2016)
    assert standing(figure, Comparison(10, 1.0, 2.0, 3.0, 2, 3), "counties") == (
        "The second lowest of 10 counties with a figure, level with 2 others. Their median is 2.0 years."
    )
    assert standing(figure, Comparison(10, 1.0, 2.0, 3.0, 10, 1), "counties").startswith("The highest of 10 counties")
    assert standing(figure, Comparison(10, 1.0, 2.0, 3.0, 9, 1), "counties").startswith("The second highest of 10")


def test_the_page_is_worked_out_once_for_everyone(client, monkeypatch):
    first = client.get(ADDRESS)
    from wholeplace.web.measures import figure_page

    monkeypatch.setattr(figure_page, "words", lambda *a: pytest.fail("worked out again"))
    assert client.get(ADDRESS).content == first.content
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 304
