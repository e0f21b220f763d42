"""Spark through Ibis, for evidence that outgrows one machine. Needs `pip install 'wholeplace[spark]'` and Java 17.

The process that asks first starts Spark; every engine after that joins it with a session of its own, so that the
views and settings of one reader never meet those of another, nor those of a notebook that had Spark running already.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import tempfile
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines.base import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

MASTER = "WHOLEPLACE_SPARK_MASTER"

# What every session of ours needs for Spark to answer as DuckDB does, and to look at some hundred small files quickly.
_SESSION = {
    "spark.sql.ansi.enabled": "true",  # overflow and bad casts are errors, never silent nulls
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",  # listing files is no work for a cluster
}
_STARTED_HERE = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
# On this machine only: nothing listens beyond it, and more shuffle partitions than cores only cost time.
_ON_THIS_MACHINE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_ON_THIS_MACHINE_SESSION = {"spark.sql.shuffle.partitions": "4"}

_REMEDY = "Unset WHOLEPLACE_ENGINE to use DuckDB."
_starting = Lock()


class SparkEngine(Engine):
    """Spark: `WHOLEPLACE_SPARK_MASTER` names the cluster (`spark://host:7077`), this machine's cores by default.

    On a cluster the store must be in a folder that every worker sees under the same path.
    """

    name: ClassVar[str] = "spark"

    def __init__(self) -> None:
        """Start Spark, or join it where this process already runs it.

        Raises:
            EngineError: pyspark or Java is missing, or Spark can't be started or reached.
        """
        try:
            import ibis
            import pyspark.sql  # noqa: F401 - the extra is there or it is not
        except ImportError:
            raise EngineError(f"Spark is not installed. Run `pip install 'wholeplace[spark]'`. {_REMEDY}") from None
        self._session = _own_session()
        self._connection = ibis.pyspark.connect(self._session)
        self._names = itertools.count()
        self._arrow = True

    def parquet(self, paths: Sequence[Path]) -> Any:
        try:
            return self._view("files", self._session.read.parquet(*map(_address, paths)))
        except Exception as error:
            raise EngineError(
                f"Spark can't read the releases: {_why(str(error))} `wholeplace data verify` tells what is damaged; "
                "on a cluster, the store must be in a folder that every worker sees."
            ) from error

    def table(self, data: pa.Table) -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        plain = _as_spark_has_it(data)
        return self._view(
            "rows",
            self._moved(
                by_arrow=lambda: self._session.createDataFrame(plain),
                by_row=lambda: self._session.createDataFrame(plain.to_pylist(), from_arrow_schema(plain.schema)),
            ),
        )

    def run(self, expression: Any) -> pa.Table:
        import pyarrow as pa

        # Not Ibis's own to_pyarrow: it goes through pandas, where an integer that may be null becomes a float.
        wanted = expression.as_table()
        schema = wanted.schema().to_pyarrow()
        try:
            frame = self._connection.raw_sql(self._connection.compile(wanted))
            rows = self._moved(
                by_arrow=frame.toArrow,
                by_row=lambda: pa.Table.from_pylist([row.asDict() for row in frame.collect()], schema),
            )
        except Exception as error:
            raise EngineError(f"Spark could not work that out: {_why(str(error))}") from error
        return rows.cast(schema)

    def _view(self, kind: str, frame: DataFrame) -> Any:
        name = f"{kind}_{next(self._names)}"
        frame.createOrReplaceTempView(name)
        return self._connection.table(name)

    def _moved(self, by_arrow: Callable[[], Any], by_row: Callable[[], Any]) -> Any:
        """Rows carried between Spark and Python as Arrow, or one by one on a Java or pyarrow where that fails.

        What is wrong with a query is wrong both ways, and the second way says so.
        """
        if self._arrow:
            try:
                return by_arrow()
            except Exception:  # noqa: BLE001, S110 - py4j, pyspark and pyarrow each raise their own
                pass
        moved = by_row()
        self._arrow = False
        return moved


def _own_session() -> SparkSession:
    """A session that shares nothing with others but the running Spark."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    master = os.environ.get(MASTER) or "local[*]"
    with _starting:
        if SparkContext._active_spark_context is None:  # noqa: SLF001 - there is no public way to ask without starting one
            _start(master)
        try:
            session = SparkSession.builder.getOrCreate().newSession()
        except Exception as error:  # a cluster that does not answer is noticed only now
            raise EngineError(f"Spark does not answer at {MASTER}={master}: {_why(str(error))} {_REMEDY}") from error
    here = session.sparkContext.master.startswith("local")
    for key, value in (_SESSION | (_ON_THIS_MACHINE_SESSION if here else {})).items():
        session.conf.set(key, value)
    return session


def _start(master: str) -> None:
    """Start Spark with its chatter kept out of the terminal; where it fails, what it said is in the error."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    if not _java():
        raise EngineError(f"Spark needs Java 17 or 21, and there is none here. Install it, or set JAVA_HOME. {_REMEDY}")
    settings = _STARTED_HERE | (_ON_THIS_MACHINE if master.startswith("local") else {})
    conf = SparkConf().setMaster(master).setAppName("wholeplace").setAll(list(settings.items()))
    with tempfile.TemporaryFile() as said:
        try:
            gateway = SparkContext._gateway or launch_gateway(conf, {"stderr": said})  # noqa: SLF001 - left by a stopped Spark
            SparkContext(conf=conf, gateway=gateway).setLogLevel("ERROR")
        except Exception as error:  # noqa: BLE001 - pyspark, py4j and the system each raise their own
            said.seek(0)
            why = _why(said.read().decode(errors="replace") or str(error))
            raise EngineError(
                f"Spark did not start with {MASTER}={master}: {why} It needs Java 17 or 21 (`java -version` tells) "
                f"and a master that answers. {_REMEDY}"
            ) from None


def _java() -> str | None:
    """The Java that Spark would run, as Spark looks for it."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _why(said: str) -> str:
    """The line that says what is wrong, out of all that Java or Spark said, without the class of the error."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(Error|Exception):", line)] or lines or ["it does not say why"]
    return re.sub(r"^.*?[\w$]\.\w*(Error|Exception): ", "", telling[0])[:300].rstrip(".") + "."


def _address(path: Path) -> str:
    """A file of this machine as Spark takes it: not looked for on the cluster's file system, no letter a wildcard."""
    return "file:///" + re.sub(r"([][{}*?\\])", r"\\\1", path.absolute().as_posix().lstrip("/"))


def _as_spark_has_it(data: pa.Table) -> pa.Table:
    """The same rows in types Spark has: dictionaries written out, and text where a column without rows has no type."""
    import pyarrow as pa

    def plain(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_dictionary(kind):
            return kind.value_type
        return pa.string() if pa.types.is_null(kind) else kind

    return data.cast(pa.schema([f.with_type(plain(f.type)) for f in data.schema]))
