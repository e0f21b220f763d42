"""The stores and engines that the engine tests share. Spark is used where it is installed and there is a Java."""

from __future__ import annotations

import gc
import os
import shutil
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from support import shared_data
from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store
from wholeplace.sample import create

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLISHED = (
    "councils/uk_local_authorities_current.csv",
    "councils/lgr_restructuring_2013_to_2023.xlsx",
    "councils/population_mye_2010_2024.csv",
    "deprivation/iod2019_lad.csv",
    "finance/revenue_outturn_rs",
    "finance/vintages",
    "finance/RA_2016-17_budget.xlsx",
    "finance/capital_financing",
    "finance/council_tax",
    "finance/spending_power_2012_2021.csv",
    "unit_costs",
)


def need_spark() -> None:
    """Skip where Spark can't run; fail instead where WHOLEPLACE_TEST_SPARK says that it must."""
    missing = [] if find_spec("pyspark") else ["pyspark is not installed (`make spark`)"]
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        missing.append("there is no Java on this machine")
    if missing and os.environ.get("WHOLEPLACE_TEST_SPARK"):
        pytest.fail(" and ".join(missing))
    if missing:
        pytest.skip(" and ".join(missing))


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """Spark for as long as any test needs it; stopped afterwards, and the connections that pyspark leaves with it."""
    need_spark()
    yield
    from pyspark import SparkContext

    running, gateway = SparkContext._active_spark_context, SparkContext._gateway
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        if running and gateway:
            running.stop()
            gateway.shutdown()
            SparkContext._gateway = SparkContext._jvm = None
        del running, gateway
        gc.collect()


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine_name(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return request.param


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Forty invented councils, loaded from files in the published layouts."""
    files = tmp_path_factory.mktemp("sector")
    create(files, size=40)
    return _loaded(tmp_path_factory, [files])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The real returns, where they are on this machine."""
    return _loaded(tmp_path_factory, [shared_data(name) for name in PUBLISHED])


@pytest.fixture(scope="session", params=["invented", "published"])
def store(request: pytest.FixtureRequest) -> Store:
    return request.getfixturevalue(request.param)


def _loaded(tmp_path_factory: pytest.TempPathFactory, paths: list[Path]) -> Store:
    store = Store(tmp_path_factory.mktemp("store"))
    report = load(store, paths)
    assert not report.failed, report.failed
    assert report.loaded
    return store
