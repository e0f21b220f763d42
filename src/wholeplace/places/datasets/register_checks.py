"""Checks on the register: successors that exist, and districts that stand in the right county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.reading import CELL, WARNING, Check, SetAside

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading


def check_successors(reading: Reading) -> None:
    """Warn of a successor that the register does not list."""
    known = {r["id"] for r in reading.records}
    missing = 0
    for record in reading.records:
        for code in filter(None, record["successors"].split("|")):
            if code in known:
                continue
            missing += 1
            reading.set_aside.append(
                SetAside(
                    WARNING,
                    f"{record['name']} is replaced by {code}, which is not in the register",
                    cell=f"line {record['row'] + 1}",
                    value=code,
                    remedy="Check the code.",
                )
            )
    reading.checks.append(Check("successors-exist", missing == 0, f"{missing} unknown"))


def check_counties(reading: Reading) -> None:
    """Hold each district's county against its E-code, whose first two digits are those of its county.

    Where the E-code and the district that succeeded it both name another county, the cell is set aside and
    that county is used, with its region: the register of 2025 has Forest Heath (E3532, now West Suffolk) in
    Surrey. Where only the E-code differs, it is a warning.
    """
    by_id = {r["id"]: r for r in reading.records}
    counties = {
        r["ecode"][:3]: r for r in reading.records if r["place_class"] == "county" and r["ecode"].startswith("E")
    }
    differing = 0
    for record in reading.records:
        told = counties.get(record["ecode"][:3])
        if record["place_class"] != "district" or told is None or told["id"] == record["county"]:
            continue
        differing += 1
        _describe(reading, record, told, by_id)
    reading.checks.append(Check("districts-in-their-county", differing == 0, f"{differing} differ from their E-code"))


def check_regions(reading: Reading) -> None:
    """A county lies in the region of its districts, and they in its own.

    Where the districts all name one region and the county another, the county's cell is set aside and the districts'
    region is used (the register of 2025 has Derbyshire in the West Midlands). A blank is filled from the other tier.
    """
    districts: dict[str, list[dict[str, Any]]] = {}
    for record in reading.records:
        if record["place_class"] == "district" and record["county"]:
            districts.setdefault(record["county"], []).append(record)
    differing = 0
    filled: list[str] = []
    for county in (r for r in reading.records if r["place_class"] == "county"):
        members = districts.get(county["id"], [])
        told = {m["region"] for m in members if m["region"]}
        if len(told) == 1 and county["region"] not in told:
            region = told.pop()
            differing += bool(county["region"])
            _move_region(reading, county, region, len(members), filled)
        for member in members:
            if not member["region"] and county["region"]:
                member["region"] = county["region"]
                filled.append(member["name"])
    if filled:
        reading.notes.append(f"Blank regions taken from the county or its districts: {', '.join(sorted(filled))}.")
    reading.checks.append(Check("counties-in-their-districts-region", differing == 0, f"{differing} differ"))


def _move_region(reading: Reading, county: dict[str, Any], region: str, count: int, filled: list[str]) -> None:
    if county["region"]:
        reason = f"{county['name']} stands in another region than all its {count} districts ({region}), which is used"
        where = f"line {county['row'] + 1}, column region"
        reading.set_aside.append(
            SetAside(CELL, reason, cell=where, value=county["region"], remedy="Tell the register's keepers.")
        )
    else:
        filled.append(county["name"])
    county["region"] = region


def _describe(reading: Reading, record: dict[str, Any], told: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> None:
    successors = [by_id[c] for c in record["successors"].split("|") if c in by_id]
    agree = [s for s in successors if s["place_class"] == "district" and s["county"] == told["id"]]
    where, found = f"line {record['row'] + 1}, column county-la", record["county"] or "(blank)"
    reason = f"{record['name']} has the E-code {record['ecode']}, which belongs to {told['name']} ({told['id']})"
    if agree:
        reason += f", and so does its successor {agree[0]['name']}; that county is used, with its region"
        reading.set_aside.append(SetAside(CELL, reason, cell=where, value=found, remedy="Tell the register's keepers."))
        record["county"], record["region"] = told["id"], told["region"]
        return
    reading.set_aside.append(
        SetAside(WARNING, reason, cell=where, value=found, remedy="Check the county; it is used as it stands.")
    )
