"""Spark through Ibis, for evidence that outgrows one machine. Needs `pip install wholeplace[spark]` and Java."""

from __future__ import annotations

import itertools
import os
import shutil
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines.base import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

MASTER = "WHOLEPLACE_SPARK_MASTER"


class SparkEngine(Engine):
    """Spark: `WHOLEPLACE_SPARK_MASTER` names the cluster, this machine's cores by default."""

    name: ClassVar[str] = "spark"

    def __init__(self) -> None:
        """Start or join a Spark session.

        Raises:
            EngineError: pyspark or Java is missing.
        """
        try:
            import ibis
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(
                "Spark is not installed. Run `pip install 'wholeplace[spark]'`, or unset WHOLEPLACE_ENGINE."
            ) from None
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise EngineError(
                "Spark needs Java 17 or later, and there is none here. Install it or unset WHOLEPLACE_ENGINE."
            )
        self._session = (
            SparkSession.builder.master(os.environ.get(MASTER, "local[*]"))
            .appName("wholeplace")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .config("spark.sql.ansi.enabled", "true")
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")
        self._connection = ibis.pyspark.connect(self._session)
        self._names = itertools.count()

    def parquet(self, paths: Sequence[Path]) -> Any:
        name = f"files_{id(self)}_{next(self._names)}"
        self._session.read.parquet(*[str(p) for p in paths]).createOrReplaceTempView(name)
        return self._connection.table(name)

    def table(self, data: pa.Table) -> Any:
        name = f"rows_{id(self)}_{next(self._names)}"
        self._session.createDataFrame(data.to_pandas()).createOrReplaceTempView(name)
        return self._connection.table(name)

    def run(self, expression: Any) -> pa.Table:
        return self._connection.to_pyarrow(expression)
