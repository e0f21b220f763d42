"""Query engines: the only place that imports one. DuckDB by default, Spark by `WHOLEPLACE_ENGINE=spark`."""

from __future__ import annotations

import os

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines.base import Engine

SETTING = "WHOLEPLACE_ENGINE"


def open_engine(name: str | None = None) -> Engine:
    """The engine called `name`, or the one the environment names, or DuckDB.

    Raises:
        EngineError: there is no such engine, or what it needs is not installed.
    """
    wanted = (name or os.environ.get(SETTING) or "duckdb").strip().casefold()
    if wanted == "duckdb":
        from wholeplace.evidence.engines.duck import DuckEngine

        return DuckEngine()
    if wanted == "spark":
        from wholeplace.evidence.engines.spark import SparkEngine

        return SparkEngine()
    raise EngineError(f"There is no engine called '{wanted}'. Set {SETTING} to duckdb or spark.")


__all__ = ["SETTING", "Engine", "open_engine"]
