"""DuckDB and Spark answer alike: every measure for every place and year, totals, traces, neighbours, past dates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from comparing import differences

from wholeplace.evidence import figure as f
from wholeplace.evidence.figures import FigureTable, compute, members
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.totals import totals
from wholeplace.evidence.trace import trace
from wholeplace.places.peers import peers

if TYPE_CHECKING:
    from wholeplace.evidence.store import Store

pytestmark = [
    pytest.mark.usefixtures("spark"),
    # pyspark lets go of the socket that rows came through without closing it first.
    pytest.mark.filterwarnings(r"ignore:unclosed <socket.*'127\.0\.0\.1':ResourceWarning"),
]

Both = dict[str, FigureTable]

MEASURES = measures()
# One of each way of adding up: shares of yes, pounds, ratios, real terms, years before, people.
ADDED_UP = ["reserves-drawn-down", "earmarked-reserves", "earmarked-reserves-ratio", "service-spend-real",
            "reserves-change-3y", "population"]  # fmt: skip
CLASSES = ["single-tier-and-county", "district"]
TRACED = ["reserves-years-left", "service-spend-real", "reserves-change-3y", "deprivation-score", "population"]


def on_both(store: Store, as_of: date | None = None) -> Both:
    chosen = list(MEASURES.values())
    return {name: compute(Snapshot(store, as_of, name), chosen) for name in ("duckdb", "spark")}


@pytest.fixture(scope="module")
def both(store: Store) -> Both:
    return on_both(store)


def test_both_have_the_same_rows_and_columns_of_the_same_types(both: Both) -> None:
    duck, spark = both["duckdb"].rows, both["spark"].rows
    assert spark.schema == duck.schema
    assert duck.num_rows > 500
    for key in ("place", "year", "combined"):
        assert spark[key].to_pylist() == duck[key].to_pylist()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_has_the_same_value_for_every_place_and_year(both: Both, measure: str) -> None:
    duck, spark = (both[name].rows[measure].to_pylist() for name in ("duckdb", "spark"))
    assert differences(duck, spark) == []


def test_there_are_values_of_many_measures_to_compare(both: Both) -> None:
    rows = both["duckdb"].rows
    with_values = [m for m in MEASURES if rows[m].null_count < rows.num_rows]
    assert len(with_values) > 40


def test_the_parts_of_measures_are_the_same_and_money_is_whole_pence(both: Both) -> None:
    duck, spark = both["duckdb"].rows, both["spark"].rows
    parts = [name for name in duck.column_names if name not in MEASURES]
    assert sum(duck.schema.field(name).type == "int64" for name in parts) > 30
    for name in parts:
        assert differences(duck[name].to_pylist(), spark[name].to_pylist(), name) == []


def test_figures_have_the_same_status_and_say_the_same_of_why_a_value_is_missing(both: Both) -> None:
    seen = set()
    for measure in dict.fromkeys([*ADDED_UP, *TRACED]):
        duck, spark = (list(both[name].figures(MEASURES[measure])) for name in ("duckdb", "spark"))
        seen |= {one.status for one in duck}
        assert differences(duck, spark, measure) == []
    assert {f.OK, f.NOT_APPLICABLE, f.NOT_PUBLISHED} <= seen


@pytest.mark.parametrize("class_name", CLASSES)
@pytest.mark.parametrize("measure", ADDED_UP)
def test_the_total_of_a_class_is_the_same(both: Both, measure: str, class_name: str) -> None:
    duck, spark = (
        totals(table.snapshot, MEASURES[measure], members(table.snapshot, class_name), class_name)
        for table in (both["duckdb"], both["spark"])
    )
    assert any(one.value is not None for one in duck)
    assert differences(duck, spark) == []


def test_deflators_and_the_price_base_are_the_same(both: Both) -> None:
    duck, spark = both["duckdb"].snapshot, both["spark"].snapshot
    assert len(duck.deflators) > 5
    assert spark.deflators == duck.deflators
    assert spark.price_base == duck.price_base


@pytest.mark.parametrize("measure", TRACED)
def test_a_trace_leads_to_the_same_cells(both: Both, measure: str) -> None:
    definition = MEASURES[measure]
    duck, spark = both["duckdb"], both["spark"]
    place, year = last_with_value(duck, measure)
    found = trace(duck.snapshot, definition, place, year)
    assert found is not None
    assert found.cells
    assert differences(found, trace(spark.snapshot, definition, place, year)) == []


def last_with_value(table: FigureTable, measure: str) -> tuple[str, int]:
    columns = [table.rows[name].to_pylist() for name in ("place", "year", "combined", measure)]
    found = [(p, y) for p, y, combined, value in zip(*columns, strict=True) if value is not None and not combined]
    return max(found, key=lambda one: (one[1], one[0]))


def test_the_places_like_a_place_are_the_same_and_so_is_what_makes_them_alike(store: Store) -> None:
    duck = Snapshot(store, None, "duckdb")
    place = some_district(duck)
    found = peers(duck, place)
    assert found.neighbours
    assert differences(found, peers(Snapshot(store, None, "spark"), place)) == []


def some_district(snapshot: Snapshot) -> str:
    today = date.today()  # noqa: DTZ011 - places are alive on days, not at instants
    walk = snapshot.crosswalk
    return next(i for i in members(snapshot, "district") if walk.places[i].alive(today))


def test_on_a_past_date_both_see_only_what_was_published_by_then(store: Store, both: Both) -> None:
    then = on_both(store, date(2016, 1, 31))
    duck, spark = then["duckdb"].rows, then["spark"].rows
    assert spark.schema == duck.schema
    assert differences(duck.to_pydict(), spark.to_pydict()) == []
    assert then["duckdb"].years != both["duckdb"].years


def command(store: Store, *words: str, engine: str) -> subprocess.CompletedProcess[str]:
    start = "from wholeplace.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", start, *words, "--store", str(store.folder), "--json"],
        env={**os.environ, "WHOLEPLACE_ENGINE": engine},
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_command_line_prints_the_same_json_and_spark_says_nothing_else(invented: Store) -> None:
    asked = ("figures", "earmarked-reserves", "--class", "county")
    duck, spark = (command(invented, *asked, engine=name) for name in ("duckdb", "spark"))
    figures: list[dict[str, Any]] = json.loads(duck.stdout)
    assert len(figures) > 5
    assert spark.stdout == duck.stdout
    assert spark.stderr == duck.stderr == ""
