"""The API: everything public can be read, page by page, cheaply when nothing changed, and refused in one shape."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

Get = "Callable[..., Any]"
MEASURE = "total-reserves-ratio"


def fault(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    error = response.json()["error"]
    assert set(error) == {"code", "message", "parameter", "candidates"}
    return dict(error)


def rows(response: Any) -> list[dict[str, str]]:
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_places_are_told_with_their_codes_dates_and_successors(get: Get) -> None:
    told = get("places/ZAA").json()
    assert (told["id"], told["class"], told["end"]) == ("ZAA", "county", "2021-03-31")
    assert get("places/ZMT").json()["start"] == "2021-04-01"
    assert set(told["successors"]) == {"ZMT", "ZMU"}


def test_a_place_is_found_by_any_of_its_codes_or_its_exact_name(get: Get) -> None:
    one = get("places/ZAB").json()
    for key in ("gss", "ecode", "name", "official_name"):
        assert get(f"places/{one[key]}").json() == one


def test_places_can_be_filtered_by_words_class_region_and_day(get: Get) -> None:
    assert get("places", q="zab").json()["items"][0]["id"] == "ZAB"
    counties = get("places", **{"class": "county", "alive_on": "2018-01-31"}).json()["items"]
    later = get("places", **{"class": "county", "alive_on": "2022-01-31"}).json()["items"]
    assert {p["class"] for p in counties} == {"county"}
    assert {p["id"] for p in counties} - {p["id"] for p in later} == {"ZAA"}
    region = counties[0]["region"]
    assert {p["region"] for p in get("places", region=region.upper()).json()["items"]} == {region}


def test_with_a_day_the_register_knows_only_what_had_come_about(get: Get) -> None:
    before = get("places/ZAA", as_of="2018-01-31").json()
    assert (before["end"], before["successors"]) == (None, [])


def test_following_next_reads_everything_once_in_a_steady_order(get: Get, client: Client) -> None:
    whole = [p["id"] for p in get("places", limit=10_000).json()["items"]]
    found, address = [], "/api/v1/places?limit=50"
    while address:
        page = client.get(address).json()
        found += [p["id"] for p in page["items"]]
        address = page["next"]
    assert found == whole == sorted(set(whole))


def test_the_next_page_is_also_named_in_a_header(get: Get) -> None:
    response = get("places", limit=1, format="csv")
    assert response["Link"].startswith("<http://testserver/api/v1/places?")
    assert response["Link"].endswith('rel="next"')


def test_measures_are_told_with_their_definitions(get: Get) -> None:
    told = get(f"measures/{MEASURE}").json()
    assert told["formula"]
    assert told["unit"] == "ratio"
    assert told in get("measures", limit=1000).json()["items"]
    assert {m["group"] for m in get("measures", group="reserves").json()["items"]} == {"reserves"}


def test_figures_are_the_library_s_own(get: Get, evidence: Any) -> None:
    found = get("figures", measure=MEASURE, place="ZAB").json()["items"]
    assert found == [f.as_json() for f in evidence.table.series(evidence.measures[MEASURE], "ZAB")]


def test_figures_can_be_filtered_by_class_region_period_and_status(get: Get) -> None:
    found = get(
        "figures", measure=[MEASURE, "population"], **{"class": "county", "from": "2014-15", "to": "2015-16"},
        status="ok", limit=1000,
    ).json()["items"]  # fmt: skip
    assert {f["class"] for f in found} == {"county"}
    assert {f["period"] for f in found} == {"2014-15", "2015-16", "2014", "2015"}
    assert {f["status"] for f in found} == {"ok"}
    assert [f["measure"] for f in found] == sorted(f["measure"] for f in found)


def test_a_missing_figure_says_why(get: Get) -> None:
    found = get("figures", measure="reserves-years-left", status="not-depleting", limit=1).json()["items"][0]
    assert (found["value"], found["display"]) == (None, "–")
    assert found["note"]


def test_with_a_day_only_what_had_been_published_is_told(get: Get) -> None:
    then = get("figures", measure=MEASURE, place="ZAB", as_of="2017-01-31").json()["items"]
    now = get("figures", measure=MEASURE, place="ZAB").json()["items"]
    assert {f["period"] for f in then} < {f["period"] for f in now}
    assert get("figures", measure=MEASURE, as_of="1999-01-01").json()["items"] == []


def test_csv_holds_the_same_rows_as_json(get: Get) -> None:
    query = {"measure": MEASURE, "class": "county", "limit": 700}
    told, table = get("figures", **query).json()["items"], rows(get("figures", **query, format="csv"))
    assert [(r["place"], r["period"], r["display"]) for r in table] == [
        (f["place"], f["period"], f["display"]) for f in told
    ]
    assert rows(get("figures", headers={"Accept": "text/csv"}, **query)) == table


def test_a_csv_longer_than_one_piece_has_one_header(get: Get) -> None:
    text = get("figures", format="csv", limit=1200).getvalue().decode()
    assert text.count("measure,place,") == 1
    assert len(list(csv.reader(io.StringIO(text)))) == 1201


def test_one_figure_is_told_with_its_cells_releases_and_replies(get: Get) -> None:
    told = get(f"figures/{MEASURE}/ZAB/2016-17").json()
    assert told["figure"]["place"] == "ZAB"
    assert told["cells"]
    assert {c["release"] for c in told["cells"]} <= {r["id"] for r in told["releases"]}
    assert told["replies"] == []


def test_releases_are_told_newest_first_and_one_in_full(get: Get) -> None:
    found = get("releases", limit=1000).json()["items"]
    assert [r["published"] for r in found] == sorted((r["published"] for r in found), reverse=True)
    live = get("releases", limit=1000, live="true").json()["items"]
    assert {r["live"] for r in live} == {True}
    one = get(f"releases/{found[0]['id']}").json()
    assert len(one["sha256"]) == 64
    assert one["dataset"] in {r["dataset"] for r in get("releases", dataset=one["dataset"]).json()["items"]}


def test_an_answer_that_has_not_changed_is_not_sent_again(get: Get, client: Client) -> None:
    first = get("places", limit=2)
    assert not first["ETag"].startswith("W/")
    assert first["Last-Modified"]
    again = get("places", limit=2, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert get("places", limit=2, headers={"If-None-Match": f'"other", W/{first["ETag"]}'}).status_code == 304
    assert get("places", limit=3, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert get("places", limit=2, format="csv")["ETag"] != first["ETag"]


def test_head_tells_the_headers_alone(get: Get, client: Client) -> None:
    whole, head = get("places"), client.head("/api/v1/places")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == str(len(whole.content))


def test_pages_of_other_sites_may_read_it(get: Get, client: Client) -> None:
    assert get("places")["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/api/v1/places", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers


@pytest.mark.parametrize(
    ("where", "query", "status", "parameter"),
    [
        ("places", {"clas": "county"}, 422, "clas"),
        ("places", {"limit": ["1", "2"]}, 422, "limit"),
        ("places", {"limit": 0}, 422, "limit"),
        ("places", {"limit": 10_001}, 422, "limit"),
        ("places", {"limit": "1.0"}, 422, "limit"),
        ("places", {"offset": -1}, 422, "offset"),
        ("places", {"q": ""}, 422, "q"),
        ("places", {"q": "x" * 121}, 422, "q"),
        ("places", {"alive_on": "2018-02-30"}, 422, "alive_on"),
        ("places", {"as_of": "1517356800"}, 422, "as_of"),
        ("places", {"format": "xml"}, 422, "format"),
        ("places", {"class": "duchy"}, 404, "class"),
        ("places", {"region": "Utopia"}, 404, "region"),
        ("places/Atlantis", {}, 404, "place"),
        ("measures", {"group": "nothing"}, 404, "group"),
        ("measures/total-reserve-ratio", {}, 404, "measure"),
        ("figures", {"measure": "total-reserve-ratio"}, 404, "measure"),
        ("figures", {"place": "Atlantis"}, 404, "place"),
        ("figures", {"status": "fine"}, 422, "status"),
        ("figures", {"from": "soon"}, 422, "from"),
        ("figures", {"from": "2016-18"}, 404, "from"),
        ("figures", {"from": "2016-17", "to": "2014-15"}, 404, "from"),
        (f"figures/{MEASURE}/ZAB/2016", {}, 404, "period"),
        (f"figures/{MEASURE}/ZAB/1999-00", {}, 404, "period"),
        ("figures/population/ZAB/2016-17", {}, 404, "period"),
        ("releases", {"live": "yes"}, 422, "live"),
        ("releases/nothing", {}, 404, "release"),
        ("nothing", {}, 404, None),
        ("", {}, 404, None),
        ("places/", {}, 404, None),
    ],
)
def test_what_can_not_be_answered_is_refused_in_one_shape(
    get: Get, where: str, query: dict[str, Any], status: int, parameter: str | None
) -> None:
    assert fault(get(where, **query), status)["parameter"] == parameter


def test_a_misspelt_name_offers_what_may_have_been_meant(get: Get) -> None:
    error = fault(get("measures/total-reserve-ratio"), 404)
    assert MEASURE in [c["id"] for c in error["candidates"]]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_changed(get: Get, client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/places")
    assert fault(response, 405)["code"] == "method-not-allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_other_formats_are_not_acceptable(get: Get) -> None:
    assert fault(get("places", headers={"Accept": "image/png"}), 406)
    assert fault(get("places/ZAB", headers={"Accept": "text/csv"}), 406)


def test_too_many_parameters_are_a_bad_request(get: Get, client: Client) -> None:
    query = "&".join(f"p{n}=1" for n in range(2000))
    fault(client.get(f"/api/v1/places?{query}"), 400)


def test_a_store_that_can_not_be_read_is_told_as_unavailable(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    from wholeplace.core.errors import StoreError
    from wholeplace.web.api import guard

    def broken() -> Any:
        raise StoreError("/srv/secret/path: the catalogue can't be read")

    monkeypatch.setattr(guard, "current", broken)
    response = get("places")
    assert "secret" not in fault(response, 503)["message"]
    assert response["Retry-After"] == "5"


def test_an_empty_store_has_measures_and_no_figures(
    get: Get, use_store: Callable[..., None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    use_store(tmp_path_factory.mktemp("empty"))
    assert get("figures").json()["items"] == []
    assert get("places").json()["items"] == []
    assert get("measures").json()["items"]


def test_what_spreadsheets_would_run_is_made_harmless_in_csv(get: Get) -> None:
    for row in rows(get("places", format="csv", limit=10_000)):
        assert not any(value.startswith(("=", "+", "@")) for value in row.values())


def test_nobody_is_told_whether_they_are_signed_in(get: Get, signed_in: Callable[..., Client]) -> None:
    mine, everyones = signed_in("adviser").get("/api/v1/places?limit=1"), get("places", limit=1)
    assert (mine.content, mine["ETag"]) == (everyones.content, everyones["ETag"])
    assert "Cookie" not in everyones["Vary"]
