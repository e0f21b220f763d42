"""What scripts add: suggestions by keyboard, a job's progress, menus; and pages that do not wait for them."""

from __future__ import annotations

import re

import pytest
from browsing import DESK
from playwright.sync_api import expect


def test_suggestions_are_chosen_by_keyboard_alone(site, visitor):
    reader = visitor()
    page = reader.go("/help/")
    box = page.get_by_role("combobox", name="Search places, measures and help")
    box.focus()
    page.keyboard.type(site.things["name"][:5], delay=20)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("")
    page.keyboard.type(site.things["name"], delay=5)
    expect(options.filter(has_text=site.things["name"]).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(site.things["name"])
    assert reader.complaints == []


def test_a_jobs_page_follows_its_job_without_being_loaded_again(site, visitor, sector_files):
    manager = visitor(role="data-manager")
    page = manager.go("/data/upload/")
    page.get_by_label("Files").set_input_files(sector_files / "RS_2015-16.xlsx")
    manager.press("Go on")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    expect(page.locator("#job")).to_contain_text("Waiting")
    with page.expect_response(re.compile("/progress$")) as answer:
        assert answer.value.status == 200
    assert loads == [], "it has asked how the job stands, and was not loaded again"
    expect(page.locator("#job-told")).not_to_be_empty()
    site.work()
    expect(page.locator("#job")).to_contain_text("Done", timeout=15_000)
    assert len(loads) == 1, "loaded once, when the job had ended, for its buttons and history"
    assert manager.complaints == []


def test_the_account_menu_opens_and_closes(visitor):
    person = visitor(role="adviser")
    page = person.go("/help/")
    name, first = page.locator(".wp-account summary"), page.locator(".wp-account a").first
    expect(first).to_be_hidden()
    name.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(name).to_be_focused()
    name.click()
    page.get_by_role("heading", level=1).click()
    expect(first).to_be_hidden()


def test_the_first_tab_leads_past_the_head_of_the_page(visitor):
    page = visitor().go("/measures/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/places/{own}/", "{figure}", "/compare/", "/measures/{measure}/"])
def test_a_page_is_usable_before_any_script_has_run(path, site, visitor):
    reader = visitor(DESK)
    reader.context.route("**/*.js*", lambda route: route.abort())
    page = reader.go(path.format(**site.things))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main a:visible").first).to_be_visible()
    box = page.get_by_role("searchbox", name="Search places, measures and help")
    box.fill(site.things["name"])
    with page.expect_navigation():
        box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Search")
    expect(page.get_by_role("main").get_by_role("link", name=site.things["name"]).first).to_be_visible()


@pytest.mark.parametrize("path", ["/places/{own}/", "{figure}"])
def test_a_page_prints_without_what_only_a_screen_needs(path, site, visitor):
    page = visitor(DESK).go(path.format(**site.things))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in ("header .wp-search", ".wp-nav", ".wp-footer__links"):
        expect(page.locator(part)).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF-")
