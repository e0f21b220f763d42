"""A number on a page is the number that the command line shows for the same measure, place and period."""

from __future__ import annotations

import json
import random
import re
from html import unescape

import pytest

from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a class="wp-figure" href="/figures/([^/"]+)/([^/"]+)/([^/"]+)/"[^>]*>([^<]*)</a>')
PAGES = (
    "/",
    "/?measure=unallocated-reserves-ratio&tier=lower",
    "/places/ZAA/",
    "/places/ZAB/?peers=like",
    "/measures/interest-burden/",
    "/compare/?m=total-reserves-ratio&m=population&p=ZAA&p=ZAB&p=ZAD&g=class:county",
)
SAMPLE = 200


def links(html: str) -> set[tuple[str, str, str, str]]:
    return {(m, p, t, unescape(shown)) for m, p, t, shown in LINK.findall(html)}


def test_two_hundred_numbers_of_all_kinds_of_page_are_the_library_s_own(client, sector, sector_store):
    found = {page: links(client.get(page).content.decode()) for page in PAGES}
    assert all(found.values()), [page for page, shown in found.items() if not shown]
    everything = sorted(set().union(*found.values()))
    chosen = random.Random(114).sample(everything, min(SAMPLE, len(everything)))
    assert len(chosen) == SAMPLE
    known = measures()
    table = compute(Snapshot(Store(sector_store)), [known[m] for m in {m for m, *_ in chosen}])
    for measure, place, period, shown in chosen:
        year = int(period[:4])
        figure = table.figure(known[measure], place, year) or table.figure(known[measure], place, year, combined=True)
        assert figure is not None, (measure, place, period)
        in_a_sentence = f"{'up' if (figure.value or 0) > 0 else 'down'} {figure.display.removeprefix('-')}"
        assert figure.period == period
        assert shown in {figure.display, in_a_sentence}, (measure, place)


def test_the_table_of_a_measure_is_what_the_figures_command_prints(client, sector, sector_store, run):
    html = client.get("/measures/interest-burden/?period=2018-19").content.decode()
    shown = {place: text for _, place, period, text in links(html) if period == "2018-19"}
    _, out, _ = run("figures", "interest-burden", "--period", "2018-19", "--json", "--store", sector_store)
    told = {f["place"]: f["display"] for f in json.loads(out)}
    assert shown
    assert {place: told[place] for place in shown} == shown
