"""DuckDB in memory over Parquet: no server, no file of its own, nothing downloaded at run time."""

from __future__ import annotations

import itertools
import tempfile
import threading
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines.base import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray


class DuckEngine(Engine):
    """The default engine."""

    name: ClassVar[str] = "duckdb"

    def __init__(self) -> None:
        """Open an in-memory connection that never fetches an extension."""
        import ibis

        self._connection = ibis.duckdb.connect()
        for setting in (
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_progress_bar = false",
            "SET parquet_metadata_cache = true",
            "SET preserve_insertion_order = false",
            f"SET temp_directory = '{_quoted(tempfile.gettempdir())}'",  # never the folder someone works in
        ):
            self._connection.raw_sql(setting)
        self._names = itertools.count()
        self._views: dict[tuple[str, ...], Any] = {}
        # One connection is not for several threads at once; a web process has several.
        self._lock = threading.RLock()

    def parquet(self, paths: Sequence[Path]) -> Any:
        with self._lock:
            return self._view(tuple(str(p) for p in paths))

    def _view(self, paths: tuple[str, ...]) -> Any:
        """A view over files, made once: a process that answers for weeks must not gather them by the thousand."""
        import duckdb

        if paths in self._views:
            return self._views[paths]
        try:
            made = self._connection.read_parquet(list(paths), table_name=f"files_{next(self._names)}")
        except duckdb.Error as error:
            raise EngineError(
                f"DuckDB can't read the releases: {_first_line(error)} `wholeplace data verify` tells what is damaged."
            ) from error
        self._views[paths] = made
        return made

    def table(self, data: pa.Table) -> Any:
        # Registered rather than created: Ibis 12's create_table writes a DROP that DuckDB 2 does not parse.
        return self._registered(data)

    def rows(self, columns: Mapping[str, NDArray[Any]]) -> Any:
        # Straight from NumPy: making an Arrow table of Python lists would import pandas, a quarter of a second.
        return self._registered(dict(columns))

    def _registered(self, data: Any) -> Any:
        with self._lock:
            name = f"rows_{next(self._names)}"
            self._connection.con.register(name, data)
            return self._connection.table(name)

    def run(self, expression: Any) -> pa.Table:
        import duckdb
        import pyarrow as pa

        # Compiled by Ibis, run by DuckDB: Ibis' own way to Arrow imports pandas on its way, a fifth of a second.
        wanted = expression.as_table()
        try:
            with self._lock:
                rows = self._connection.con.sql(self._connection.compile(wanted)).to_arrow_table()
            # DuckDB adds integers up into 128 bits, which Arrow has only as decimals; Ibis knows they are integers.
            return rows.cast(wanted.schema().to_pyarrow())
        except (duckdb.Error, pa.ArrowInvalid) as error:
            raise EngineError(f"DuckDB could not work that out: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return f"{str(error).strip().splitlines()[0].rstrip('.')}."


def _quoted(text: str) -> str:
    return text.replace("'", "''")
