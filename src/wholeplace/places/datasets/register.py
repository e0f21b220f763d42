"""The register of councils: every local authority past, current and planned, with its codes and successors.

Source: mySociety, UK local authority names and codes (CC BY 4.0), `uk_local_authorities_*.csv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.ids import fold
from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, PLACES, ROW, Reading, SetAside
from wholeplace.evidence.source import header_has
from wholeplace.places.datasets import register_checks as checks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.sheets import Grid
    from wholeplace.evidence.source import SourceFile

# Register types -> the classes Wholeplace speaks of.
CLASSES = {
    "UA": "unitary",
    "LBO": "london-borough",
    "CC": "london-borough",
    "MD": "metropolitan",
    "CTY": "county",
    "NMD": "district",
    "COMB": "combined-authority",
    "SRA": "combined-authority",
    "WPA": "welsh-unitary",
    "SCO": "scottish-unitary",
    "NID": "northern-irish-district",
}
_NEEDED = (
    "local-authority-code",
    "official-name",
    "nice-name",
    "gss-code",
    "start-date",
    "end-date",
    "replaced-by",
    "nation",
    "region",
    "local-authority-type",
    "alt-names",
)
_CODE = re.compile(r"^[A-Z][A-Z0-9-]{1,9}$")
_GSS = re.compile(r"^[A-Z]\d{8}$")


class CouncilRegister(Dataset):
    """The register. It is read as of today: each place carries its own dates, so `as_of` goes by those."""

    key: ClassVar[str] = "council-register"
    title: ClassVar[str] = "Register of local authority names and codes"
    publisher: ClassVar[str] = "mySociety"
    licence: ClassVar[str] = "CC BY 4.0"
    namespace: ClassVar[str] = "register"
    table: ClassVar[str] = PLACES
    version: ClassVar[int] = 4

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, _NEEDED)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        reading = self.begin(
            None,
            published=_latest_start(grid),
            basis=ASSUMED,
            note="the file does not say; assumed to be the latest start or end date in it",
        )
        seen: dict[str, int] = {}
        for row, line in zip(grid.rows, grid.lines, strict=True):
            record = _record(grid, row, line, reading)
            if record is None:
                continue
            if record["id"] in seen:
                reading.set_aside.append(
                    SetAside(
                        ROW,
                        f"the code {record['id']} stands at line {seen[record['id']]} already",
                        cell=f"line {line}",
                        value=record["name"],
                        remedy="Give each authority its own code and load again.",
                    )
                )
                continue
            seen[record["id"]] = line
            reading.records.append(record)
        _drop_names_of_others(reading)
        checks.check_successors(reading)
        checks.check_counties(reading)
        checks.check_regions(reading)
        yield reading


def _record(grid: Grid, row: list[str], line: int, reading: Reading) -> dict[str, Any] | None:
    def get(name: str) -> str:
        return (
            row[grid.header.index(name)].strip() if name in grid.header and len(row) > grid.header.index(name) else ""
        )

    identifier = get("local-authority-code").upper()
    if not _CODE.match(identifier):
        reading.set_aside.append(
            SetAside(
                ROW,
                "this is not a register code",
                cell=f"line {line}",
                value=identifier or "(blank)",
                remedy="Register codes are two to four capital letters.",
            )
        )
        return None
    gss = get("gss-code").upper()
    if gss and not _GSS.match(gss):
        raise BadFileError(
            grid.file,
            f"'{get('official-name')}' has a code that is not a GSS code",
            "Correct it as published.",
            cell=f"line {line}, column gss-code",
            value=gss,
        )
    return {
        "id": identifier,
        "name": get("nice-name") or get("official-name"),
        "official_name": get("official-name"),
        "place_class": CLASSES.get(get("local-authority-type").upper(), "other"),
        "gss": gss,
        "former_gss": "|".join(re.findall(r"[A-Z]\d{8}", get("former-gss-codes"))),
        "ecode": get("ecode").upper(),
        "start": _day(grid, get("start-date"), line, "start-date"),
        "end": _day(grid, get("end-date"), line, "end-date"),
        "successors": "|".join(c.strip().upper() for c in get("replaced-by").split(",") if c.strip()),
        "nation": get("nation"),
        "region": get("region"),
        "county": get("county-la").upper(),
        "combined_authority": get("combined-authority").upper(),
        "alternative_names": _alternatives(get("alt-names"), get("official-name"), get("nice-name")),
        "area_hectares": _hectares(get("area")),
        "row": line - 1,
    }


def _alternatives(text: str, *own: str) -> str:
    """Alternative names joined by '|'; the register joins them by commas, which some names hold."""
    whole = [n for n in own if n]
    for name in sorted(whole, key=len, reverse=True):
        text = re.sub(rf"(^|,)\s*{re.escape(name)}\s*(?=,|$)", r"\1", text, flags=re.IGNORECASE)
    pieces = [p.strip() for p in text.split(",") if p.strip()]
    known = {n.casefold() for n in whole}
    return "|".join(dict.fromkeys([*whole, *(p for p in pieces if p.casefold() not in known)]))


def _drop_names_of_others(reading: Reading) -> None:
    """Drop pieces of a name with commas that are another place's own name.

    `bournemouth, christchurch and poole` must not make Bournemouth a name of the council that replaced it.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for record in reading.records:
        for name in (record["name"], record["official_name"]):
            owners[fold(name)].add(record["id"])
    for record in reading.records:
        names = record["alternative_names"].split("|")
        good = [n for n in names if not owners[fold(n)] or record["id"] in owners[fold(n)]]
        record["alternative_names"] = "|".join(good)


def _day(grid: Grid, text: str, line: int, column: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise BadFileError(
            grid.file,
            "this is not a date",
            "Write it as 2021-04-01.",
            cell=f"line {line}, column {column}",
            value=text,
        ) from None


def _hectares(square_kilometres: str) -> float | None:
    """The register gives areas in whole square kilometres, and none for councils that are gone."""
    number, _ = read_cell(square_kilometres)
    return None if number is None else number * 100


def _latest_start(grid: Grid) -> date:
    days = []
    for name in ("start-date", "end-date"):
        column = grid.column(name)
        days += [r[column].strip()[:10] for r in grid.rows if len(r) > column and r[column].strip()]
    good = [d for d in days if re.fullmatch(r"\d{4}-\d{2}-\d{2}", d)]
    return date.fromisoformat(max(good)) if good else date(2000, 1, 1)
