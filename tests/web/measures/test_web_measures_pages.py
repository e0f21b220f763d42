"""The list of measures, a measure's page and its downloads."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from wholeplace.evidence.distribution import Spread, ranks
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures, the_measure
from wholeplace.web.evidence.current import current
from wholeplace.web.measures import pictures

pytestmark = pytest.mark.django_db
MEASURE, PERIOD = "earmarked-reserves-ratio", "2016-17"


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def rows(html: str) -> list[list[str]]:
    body = html.split("wp-ranked")[1].split("<tbody")[1].split("</tbody>", maxsplit=1)[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_every_measure_is_listed_under_its_area_with_a_line(client):
    html = page(client, "/measures/")
    for measure in measures().values():
        assert f'href="/measures/{measure.id}/"' in html
    assert html.count("<h2") == len({m.area for m in measures().values()})


def test_groups_have_the_titles_and_the_order_that_a_place_has_them_in(client):
    html = page(client, "/measures/")
    places = [html.index(f">{title}</h3>") for title in ("Size", "Reserves", "Overspending by service", "Debt")]
    assert places == sorted(places)


def test_measures_are_found_by_words(client):
    html = page(client, "/measures/?words=unallocated+reserves")
    assert 'href="/measures/unallocated-reserves/"' in html
    assert 'href="/measures/population/"' not in html


def test_no_measure_has_such_words_and_the_page_says_what_to_do(client):
    assert "No measure has these words" in page(client, "/measures/?words=zebra")


@pytest.mark.parametrize("identifier", sorted(measures()))
def test_every_measure_has_a_page_that_says_what_it_means(client, identifier):
    measure = the_measure(identifier)
    html = unescape(re.sub(r"</?span[^>]*>", "", page(client, f"/measures/{identifier}/")))
    assert "How it is worked out" in html
    assert measure.source in html
    assert measure.why in html
    assert measure.formula in html
    for caveat in measure.caveats:
        assert caveat in html


def test_the_table_has_every_place_with_its_rank(client, evidence):
    measure = the_measure(MEASURE)
    figures = [f for f in evidence.table.figures(measure, None, {2016}) if f.status != "not-applicable"]
    found = rows(page(client, f"/measures/{MEASURE}/?period={PERIOD}"))
    assert len(found) == len(figures)
    standing = ranks(figures)
    by_name = {f.place_name: f for f in figures}
    for name, _, rank, *_ in found:
        place = by_name[name].place
        assert rank == (standing[place].display if place in standing else "–")


def test_the_highest_stand_first_and_the_order_can_be_turned_round(client):
    def values(address: str) -> list[float]:
        shown = [row[1].split("%")[0] for row in rows(page(client, address))]
        return [float(v) for v in shown if re.fullmatch(r"-?[\d.]+", v)]

    high = values(f"/measures/{MEASURE}/?period={PERIOD}")
    assert high == sorted(high, reverse=True)
    assert values(f"/measures/{MEASURE}/?period={PERIOD}&sort=lowest") == sorted(high)


def test_places_are_chosen_by_class_region_and_name(client, evidence):
    county = next(p for p in evidence.register if p.place_class == "county")
    found = rows(page(client, f"/measures/{MEASURE}/?period={PERIOD}&place_class=county&region={county.region}"))
    assert found
    assert all(row[3:] == ["county", county.region] for row in found)
    assert [row[0] for row in rows(page(client, f"/measures/{MEASURE}/?period={PERIOD}&name={county.name}"))] == [
        county.name
    ]


def test_what_makes_no_sense_in_the_address_is_passed_over(client):
    html = page(client, f"/measures/{MEASURE}/?period=1066-67&place_class=<b>&sort=sideways&region=nowhere")
    assert len(rows(html)) > 100
    assert "<b>" not in html


def test_a_place_without_a_value_says_why(client, evidence):
    html = page(client, f"/measures/reserves-years-left/?period={PERIOD}")
    assert "reserves were not drawn down that year" in html
    assert 'data-status="not-depleting"' in html


def test_charts_are_pictures_with_words(client):
    html = page(client, f"/measures/{MEASURE}/?period={PERIOD}")
    assert html.count("<svg xmlns") == 6  # three, each for wide and narrow screens
    assert "Median of all places" in html
    assert "style=" not in html.split("<main")[1]
    assert "<script" not in html.split("<main")[1]


def test_a_class_has_no_median_of_a_year_that_few_of_its_places_are_loaded_of():
    def spread(n, places):
        return Spread(n, places, 0.1, 0.1, 0.2, 0.3, 0.3)

    told = [("2016-17", spread(9, 30)), ("2017-18", spread(28, 28)), ("2024-25", spread(12, 12))]
    found = SimpleNamespace(over_years=lambda _: told)
    assert [band.period for band in pictures.bands(found, "county")] == ["2016-17", "2017-18"]


def test_an_unknown_measure_offers_those_like_it(client):
    html = page(client, "/measures/unallocated-reserve/", 404)
    assert "There is no such measure" in html
    assert "/measures/unallocated-reserves/" in html


def test_the_csv_has_every_figure_of_all_years(client, evidence):
    response = client.get(f"/measures/{MEASURE}/figures.csv")
    assert response["Content-Type"].startswith("text/csv")
    assert f'filename="{MEASURE}.csv"' in response["Content-Disposition"]
    told = list(csv.DictReader(io.StringIO(response.content.decode())))
    figures = [f for f in evidence.table.figures(the_measure(MEASURE)) if f.status != "not-applicable"]
    assert len(told) == len(figures)
    (definition,) = {row["definition"] for row in told}
    assert "divided by “Net revenue expenditure” (where above zero)" in definition
    by_key = {(f.place, f.period): f for f in figures}
    for row in told[::97]:
        figure = by_key[row["place"], row["period"]]
        assert row["status"] == figure.status
        assert row["releases"].split() == list(figure.releases)
        assert row["value"] == ("" if figure.value is None else repr(figure.value))


def test_a_year_of_it_in_excel_has_its_definition_and_releases(client):
    response = client.get(f"/measures/{MEASURE}/figures.xlsx?period={PERIOD}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Figures", "Definition", "Releases", "Statuses"]
    figures = book.get_sheet_by_name("Figures").to_python()
    assert {row[7] for row in figures[1:]} == {PERIOD}
    releases = book.get_sheet_by_name("Releases").to_python()
    assert len(releases) == 2
    assert len(releases[1][-1]) == 64
    words = dict(book.get_sheet_by_name("Definition").to_python())
    assert words["Invented"]
    assert "earmarked / positive(spend)" in words["Formula as written"]


@pytest.mark.parametrize("address", ["figures.csv?period=1066-67", "figures.csv?period=soon", "figures.ods"])
def test_a_download_that_is_not_there_says_so(client, address):
    assert client.get(f"/measures/{MEASURE}/{address}").status_code == 404


def test_no_cell_of_a_download_is_a_formula(client, evidence, monkeypatch):
    from dataclasses import replace

    walk = evidence.snapshot.crosswalk
    place = next(f.place for f in evidence.table.figures(the_measure(MEASURE), None, {2016}) if f.value is not None)
    monkeypatch.setitem(walk.places, place, replace(walk.places[place], name="=1+1", region="@cmd"))
    from wholeplace.web.measures.downloads import content

    told = content(evidence, the_measure(MEASURE), "csv", PERIOD).decode()
    assert "'=1+1" in told
    assert not re.search(r"(^|,)[=@]", told, re.MULTILINE)


def test_before_anything_is_loaded_a_measure_still_says_what_it_means(client, use_store, tmp_path):
    use_store(tmp_path / "empty")
    html = page(client, f"/measures/{MEASURE}/")
    assert "Nothing is loaded yet" in html
    assert "How it is worked out" in html


def test_an_overdue_review_is_said(client, evidence, monkeypatch):
    from datetime import date

    from wholeplace.web.measures import about

    monkeypatch.setattr(about, "overdue", lambda measure, today: isinstance(today, date))
    assert "overdue" in page(client, f"/measures/{MEASURE}/?sort=name")


def test_figures_of_the_page_are_the_library_s(client, evidence):
    figure = compute(evidence.snapshot, [the_measure(MEASURE)]).figure(the_measure(MEASURE), "ZAA", 2016)
    found = {row[0]: row[1] for row in rows(page(client, f"/measures/{MEASURE}/?period={PERIOD}"))}
    assert found[figure.place_name] == figure.display


def test_a_total_of_few_places_is_no_point_on_the_line_of_all(evidence):
    from dataclasses import replace

    from wholeplace.web.measures.pictures import _comparable, own_totals

    told = own_totals(evidence, the_measure("total-reserves"))
    few = [*told[:-1], replace(told[-1], n=3)]
    shown = _comparable(few)
    assert [f.value for f in shown[:-1]] == [f.value for f in told[:-1]]
    assert shown[-1].value is None
    assert shown[-1].note == "too few places have a value that year"
