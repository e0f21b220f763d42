"""Spark as a guest and as a host: sessions that don't meet, rows that travel even without Arrow, masters that fail."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from wholeplace.evidence.engines import open_engine

if TYPE_CHECKING:
    from wholeplace.evidence.store import Store

pytestmark = [
    pytest.mark.usefixtures("spark"),
    # pyspark lets go of the socket that rows came through without closing it first.
    pytest.mark.filterwarnings(r"ignore:unclosed <socket.*'127\.0\.0\.1':ResourceWarning"),
]

DATA = pa.table({"name": ["Ynys Môn", None], "pence": pa.array([2**53 + 1, None], pa.int64()), "yes": [None, False]})


def test_engines_share_one_running_spark_but_neither_views_nor_settings() -> None:
    one, two = open_engine("spark"), open_engine("spark")
    one.table(DATA)
    one._session.conf.set("spark.sql.shuffle.partitions", "3")
    assert one._session.sparkContext is two._session.sparkContext
    assert [v.name for v in one._session.catalog.listTables()] == ["rows_0"]
    assert two._session.catalog.listTables() == []
    assert two._session.conf.get("spark.sql.shuffle.partitions") != "3"


def test_a_session_that_was_there_before_keeps_its_own_settings() -> None:
    from pyspark.sql import SparkSession

    open_engine("spark")
    notebook = SparkSession.builder.getOrCreate()
    notebook.conf.set("spark.sql.session.timeZone", "America/Lima")
    assert open_engine("spark")._session.conf.get("spark.sql.session.timeZone") == "UTC"
    assert notebook.conf.get("spark.sql.session.timeZone") == "America/Lima"


def test_rows_travel_one_by_one_where_arrow_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession
    from pyspark.sql.classic.dataframe import DataFrame

    asked = []

    def fail(*_: object, **__: object) -> None:
        asked.append("arrow")
        raise RuntimeError("no Arrow on this Java")

    monkeypatch.setattr(DataFrame, "toArrow", fail)
    monkeypatch.setattr(SparkSession, "_create_from_arrow_table", fail)
    engine = open_engine("spark")
    table = engine.table(DATA)
    rows = engine.run(table.order_by(table.name.desc()))
    assert rows.schema == DATA.schema
    assert rows.sort_by([("name", "ascending")]).to_pylist() == DATA.to_pylist()
    assert asked == ["arrow"]


def test_arrow_is_still_used_after_a_query_that_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine("spark")
    table = engine.table(DATA)
    with pytest.raises(Exception, match="overflow"):
        engine.run(table.select(n=table.pence * (2**53)))
    monkeypatch.setattr("pyspark.sql.classic.dataframe.DataFrame.collect", None)
    assert engine.run(table).num_rows == 2


def test_a_master_that_is_none_is_an_error_in_words_and_not_a_stack(invented: Store) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from wholeplace.cli import main; main()", "figures", "population",
         "--store", str(invented.folder)],
        env={**os.environ, "WHOLEPLACE_ENGINE": "spark", "WHOLEPLACE_SPARK_MASTER": "nowhere"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: Spark did not start with WHOLEPLACE_SPARK_MASTER=nowhere: Master must")
    assert done.stderr.count("\n") == 1
