"""Pages of help: there, short, safe, and every link in them leads somewhere."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.urls import resolve

from wholeplace.evidence.figure import OK, STATUSES
from wholeplace.web.help import pages

SLUGS = [page.slug for page in pages.all_pages()]


@pytest.mark.django_db
def test_the_index_names_every_page(client, sector):
    told = client.get("/help/").content.decode()
    for page in pages.all_pages():
        assert f'href="/help/{page.slug}/"' in told
        assert page.summary.replace("'", "&#39;") in told


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_opens_with_one_title_and_no_skipped_level(client, sector, slug):
    told = client.get(f"/help/{slug}/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", told)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_of_a_page_leads_somewhere(slug):
    page = pages.page(slug)
    assert page is not None
    for address in re.findall(r'href="(/[^"#]*)', str(page.html)):
        assert resolve(address)
    assert "page:" not in page.html
    assert "[[" not in page.html
    assert 'href="/"' not in page.html  # what a link to a missing page falls back to


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_short(slug):
    page = pages.page(slug)
    assert page is not None
    assert len(page.words.split()) < 400


def test_every_status_is_explained():
    page = pages.page("statuses")
    assert page is not None
    for status in set(STATUSES) - {OK}:
        assert status.replace("-", " ").capitalize() in page.words


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_not_found(client, sector):
    assert client.get("/help/nothing/").status_code == 404


def test_markup_in_a_text_can_do_no_harm():
    html = pages.render("<script>x</script> [a](javascript:x) <b onclick=x>c</b> ![i](http://x.example/i.png)")
    for harmful in ("<script", 'href="javascript:', "<b onclick", "<img"):
        assert harmful not in html


def test_headings_can_be_linked_to_and_tables_have_scopes():
    html = pages.render("## What is *missing*?\n\n|a|b|\n|-|-|\n|1|2|\n")
    assert '<h2 id="what-is-missing">' in html
    assert html.count('scope="col"') == 2


def test_a_reader_is_told_whom_to_write_to(settings):
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_CONTACT": "help@elm.example"})
    assert 'href="mailto:help@elm.example"' in pages.render("Write to [[contact]].")
