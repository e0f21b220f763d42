"""Pages on what is loaded, for everyone."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import layouts
from bad_files import spoilt
from layouts import write
from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def loaded(world: Store, use_store) -> Store:
    use_store(world.folder)
    return world


def plain(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def entry(store: Store, start: str) -> Any:
    (found,) = [e for e in store.entries() if e.id.startswith(start)]
    return found


def rows_of(response: Any) -> list[dict[str, str]]:
    assert response["Content-Type"].startswith("text/csv")
    assert response["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(response.content.decode())))


# ---- all releases


def test_every_publication_has_a_section_with_publisher_licence_and_its_releases(loaded, client) -> None:
    html = client.get("/data/").content.decode()
    for one in loaded.entries():
        assert one.title in unescape(html)
        assert f'id="{one.dataset}"' in html
    told = plain(client.get("/data/"))
    assert f"{len(loaded.entries())} releases of" in told
    assert "none: invented data" in told
    assert "Superseded Provisional" in told
    assert "(assumed)" in told


def test_releases_are_narrowed_to_a_publication_and_a_period(loaded, client) -> None:
    told = plain(client.get("/data/?publication=revenue-outturn-rs&period=2017-18"))
    assert "23 August 2018" in told
    assert "15 November 2018" in told
    html = client.get("/data/?publication=revenue-outturn-rs").content.decode()
    assert html.count("<section") == 1


@pytest.mark.parametrize("query", ["publication=nothing", "period=never", "publication=%3Cscript%3E", "page=x"])
def test_a_filter_that_means_nothing_is_passed_over(query: str, loaded, client) -> None:
    assert f"{len(loaded.entries())} releases of" in plain(client.get(f"/data/?{query}"))


def test_a_long_publication_is_cut_and_leads_to_all_of_it(sector, client) -> None:
    html = client.get("/data/").content.decode()
    assert 'href="/data/?publication=population-mid-year">All 13 releases of it' in html
    whole = client.get("/data/?publication=population-mid-year").content.decode()
    assert whole.count('href="/data/releases/population-mid-year.') == 13


def test_an_empty_store_says_what_to_do(use_store, client, tmp_path) -> None:
    use_store(tmp_path / "nothing")
    assert "Nothing is loaded yet" in plain(client.get("/data/"))
    assert client.get("/data/releases.atom").status_code == 200


# ---- one release


def test_a_release_tells_where_it_is_from_and_what_it_was_put_to(loaded, client) -> None:
    one = entry(loaded, "revenue-outturn-rs.2016-17")
    told = plain(client.get(f"/data/releases/{one.id}/"))
    for expected in (
        one.sha256, one.file, one.publisher, one.licence, "16 November 2017 (stated", "revenue-outturn-rs, version",
        "Passed National totals", "Reserves as a share of net revenue expenditure",
    ):  # fmt: skip
        assert expected in told


def test_what_was_set_aside_is_shown_by_reason_and_all_of_it_as_csv(loaded, client) -> None:
    one = entry(loaded, "revenue-outturn-rs.2016-17")
    told = plain(client.get(f"/data/releases/{one.id}/"))
    assert "A26" in told
    rows = rows_of(client.get(f"/data/releases/{one.id}/set-aside.csv"))
    assert len(rows) == one.set_aside == 3
    assert {"what", "sheet", "cell", "value", "reason", "remedy"} == set(rows[0])


def test_a_value_that_a_spreadsheet_would_run_is_made_harmless(tmp_path, use_store, client) -> None:
    def formula(sheets: layouts.Sheets) -> None:
        sheets[layouts.data_sheet(sheets)][7][6] = "@SUM(1)"

    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", spoilt(formula))])
    use_store(store.folder)
    rows = rows_of(client.get(f"/data/releases/{store.entries()[0].id}/set-aside.csv"))
    assert "'@SUM(1)" in {r["value"] for r in rows}


def test_a_superseded_release_leads_to_the_one_that_speaks(loaded, client) -> None:
    old, new = entry(loaded, "revenue-outturn-rs.2017-18.2018-08"), entry(loaded, "revenue-outturn-rs.2017-18.2018-11")
    html = client.get(f"/data/releases/{old.id}/").content.decode()
    assert "A later vintage speaks for this" in html
    assert f"/data/releases/{new.id}/" in html


def test_a_later_vintage_tells_what_it_revised(loaded, client) -> None:
    old, new = entry(loaded, "revenue-outturn-rs.2017-18.2018-08"), entry(loaded, "revenue-outturn-rs.2017-18.2018-11")
    address = f"/data/releases/{new.id}/revised-from/{old.id}/"
    page = client.get(f"/data/releases/{new.id}/")
    assert re.search(r"\d+ cells of \d+ authorities differ", plain(page))
    assert address in page.content.decode()
    told = plain(client.get(f"{address}?line=rs.net_revenue_expenditure"))
    assert "15,300 15,600 +300" in told
    rows = rows_of(client.get(f"{address}revisions.csv?line=rs.net_revenue_expenditure"))
    (own,) = [r for r in rows if r["authority"] == "X0101"]
    assert (own["before"], own["after"], own["change"], own["unit"]) == ("15300.0", "15600.0", "300.0", "£ thousand")
    everything = rows_of(client.get(f"{address}revisions.csv"))
    assert len(everything) > len(rows)


@pytest.mark.parametrize(
    "address",
    [
        "releases/nothing/", "releases/revenue-outturn-rs/", "releases/..%2f..%2fcatalogue.json/",
        "releases/nothing/set-aside.csv", "releases/{new}/revised-from/nothing/", "releases/{new}/revised-from/{new}/",
        "releases/{new}/revised-from/{budget}/", "releases/{new}/revised-from/{budget}/revisions.csv",
    ],
)  # fmt: skip
def test_what_is_no_release_is_not_found(address: str, loaded, client) -> None:
    new, budget = entry(loaded, "revenue-outturn-rs.2017-18.2018-11"), entry(loaded, "revenue-budget-ra.2016-17")
    assert client.get(f"/data/{address.format(new=new.id, budget=budget.id)}").status_code == 404


def test_every_release_of_the_invented_sector_has_a_page_that_can_be_drawn(sector, client) -> None:
    for one in Store(sector).entries():
        told = plain(client.get(f"/data/releases/{one.id}/"))
        assert one.sha256 in told


def test_a_page_costs_nothing_the_second_time(loaded, client) -> None:
    for address in ("/data/", f"/data/releases/{loaded.entries()[0].id}/", "/data/releases.atom"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


# ---- the feed


def feed_of(client: Any, host: str = "testserver") -> Any:
    response = client.get("/data/releases.atom", headers={"host": host})
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "Last-Modified" in response
    return ET.fromstring(response.content)  # noqa: S314 - our own


def test_the_feed_is_atom_with_an_entry_a_release(loaded, client) -> None:
    feed = feed_of(client)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == min(50, len(loaded.entries()))
    for one in entries:
        for name in ("id", "title", "updated", "published", "summary"):
            assert one.findtext(f"{ATOM}{name}"), name
        assert one.findtext(f"{ATOM}author/{ATOM}name")
        assert re.fullmatch(r"tag:[^,]+,2026:release/[\w.-]+", one.findtext(f"{ATOM}id"))
        link = one.find(f"{ATOM}link")
        assert client.get(link.get("href").removeprefix("http://testserver")).status_code == 200
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(entries)
    times = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    assert all(re.fullmatch(times, e.findtext(f"{ATOM}{n}")) for e in entries for n in ("updated", "published"))


def test_the_feed_tells_what_a_vintage_revised_and_that_a_sector_is_invented(loaded, client) -> None:
    new = entry(loaded, "revenue-outturn-rs.2017-18.2018-11")
    entries = feed_of(client).findall(f"{ATOM}entry")
    told = {e.findtext(f"{ATOM}id").rpartition("/")[2]: e.findtext(f"{ATOM}summary") for e in entries}
    assert re.search(r"Revises \d+ cells of \d+ authorities", told[new.id])
    assert "Of an invented sector" in told[new.id]


def test_names_in_the_feed_do_not_depend_on_how_the_workbench_was_called(loaded, client) -> None:
    feeds = [feed_of(client, host).findall(f"{ATOM}entry") for host in ("localhost", "127.0.0.1")]
    ids = [[one.findtext(f"{ATOM}id") for one in entries] for entries in feeds]
    assert ids[0] == ids[1]


def test_the_feed_is_found_from_the_page(loaded, client) -> None:
    head = client.get("/data/").content.decode().partition("</head>")[0]
    assert '<link rel="alternate" type="application/atom+xml"' in head
    assert 'href="/data/releases.atom"' in head
