"""A scenario in a browser: sliders where there is a script, the same numbers where there is none."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from browsing import PHONE
from playwright.sync_api import expect


def test_a_slider_moves_its_number_and_the_number_its_slider(site, visitor):
    reader = visitor()
    page = reader.go(f"/scenarios/{site.things['own']}/")
    slider, number = page.get_by_role("slider", name="Cost of social care, slider"), page.locator("#id-care_costs")
    expect(slider).to_be_visible()
    before = float(number.input_value())
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert float(number.input_value()) == round(before + 0.1, 1)
    assert slider.get_attribute("aria-valuetext") == f"{number.input_value()}% a year"
    number.fill("6")
    expect(slider).to_have_value("6")
    reader.press("Work it out")
    assert parse_qs(urlsplit(page.url).query) == {"care_costs": ["6"]}
    assert "your assumptions" in reader.main()
    assert reader.complaints == []


def test_without_a_script_the_numbers_are_typed_and_the_address_is_the_scenario(site, visitor):
    reader = visitor(PHONE, scripts=False)
    page = reader.go("/scenarios/")
    page.get_by_label("Council", exact=True).fill(site.things["name"])
    reader.press("Start")
    assert page.locator("input[type=range]").first.is_hidden()
    before = page.locator("main .wp-tile__figure").first.inner_text()
    page.locator("#id-prices").fill("5")
    reader.press("Work it out")
    assert page.url.endswith("/?prices=5")
    assert page.locator("main .wp-tile__figure").first.inner_text() != before
    page.get_by_role("link", name="Back to the standing assumptions").click()
    assert page.locator("main .wp-tile__figure").first.inner_text() == before


def test_a_wrong_number_is_led_to_from_the_summary(site, visitor):
    reader = visitor()
    page = reader.go(f"/scenarios/{site.things['own']}/?council_tax_rate=lots", status=422)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#id-council_tax_rate")).to_be_focused()
