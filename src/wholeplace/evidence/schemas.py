"""The one schema of each kind of table in a release.

facts       one row a cell: line, authority (key into `authorities`), number as published, pence where the line is
            money, status, and where the cell is (sheet, row and column counted from 0)
authorities one row an authority of the file: how it is named and coded there
places      one row a place of a register; links: predecessor -> successor; events: what happened to a place;
            areas: which place (by register code) a small area is in; tiles: column and row of a place (by GSS
            code) on a map of hexagons, rows counted upwards
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

PLACE_COLUMNS = (
    "id", "name", "official_name", "place_class", "gss", "former_gss", "ecode", "start", "end", "successors",
    "nation", "region", "county", "combined_authority", "alternative_names", "area_hectares", "row",
)  # fmt: skip
LINK_COLUMNS = (
    "predecessor_gss",
    "predecessor_name",
    "successor_gss",
    "successor_name",
    "date",
    "order",
    "row",
    "sheet",
)
EVENT_COLUMNS = ("kind", "authority", "date", "period", "certainty", "source", "row")
AREA_COLUMNS = ("area", "place", "row")
TILE_COLUMNS = ("gss", "name", "layout", "q", "r", "region", "row")


def facts_schema() -> pa.Schema:
    """Schema of facts.parquet."""
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("release", word), ("line", word), ("authority", word), ("number", pa.float64()), ("pence", pa.int64()),
            ("status", word), ("sheet", word), ("row", pa.int32()), ("column", pa.int32()),
        ]
    )  # fmt: skip


def authorities_schema() -> pa.Schema:
    """Schema of authorities.parquet."""
    import pyarrow as pa

    names = ("key", "name", "ecode", "gss", "register_code", "published_class", "region")
    return pa.schema([(n, pa.string()) for n in names])


def records_schema(table: str) -> pa.Schema:
    """Schema of any other table: text (dates as ISO text, lists joined by '|') but for numbers of rows and tiles."""
    import pyarrow as pa

    columns = {
        "places": PLACE_COLUMNS, "links": LINK_COLUMNS, "events": EVENT_COLUMNS, "areas": AREA_COLUMNS,
        "tiles": TILE_COLUMNS,
    }[table]  # fmt: skip
    kinds: dict[str, Any] = {"row": pa.int32(), "area_hectares": pa.float64(), "q": pa.int32(), "r": pa.int32()}
    return pa.schema([(c, kinds.get(c, pa.string())) for c in columns])
