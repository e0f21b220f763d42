"""The same comparison as CSV, Excel, SVG and PNG."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
QUERY = "m=total-reserves-ratio&m=population&p=ZAB&g=class:county&g=list:Coast%3DZAB,ZAC"


@pytest.fixture
def take(client: Client, sector: Path) -> Callable[..., Any]:
    def ask(kind: str, query: str = QUERY, status: int = 200) -> Any:
        response = client.get(f"/compare/comparison.{kind}?{query}")
        assert response.status_code == status
        return response

    return ask


def test_csv_has_every_figure_of_places_and_groups_with_status_and_quartiles(take: Callable[..., Any]) -> None:
    response = take("csv")
    assert response["Content-Disposition"] == 'attachment; filename="comparison.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {(r["kind"], r["id"]) for r in rows} == {
        ("place", "ZAB"), ("group", "class:county"), ("group", "list:Coast=ZAB,ZAC"),
    }  # fmt: skip
    assert all(r["status"] for r in rows)
    counties = [r for r in rows if r["id"] == "class:county" and r["measure"] == "total-reserves-ratio"]
    assert all(float(r["lower_quartile"]) <= float(r["median"]) <= float(r["upper_quartile"]) for r in counties)
    coast = [r for r in rows if r["name"] == "Coast" and r["measure"] == "total-reserves-ratio"]
    assert {(r["n"], r["median"]) for r in coast} == {("2", "")}


def test_excel_has_the_tables_the_definitions_and_the_sources(take: Callable[..., Any]) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(take("xlsx").content))
    names = book.sheet_names
    assert names[0] == "Contents"
    assert names[-1] == "Sources"
    definitions = next(n for n in names if "Definitions" in n)
    text = str(book.get_sheet_by_name(definitions).to_python())
    assert "Reserves as a share of net revenue expenditure" in text


def test_pictures_are_drawn_as_svg_and_png(take: Callable[..., Any]) -> None:
    assert take("svg").content.startswith(b"<?xml")
    assert take("png").content.startswith(b"\x89PNG")
    assert take("svg", f"{QUERY}&view=scatter").content != take("svg").content


def test_a_picture_says_where_it_comes_from_and_that_it_is_invented(take: Callable[..., Any]) -> None:
    told = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", take("svg").content.decode()))
    assert "Invented sector: the places and the figures are made up." in told
    assert "Sources: Mid-year population estimates" in told
    assert "Wholeplace: http://testserver/compare/?" in told


def test_the_same_picture_is_drawn_once(take: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from wholeplace.web.compare import views

    drawn: list[Any] = []
    monkeypatch.setattr(views, "chart_png", lambda chart, foot: drawn.append(chart) or b"\x89PNG")
    assert take("png", f"{QUERY}&from=2012-13").content == take("png", f"{QUERY}&from=2012-13").content
    assert len(drawn) == 1


def test_pictures_wait_their_turn_and_then_say_so(take: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import BoundedSemaphore

    from wholeplace.web.compare import views

    busy = BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(views, "_drawing", busy)
    monkeypatch.setattr(views, "PATIENCE", 0.01)
    assert take("png", f"{QUERY}&from=2013-14", 503)["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("kind", "query", "status"),
    [
        ("pdf", QUERY, 404),
        ("csv", "p=Atlantis", 422),
        ("png", "m=population&p=ZAB&view=scatter", 422),
        ("svg", "m=population&p=ZAB&from=1990-91&to=1991-92", 422),
    ],
)
def test_what_can_not_be_made_is_refused_in_words(take: Callable[..., Any], kind: str, query: str, status: int) -> None:
    assert take(kind, query, status).content
