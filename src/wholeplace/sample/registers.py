"""The register of councils, the list of changes and the list of events: what says who is who."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wholeplace.sample.names import COUNTRY, SENTENCE
from wholeplace.sample.sector import MERGER, RENAMING, Body, Sector
from wholeplace.sample.workbook import Cell, open_workbook, write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from wholeplace.sample.geography import Place
    from wholeplace.sample.traits import Event, Traits

COLUMNS = (
    "local-authority-code", "official-name", "nice-name", "gss-code", "start-date", "end-date", "replaced-by",
    "nation", "region", "local-authority-type", "local-authority-type-name", "county-la",
    "combined-authority", "alt-names", "former-gss-codes", "notes", "current-authority", "BS-6879", "ecode",
    "even-older-register-and-code", "gov-uk-slug", "area", "pop-2020", "x", "y", "lat", "long", "powers",
    "lower-or-unitary", "mapit-area-code", "ofcom", "old-ons-la-code", "old-register-and-code",
    "open-council-data-id", "os-file", "os", "snac", "wdtk-id",
)  # fmt: skip
_TYPE_NAMES = {
    "UA": "Unitary authority",
    "LBO": "London borough",
    "MD": "Metropolitan district",
    "CTY": "County",
    "NMD": "Non-metropolitan district",
    "GLA": "Strategic Regional Authority",
}
_POWERS = {"NMD": "lower tier", "CTY": "upper tier", "GLA": "combined"}


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV with line feeds; returns its path."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_register(folder: Path, sector: Sector, traits: dict[str, Traits], places: dict[str, Place]) -> Path:
    """Write the register of councils with its 38 published columns."""
    rows = []
    for body in sorted(sector.councils(), key=lambda b: b.code):
        known = _row(body, traits, places)
        rows.append([known.get(name, "") for name in COLUMNS])
    return write_csv(folder / "councils_register.csv", COLUMNS, rows)


def _row(body: Body, traits: dict[str, Traits], places: dict[str, Place]) -> dict[str, object]:
    kind = "SRA" if body.kind == "GLA" else body.kind
    place = places.get(body.ecode)
    gone = body.end is not None
    row: dict[str, object] = {
        "local-authority-code": body.code,
        "official-name": body.official,
        "nice-name": body.name,
        "gss-code": body.gss,
        "start-date": body.start or "",
        "end-date": _written_end(body.end) if body.end else "",
        "replaced-by": ",".join(body.successors),
        "nation": COUNTRY,
        "region": body.region.name,
        "local-authority-type": kind,
        "local-authority-type-name": _TYPE_NAMES[body.kind],
        "county-la": body.county,
        "combined-authority": "CAGA" if body.cls == "L" else "",
        "alt-names": ",".join(other_names(body)),
        "notes": SENTENCE,
        "current-authority": not gone,
        "BS-6879": body.code,
        "ecode": body.ecode,
        "gov-uk-slug": body.name.lower().replace(" ", "-"),
        "powers": _POWERS.get(body.kind, "unitary"),
        "lower-or-unitary": body.kind not in {"CTY", "GLA"},
        "old-register-and-code": f"local-authority-inv:{body.code}",
    }
    if body.area:
        row["area"] = body.area
    people = traits[body.ecode].people[2020]
    row["pop-2020"] = f"{people}.0"
    if place:
        row |= {"x": place.x, "y": place.y, "lat": place.lat, "long": place.long}
    return row


def _written_end(end: date) -> date:
    """The real register gives the last day of some councils and the day after for others: so does this."""
    return end - timedelta(days=1) if end == MERGER else end


def other_names(body: Body) -> list[str]:
    """Names that published files use for it, among them the one it had before."""
    names = [body.name]
    if body.former_name:
        names += [body.former_name, f"{body.former_name} District Council"]
    if body.cls == "UA":
        names.append(f"{body.name} UA")
    if body.cls == "SC":
        names += [f"{body.name} County", f"{body.name} CC"]
    if " and " in body.name:
        names.append(body.name.replace(" and ", " & "))
    return names


def a_council(folder: Path) -> str:
    """The name of a county in a sector already written, as an example to try."""
    with (folder / "councils_register.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    lasting = (r for r in rows if r["local-authority-type"] == "CTY" and r["current-authority"] == "True")
    return next(lasting, rows[0])["nice-name"]


def write_changes(folder: Path, sector: Sector) -> Path:
    """Write the list of changes of code and name, in the layout of the ONS code history."""
    header = ["GEOGCD", "GEOGNM", "GEOGNMW", "GEOGCD_P", "GEOGNM_P", "GEOGNMW_P"]
    rows: list[list[Cell]] = [[*header, "SI_ID", "SI_TITLE", "OPER_DATE", "ENTITYCD", "YEAR"]]
    by_code = {body.code: body for body in sector.councils()}
    for body in sector.councils():
        if body.former_name:
            rows.append(_change(body, body.gss, body.former_name, RENAMING, "9001/2018", "Name Change"))
        if body.end is None:
            continue
        number, title = _order(body, by_code)
        if body.cls == "SC":
            rows.append(_change(None, body.gss, body.name, body.end, number, title))
        else:
            heir = by_code[body.successors[0]]
            rows.append(_change(heir, body.gss, body.name, body.end, number, title))
    path = folder / "reorganisation_2013_to_2022.xlsx"
    with open_workbook(path) as book:
        write_sheet(book, "ONS code history - CHANGES", rows)
        write_sheet(book, "About", [[SENTENCE], ["The orders and their numbers are invented."]])
    return path


def _order(body: Body, by_code: dict[str, Body]) -> tuple[str, str]:
    if body.end == MERGER:
        return (
            "9002/2018",
            f"The {by_code[body.successors[0]].name} (Local Government Changes) Order 2018 (invented)",
        )
    county = body if body.cls == "SC" else by_code[body.county]
    return "9003/2020", f"The {county.name} (Structural Changes) Order 2020 (invented)"


def _change(heir: Body | None, gss: str, name: str, day: date, number: str, title: str) -> list[Cell]:
    """One row: what was, what took its place (nothing, where a county is abolished), and by which order."""
    new: list[Cell] = [heir.gss, heir.name, None] if heir else [None, None, None]
    kind = heir.gss[:3] if heir else gss[:3]
    when = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day, not a moment
    return [*new, gss, name, None, number, title, when, kind, str(day.year)]


def write_events(folder: Path, sector: Sector, events: list[Event]) -> Path:
    """Write the list of distress events, by name only, each source marked as invented."""
    rows = []
    for event in events:
        body = sector.of(event.ecode)
        name = f"{body.name} CC" if body.cls == "SC" else body.name
        rows.append((event.kind, name, event.when, f"{event.note} (invented)"))
    return write_csv(folder / "distress_events.csv", ("type", "authority", "date_or_fy", "source"), rows)
