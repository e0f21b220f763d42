"""Which engine is used, and what is said where the one asked for can't be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines import SETTING, open_engine
from wholeplace.evidence.engines.duck import DuckEngine

if TYPE_CHECKING:
    from pathlib import Path


def test_duckdb_is_the_engine_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert isinstance(open_engine(), DuckEngine)


def test_the_environment_names_the_engine_and_the_caller_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "abacus")
    assert open_engine(" DuckDB ").name == "duckdb"
    with pytest.raises(EngineError, match="no engine called 'abacus'"):
        open_engine()


def test_an_unknown_engine_is_refused_with_the_choices() -> None:
    with pytest.raises(EngineError, match=f"Set {SETTING} to duckdb or spark"):
        open_engine("sparkle")


def test_without_pyspark_the_extra_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(EngineError, match=r"pip install 'wholeplace\[spark\]'.*Unset WHOLEPLACE_ENGINE"):
        open_engine("spark")


@pytest.fixture
def stopped(spark: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this process had not started Spark yet."""
    from pyspark import SparkContext

    monkeypatch.setattr(SparkContext, "_active_spark_context", None)
    monkeypatch.setattr(SparkContext, "_gateway", None)
    monkeypatch.setattr(SparkContext, "_jvm", None)


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("home", [None, "/nowhere"])
def test_without_java_that_is_what_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(EngineError, match=r"Spark needs Java 17 or 21, and there is none here"):
        open_engine("spark")


@pytest.mark.usefixtures("stopped")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # pyspark leaves its pipe to the Java that failed
def test_where_java_fails_to_start_spark_its_own_words_are_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'Error: class file version 61.0, this runtime knows up to 55.0' >&2\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match=r"class file version 61\.0.*needs Java 17 or 21"):
        open_engine("spark")
    assert capfd.readouterr() == ("", "")
