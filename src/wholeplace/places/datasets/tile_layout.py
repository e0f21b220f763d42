"""Tile maps of councils: one hexagon a council, each where it roughly lies, so that small ones can be seen.

Source: HexJSON files as ODI Leeds publishes them (`uk-local-authority-districts-2021.hexjson`): a `layout` that says
how rows and columns of hexagons interlock, and `hexes` by GSS code, each with a column `q` and a row `r`; rows are
counted upwards. A layout is reference data: what it says of where places are holds whatever date is asked.

The files do not say what year's councils they show, so that is taken from a `year` beside the layout, from the file's
name, or from the newest English unitary authority among them.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, TILES
from wholeplace.evidence.source import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

LAYOUTS = ("odd-r", "even-r", "odd-q", "even-q")
_PEEK = 65_536
_TOLD_BY = re.compile(rb'"hexes"\s*:\s*\{')
# Unitary authorities, districts (shire, metropolitan, London), counties; Wales, Scotland, Northern Ireland.
_COUNCIL = re.compile(r"(?:[A-Z](?:06|07|08|09|10)|S12)\d{6}")
_COUNCIL_BYTES = re.compile(rb'"(?:[A-Z](?:06|07|08|09|10)|S12)\d{6}"')
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
# Codes are given out in turn: the last one before each year in which unitary authorities were formed or recoded.
_NEWEST = (("E06000062", 2023), ("E06000060", 2021), ("E06000059", 2020), ("E06000057", 2019), ("", 2013))


class TileLayout(Dataset):
    """One reading a file; `part` tells layouts of districts from those of counties."""

    key: ClassVar[str] = "tile-layout"
    title: ClassVar[str] = "Tile map of councils (HexJSON)"
    publisher: ClassVar[str] = "ODI Leeds"
    licence: ClassVar[str] = "MIT"
    namespace: ClassVar[str] = "tiles"
    table: ClassVar[str] = TILES

    def recognise(self, source: SourceFile) -> bool:
        if source.kind != JSON:
            return False
        start = source.data[:_PEEK]
        return bool(_TOLD_BY.search(start) and _COUNCIL_BYTES.search(start))

    def read(self, source: SourceFile) -> Iterable[Reading]:
        content = source.json
        layout = content.get("layout") if isinstance(content, dict) else None
        if layout not in LAYOUTS:
            raise _bad(
                source, "this is no way to lay out hexagons", f"Use one of: {', '.join(LAYOUTS)}.", "layout", layout
            )
        hexes = content.get("hexes")
        if not isinstance(hexes, dict) or not hexes:
            raise _bad(source, "it has no tiles", "Check that this is the whole file.", "hexes", "")
        _refuse_repeated(source)
        records = list(_records(source, layout, hexes))
        year, basis = _year(source, content, hexes)
        reading = self.begin(
            Period.calendar(year), date(year, 4, 1), ASSUMED,
            f"the file does not say; assumed to be 1 April of the year of its councils ({basis})",
            part=_part(hexes),
        )  # fmt: skip
        reading.records = records
        return [reading]


def _records(source: SourceFile, layout: str, hexes: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    taken: dict[tuple[int, int], str] = {}
    for number, (code, tile) in enumerate(hexes.items(), start=1):
        where = f"hexes.{code}"
        if not _COUNCIL.fullmatch(code):
            raise _bad(source, "this is not the GSS code of a council", "Key every tile by its GSS code.", where, code)
        if not isinstance(tile, dict):
            raise _bad(source, "a tile needs a column q and a row r", "Restore it as published.", where, tile)
        at = (_whole(source, tile, where, "q"), _whole(source, tile, where, "r"))
        if at in taken:
            problem, remedy = f"{taken[at]} has the same tile", "Give every council a tile of its own."
            raise _bad(source, problem, remedy, where, f"q {at[0]}, r {at[1]}")
        taken[at] = code
        name = str(tile.get("n") or tile.get("name") or "")
        region = str(tile.get("region") or "")
        yield {"gss": code, "name": name, "layout": layout, "q": at[0], "r": at[1], "region": region, "row": number}


def _whole(source: SourceFile, tile: Mapping[str, Any], where: str, axis: str) -> int:
    value = tile.get(axis)
    what = "column" if axis == "q" else "row"
    if value is None:
        raise _bad(source, f"the tile has no {what} {axis}", f"Give it its {what} as a whole number.", where, "")
    if isinstance(value, bool) or not isinstance(value, int):
        raise _bad(source, f"a {what} is a whole number", "Correct it and load again.", f"{where}.{axis}", value)
    if abs(value) > 1_000:
        raise _bad(source, f"this {what} is far off the map", "Correct it and load again.", f"{where}.{axis}", value)
    return value


def _refuse_repeated(source: SourceFile) -> None:
    """Refuse a code that stands twice: JSON readers keep the last without a word."""

    def watch(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found and _COUNCIL.fullmatch(key):
                raise _bad(source, "the same council stands twice", "Keep one of its tiles.", f"hexes.{key}", key)
            found[key] = value
        return found

    json.loads(source.data, object_pairs_hook=watch)


def _year(source: SourceFile, content: Mapping[str, Any], hexes: Mapping[str, Any]) -> tuple[int, str]:
    """The year of the councils shown, and how it is known."""
    stated = _YEAR.search(str(content.get("year") or ""))
    if stated:
        return int(stated[1]), "as it states"
    named = _YEAR.search(source.name)
    if named:
        return int(named[1]), "by its name"
    unitary = [code for code in hexes if code.startswith("E06")]
    if not unitary:
        raise BadFileError(
            source.name,
            "neither its name nor its content says what year's councils it shows",
            'Put the year into its name or add "year" beside "layout", and load again.',
        )
    newest = max(unitary)
    return next(year for code, year in _NEWEST if newest > code), f"by its newest unitary authority, {newest}"


def _part(hexes: Mapping[str, Any]) -> str:
    kinds = {code[1:3] for code in hexes}
    if "10" not in kinds:
        return "lower-tier"
    return "both-tiers" if "07" in kinds else "upper-tier"


def _bad(source: SourceFile, problem: str, remedy: str, cell: str, value: Any) -> BadFileError:
    shown = "" if value is None else str(value)[:80]
    return BadFileError(source.name, problem, remedy, cell=cell, value=shown)
