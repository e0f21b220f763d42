"""DuckDB fetches nothing at run time: a query that needs what is not built in is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pytest

from wholeplace.core.errors import EngineError
from wholeplace.evidence.engines.duck import DuckEngine

if TYPE_CHECKING:
    from pathlib import Path


@ibis.udf.scalar.builtin
def st_geomfromtext(text: str) -> str:
    """A function of DuckDB's spatial extension."""


def test_extensions_are_neither_installed_nor_loaded_by_themselves() -> None:
    rows = DuckEngine()._connection.raw_sql(
        "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'"
    )
    assert dict(rows.fetchall()) == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def test_a_query_that_needs_an_extension_is_an_error_and_downloads_nothing(tmp_path: Path) -> None:
    engine = DuckEngine()
    engine._connection.raw_sql(f"SET extension_directory = '{tmp_path}'")
    table = engine.table(pa.table({"where": ["POINT (0 0)"]}))
    with pytest.raises(EngineError, match="spatial extension"):
        engine.run(table.select(at=st_geomfromtext(table["where"])))
    assert list(tmp_path.iterdir()) == []
