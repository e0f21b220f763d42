"""The main jobs of the workbench, done from end to end in a browser that runs no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Visitor

WORDS = "The figure counts a reserve that is held for schools. The return was corrected in the spring."


@pytest.fixture
def plain(visitor):
    """Makes visitors whose browsers run no script."""
    return lambda role="": visitor(PHONE, scripts=False, role=role)


def heading(person: Visitor) -> str:
    return person.page.get_by_role("heading", level=1).inner_text()


def test_from_the_name_of_a_place_down_to_the_cell_that_a_number_came_from(site, plain):
    reader = plain()
    page = reader.go("/")
    page.get_by_role("main").get_by_role("searchbox").or_(page.locator("main input[name=q]")).first.fill(
        site.things["name"]
    )
    reader.press("Find")
    assert site.things["name"] in heading(reader), "the name leads straight to the place"
    number = page.locator("main a.wp-figure").first
    shown = number.inner_text()
    number.click()
    assert page.url.startswith(f"{site.address}/figures/")
    assert shown in reader.main()
    assert re.search(r"row \d+, column \d+|\b[A-Z]{1,3}\d+\b", reader.main()), "the cell of the published file"
    page.locator("main a[href^='/data/releases/']").first.click()
    assert "/data/releases/" in page.url


def test_the_map_shows_another_measure(plain):
    reader = plain()
    page = reader.go("/")
    before = page.locator("#sector-map figcaption").inner_text()
    page.locator("main select[name=measure]").select_option("interest-burden")
    reader.press("Show")
    assert "measure=interest-burden" in page.url
    assert page.locator("#sector-map figcaption").inner_text() != before


def test_a_comparison_is_built_by_its_forms_and_is_its_address(site, plain):
    reader = plain()
    page = reader.go("/compare/")
    page.get_by_label("Add a place").fill(site.things["name"])
    reader.press("Add place")
    page.locator("summary", has_text="Add groups or measures").click()
    page.get_by_label("A measure").select_option("gross-debt")
    reader.press("Add measure")
    page.locator("summary", has_text="Add groups or measures").click()
    page.get_by_label("Class", exact=True).select_option("county")
    reader.press("Add class or region")
    assert all(part in page.url for part in (f"p={site.things['own']}", "m=gross-debt", "g=class:county"))
    table = page.get_by_role("table").first.inner_text()
    stranger = plain()
    stranger.go(page.url.removeprefix(site.address))
    assert stranger.page.get_by_role("table").first.inner_text() == table


def test_an_officers_comment_is_previewed_and_published_and_a_stranger_reads_it(site, plain):
    figure = f"/figures/interest-burden/{site.things['own']}/{site.things['period']}/"
    stranger = plain()
    stranger.go(figure)
    assert WORDS not in stranger.main()
    officer = plain("officer")
    page = officer.go(figure)
    page.get_by_role("main").get_by_role("link", name=re.compile("omment on")).first.click()
    page.get_by_label("What the council says").fill(WORDS)
    page.get_by_label("Your job title").fill("Finance officer")
    officer.press("Preview")
    assert WORDS in officer.main()
    officer.press("Publish")
    assert "Published" in officer.main()
    stranger.go(figure)
    assert WORDS in stranger.main()
    assert f"Finance officer, {site.things['name']}" in stranger.main()


def test_a_data_manager_uploads_a_file_and_sees_its_job_finish(site, plain, sector_files: Path):
    manager = plain("data-manager")
    page = manager.go("/data/upload/")
    page.get_by_label("Files").set_input_files(sector_files / "RS_2016-17.xlsx")
    page.get_by_label("Load them").check()
    manager.press("Go on")
    assert heading(manager) == "Load RS_2016-17.xlsx"
    assert "Waiting" in manager.main()
    assert page.locator("meta[http-equiv=refresh]").count() == 1, "the page refreshes itself"
    page.get_by_role("link", name="Stop refreshing").click()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    site.work()
    page.get_by_role("link", name="Refresh", exact=True).click()
    assert "Done" in manager.main()
    assert "RS_2016-17.xlsx" in manager.main()


def test_somebody_signs_in_and_out(site, plain):
    person = plain()
    page = person.go("/portfolio/")
    assert heading(person) == "Sign in", "a page for people asks who one is"
    person.give_password(site.people["adviser"], site.password)
    assert heading(person) == "Your portfolio", "and leads on to it"
    page.locator(".wp-account summary").click()
    page.get_by_role("link", name="Sign out").click()
    person.press("Sign out")
    assert page.get_by_role("link", name="Sign in").is_visible()
    page.goto(f"{site.address}/portfolio/")
    assert heading(person) == "Sign in"
