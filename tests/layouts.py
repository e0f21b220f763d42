"""Small files in the published layouts, with invented places: what tests load where the real files are not at hand.

A council's return is a mapping from item to amount in £ thousand; totals are added up when they are not given. The
builders return bytes; `Grid`s of cells are open to change before they become a workbook, so that a test can spoil
exactly one cell.
"""

from __future__ import annotations

import copy
import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Rows = list[list[Any]]
Sheets = dict[str, Rows]


@dataclass(frozen=True)
class Council:
    """An invented council: its codes, class letters as the returns write them, and what it returns."""

    code: str
    name: str
    letters: str
    gss: str = ""
    register: str = ""
    region: str = "Midvale"
    items: Mapping[str, float] = field(default_factory=dict)

    def but(self, **items: Any) -> Council:
        """The same council with some items changed."""
        return replace(self, items={**self.items, **items})


SERVICES = (
    "education", "highways", "children", "adults", "public_health", "housing", "cultural", "environmental",
    "planning", "police", "fire", "central", "other",
)  # fmt: skip
_ORDINARY = {
    "education": 4000, "highways": 500, "children": 3000, "adults": 6000, "public_health": 700, "housing": 800,
    "cultural": 600, "environmental": 900, "planning": 300, "police": 0, "fire": 0, "central": 1100, "other": 100,
    "interest": 400, "nre": 15000, "tax": 9000, "to_earmarked": -500, "to_unallocated": 100, "schools_open": 50,
    "schools_close": 40, "ph_open": 10, "ph_close": 10, "earmarked_open": 4500, "earmarked_close": 4000,
    "unallocated_open": 900, "unallocated_close": 1000,
}  # fmt: skip


def ordinary(scale: float = 1.0, **items: float) -> dict[str, float]:
    """A return whose totals add up, `scale` times the ordinary one, with some items changed."""
    return {**{k: round(v * scale) for k, v in _ORDINARY.items()}, **items}


HARROWMERE = Council("X0101", "Harrowmere UA", "UA", "X06000001", "HRW", items=ordinary())
FERNSHIRE = Council("X0121", "Fernshire", "SC", "X10000001", "FRN", "Eastmoor", ordinary(4, to_earmarked=800))
ASHBY = Council("X0131", "Ashby Vale", "SD", "X07000001", "ASV", "Eastmoor", ordinary(0.1, children=0, adults=0))
BROOK = Council("X0132", "Brookham", "SD", "X07000002", "BKM", "Eastmoor", ordinary(0.2, children=0, adults=0))
CALDER = Council("X5031", "Caldermoor", "L", "X09000001", "CAL", "Northgate", ordinary(1.5, to_earmarked=-4000))
POLICE = Council("X6101", "Eastmoor Police and Crime Commissioner", "O", "X23000001", items=ordinary(0.5))
COUNCILS = (HARROWMERE, FERNSHIRE, ASHBY, BROOK, CALDER, POLICE)

# Item, line number, group, heading: the lines of the stacked layout (2015-16 to 2017-18) that the tests use.
STACKED = (
    ("education", 190, "Service Expenditure", "Education services"),
    ("highways", 290, "", "Highways and transport services"),
    ("children", 330, "", "Children Social Care"),
    ("adults", 360, "", "Adult Social Care"),
    ("public_health", 390, "", "Public Health"),
    ("housing", 490, "", "Housing services (GFRA only)"),
    ("cultural", 509, "", "Cultural and related services"),
    ("environmental", 590, "", "Environmental and regulatory services"),
    ("planning", 599, "", "Planning and development services"),
    ("police", 601, "", "Police services"),
    ("fire", 602, "", "Fire and rescue services"),
    ("central", 690, "", "Central services"),
    ("other", 698, "", "Other services"),
    ("tse", 699, "", "TOTAL SERVICE EXPENDITURE (total of lines 190 to 698)"),
    ("interest", 781, "Non-current Expenditure and Receipts", "Interest: Interest payable and similar charges"),
    ("nre", 805, "Revenue Expenditure Financing", "NET REVENUE EXPENDITURE"),
    ("to_earmarked", 815, "", "Appropriations to(+)/ from(-) other earmarked financial reserves"),
    ("to_unallocated", 816, "", "Appropriations to(+)/ from(-) unallocated financial reserves"),
    ("tax", 890, "", "COUNCIL TAX REQUIREMENT"),
    ("schools_open", 911, "Reserves at 1 April {start}", "Schools reserves level at 1 April"),
    ("ph_open", 914, "", "Public health financial reserves level at 1 April"),
    ("earmarked_open", 915, "", "Other earmarked financial reserves level at 1 April"),
    ("unallocated_open", 916, "", "Unallocated financial reserves level at 1 April"),
    ("schools_close", 911, "Reserves at 31 March {end}", "Schools reserves level at 31 March"),
    ("ph_close", 914, "", "Public health financial reserves level at 31 March"),
    ("earmarked_close", 915, "", "Other earmarked financial reserves level at 31 March"),
    ("unallocated_close", 916, "", "Unallocated financial reserves level at 31 March"),
)  # fmt: skip
ITEMS = [line[0] for line in STACKED]
STACKED_HEADER, STACKED_FIRST = 6, 5
_CLASS_TOTALS = (("SHIRE COUNTIES", "SC"), ("UNITARY AUTHORITIES", "UA"))


def amount(council: Council, item: str) -> Any:
    """One cell of a return; the total of services is added up where it is not given."""
    if item == "tse" and "tse" not in council.items:
        return sum(council.items[s] for s in SERVICES)
    return council.items[item]


def _added(councils: Iterable[Council], item: str) -> float:
    found = (amount(c, item) for c in councils)
    return sum(v for v in found if isinstance(v, int | float) and not isinstance(v, bool))


def period(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02d}"


def outturn(start: int = 2016, councils: Sequence[Council] = COUNCILS, published: str = "16 November {end}") -> Sheets:
    """RS as in 2015-16 to 2017-18: group, number and name of each line in three rows over one sheet of data."""
    dates = {"start": start, "end": start + 1}
    front = [["General Fund Revenue Account Outturn"], [f"RS - REVENUE OUTTURN SUMMARY {period(start)}"]]
    if published:
        front.append([f"These figures were published on {published.format(**dates)}."])
    rows: Rows = [
        [f"Revenue Outturn (RO) {period(start)}: Revenue Outturn Summary (RS) data"],
        ["Net current expenditure (£ thousand)"],
        [None] * STACKED_FIRST + [number % 7 for _, number, _, _ in STACKED],
        [None] * STACKED_FIRST + [1 for _ in STACKED],
        [None] * STACKED_FIRST + [group.format(**dates) or None for _, _, group, _ in STACKED],
        [None] * STACKED_FIRST + [number for _, number, _, _ in STACKED],
        ["E-code", "ONS Code", "Local authority", None, "Class", *(heading for *_, heading in STACKED)],
    ]
    rows += [[c.code, c.gss, c.name, None, c.letters, *(amount(c, i) for i in ITEMS)] for c in councils]
    rows += [[], [None, None, "ENGLAND", None, None, *(_added(councils, i) for i in ITEMS)], []]
    for name, letters in _CLASS_TOTALS:
        members = [c for c in councils if c.letters == letters]
        rows.append([None, None, name, None, letters, *(_added(members, i) for i in ITEMS)])
    rows += [[], [f"Source: Revenue Outturn returns {period(start)} - RS data"], ["Notes"]]
    return {"Front Page": front, "LA drop-down": [["Choose an authority"]], f"RS LA Data {period(start)}": rows}


# Item, heading: the lines of the older layouts, whose groups stand over the reserve levels only.
_OLDER = (
    ("education", "Education services"), ("highways", "Highways and transport services"),
    ("children", "Children Social Care"), ("adults", "Adult Social Care"), ("public_health", "Public Health"),
    ("housing", "Housing services (GFRA only)"), ("cultural", "Cultural and related services"),
    ("environmental", "Environmental and regulatory services"), ("planning", "Planning and development services"),
    ("police", "Police services"), ("fire", "Fire and rescue services"), ("central", "Central services"),
    ("other", "Other services"), ("tse", "TOTAL SERVICE EXPENDITURE (TOTAL OF LINES 190 to 698)"),
    ("interest", "Interest payable and similar charges"),
    ("nre", "NET REVENUE EXPENDITURE (TOTAL OF LINES 800 TO 804)"),
    ("to_earmarked", "Appropriations to(+)/from(-) other earmarked financial reserves"),
    ("to_unallocated", "Appropriations to(+)/from(-) unallocated financial reserves"),
    ("tax", "COUNCIL TAX REQUIREMENT (TOTAL OF LINES 805 TO 880)"),
)  # fmt: skip
# Before 2013-14 there was no public health, and in 2010-11 social care was one line.
_OLDEST_WORDS = {"children": ("social_care", "Social care"), "other": ("other_before_public_health", "Other services")}
_OLDEST = tuple(
    pair
    for item, heading in _OLDER
    if item not in {"adults", "public_health"}
    for pair in [_OLDEST_WORDS.get(item, (item, heading))]
)
_LEVELS = (
    ("schools", "Schools reserves level"), ("earmarked", "Other earmarked financial reserves level"),
    ("unallocated", "Unallocated financial reserves level"),
)  # fmt: skip


def _older_amount(council: Council, item: str) -> Any:
    if item == "social_care":
        return amount(council, "children") + amount(council, "adults")
    if item == "other_before_public_health":
        return amount(council, "other") + amount(council, "public_health")
    return amount(council, item)


def _older_sheet(
    start: int, basis: str, lines: Sequence[tuple[str, str]], moment: str, councils: Sequence[Council], factor: float,
    *, gss: bool,
) -> Rows:  # fmt: skip
    end = f"Financial reserves levels at {'1 April' if moment == 'open' else '31 March'} {start + (moment != 'open')}"
    lead = ["E-code", "ONS Code", "Local authority", "Region", "Class", None] if gss else [
        "E-code", "Local authority", None, "Class", None]  # fmt: skip
    headings = [h for _, h in lines] + [h for _, h in _LEVELS]
    rows: Rows = [
        [f"Revenue Outturn Summary (RS): {period(start)} data"], [], [f"{basis} (£ thousand)"], [],
        [None] * (len(lead) + len(lines)) + [end, None, None],
        lead + headings, [],
    ]  # fmt: skip

    def values(council: Council) -> list[Any]:
        return [_older_amount(council, i) * (1 if factor == 1 or i != "education" else factor) for i, _ in lines] + [
            council.items[f"{k}_{moment}"] for k, _ in _LEVELS
        ]

    for c in councils:
        rows.append(
            ([c.code, c.gss, c.name, c.region, c.letters, None] if gss else [c.code, c.name, None, c.letters, None])
            + values(c)
        )
    added = [sum(column) for column in zip(*(values(c) for c in councils), strict=True)]
    blank = [None, None, "ENGLAND", None, None, None] if gss else [None, "ENGLAND", None, None, None]
    return [*rows, [], blank + added, [], ["Source: Revenue Outturn returns"], ["Notes"]]


def outturn_two_sheets(start: int = 2014, councils: Sequence[Council] = COUNCILS) -> Sheets:
    """RS as in 2014-15: two sheets with ONS codes, opening reserves on the first and closing ones on the second."""
    front = [[f"RS - REVENUE OUTTURN SUMMARY {period(start)}"], [f"which was published on 19 November {start + 1}."]]
    return {
        "Front page": front,
        f"RS LA Data {period(start)} (1)": _older_sheet(
            start, "Net current expenditure", _OLDER, "open", councils, 1, gss=True
        ),
        f"RS LA Data {period(start)} (2)": _older_sheet(
            start, "Financial reserves levels", _OLDER, "close", councils, 1, gss=True
        ),
    }


def outturn_three_sheets(start: int = 2010, councils: Sequence[Council] = COUNCILS) -> Sheets:
    """RS as in 2010-11: three sheets without ONS codes, social care in one line, closing reserves on the second."""
    front = [[f"RS - REVENUE OUTTURN SUMMARY {period(start)}"], [f"originally published on 27 November {start + 2}."]]
    name = f"RS LA Data {period(start)}"
    return {
        "Front page": front,
        f"{name} (1)": _older_sheet(start, "Net current expenditure", _OLDEST, "open", councils, 1, gss=False),
        f"{name} (2)": _older_sheet(start, "Capital charges", _OLDEST, "close", councils, 0.5, gss=False),
        f"{name} (3)": _older_sheet(start, "Net total cost", _OLDEST, "open", councils, 2, gss=False),
    }


_BUDGET_NUMBER = {"tse": 799, "nre": 905, "to_earmarked": 915, "to_unallocated": 916, "tax": 990, "interest": 881}


def budget(start: int = 2016, councils: Sequence[Council] = COUNCILS) -> Sheets:
    """RA as in 2016-17: like the stacked outturn, under other line numbers and without ONS codes."""
    sheets = outturn(start, councils)
    rows = sheets[f"RS LA Data {period(start)}"]
    rows[0] = [f"Revenue Account Budget (RA): {period(start)} data"]
    rows[5] = [None] * STACKED_FIRST + [_BUDGET_NUMBER.get(i, n) for i, n, *_ in STACKED]
    rows[6][1] = None
    for row in rows[7:]:
        if len(row) > 1:
            row[1] = None
    front = [[f"REVENUE ACCOUNT BUDGET {period(start)}"], [f"which was published on 30 June {start}."]]
    return {"Front Page": front, f"RA LA Data {period(start)}": rows}


def data_sheet(sheets: Sheets) -> str:
    """Name of the first sheet of data."""
    return next(n for n in sheets if " Data " in n)


def changed(sheets: Sheets) -> Sheets:
    """A copy that may be spoilt."""
    return copy.deepcopy(sheets)


def xlsx(sheets: Sheets) -> bytes:
    """A workbook of these sheets; None leaves a cell empty."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
    book.close()
    return out.getvalue()


def write(folder: Path, name: str, content: Sheets | bytes | str) -> Path:
    """Write a file into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    data = xlsx(content) if isinstance(content, dict) else content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    return path


REGISTER_COLUMNS = (
    "local-authority-code", "official-name", "nice-name", "gss-code", "start-date", "end-date", "replaced-by", "nation",
    "region", "local-authority-type", "local-authority-type-name", "county-la", "combined-authority", "alt-names",
    "former-gss-codes", "current-authority", "ecode", "area",
)  # fmt: skip
_TYPES = {"UA": "UA", "SC": "CTY", "SD": "NMD", "L": "LBO", "MD": "MD"}


def register_row(council: Council, **more: str) -> dict[str, str]:
    """A council's row of the register."""
    plain = council.name.removesuffix(" UA")
    return {
        "local-authority-code": council.register, "official-name": f"{plain} Council", "nice-name": plain,
        "gss-code": council.gss, "nation": "England", "region": council.region,
        "local-authority-type": _TYPES[council.letters], "ecode": council.code, "current-authority": "True",
    } | more  # fmt: skip


def register(rows: Iterable[Mapping[str, str]] | None = None) -> str:
    """The register of councils as CSV; by default of the councils above, Ashby Vale and Brookham in Fernshire."""
    if rows is None:
        rows = [
            register_row(HARROWMERE), register_row(FERNSHIRE), register_row(CALDER),
            register_row(ASHBY, **{"county-la": "FRN"}), register_row(BROOK, **{"county-la": "FRN"}),
        ]  # fmt: skip
    return comma_separated([list(REGISTER_COLUMNS), *([r.get(c, "") for c in REGISTER_COLUMNS] for r in rows)])


def comma_separated(rows: Iterable[Sequence[Any]]) -> str:
    """CSV text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def locked_workbook() -> bytes:
    """The least of a workbook behind a password: an OLE file whose directory names an encrypted package."""
    entry = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entry + b"\0" * 448


def population(people: Mapping[int, Mapping[str, tuple[str, int]]]) -> str:
    """Mid-year estimates as CSV: by year, then by GSS code, a name and a number of people."""
    rows = [[gss, name, year, n] for year, places in people.items() for gss, (name, n) in places.items()]
    return comma_separated([["gss_code", "name", "year", "population"], *rows])


def deprivation(scores: Mapping[str, tuple[str, float]], year: int = 2019) -> str:
    """Indices of deprivation by district as CSV: by GSS code, a name and an average score; ranks follow the scores."""
    header = [
        "lad19cd", "lad19nm", "index_domain", "average_rank", "rank_average_rank", "average_score",
        "rank_average_score", "proportion_bottom_decile", "rank_proportion_bottom_decile", "year",
    ]  # fmt: skip
    order = sorted(scores, key=lambda gss: -scores[gss][1])
    rows = [
        [gss, scores[gss][0], domain, 30_000 - 1_000 * rank, rank, scores[gss][1], rank, round(0.5 - 0.02 * rank, 4),
         rank, year]
        for domain in ("Index of Multiple Deprivation", "Income") for rank, gss in enumerate(order, start=1)
    ]  # fmt: skip
    return comma_separated([header, *rows])


def deflator(indices: Mapping[int, float]) -> Sheets:
    """The Treasury's GDP deflators: an index by financial year."""
    change = "per cent change on previous year"
    rows: Rows = [
        [None, "GDP deflators at market prices, and money GDP"],
        [None, "Updated 30 June 2018"],
        [],
        [None, "Financial years"],
        [None, None, "GDP deflator", None, "Money GDP"],
        [None, "Financial year", f"{period(max(indices))} = 100", change, "£ million"],
    ]
    before = None
    for year, index in sorted(indices.items()):
        rows.append([None, period(year), index, None if before is None else (index / before - 1) * 100, 2_000_000])
        before = index
    return {"Deflators": rows}


# An invented world: peers for Harrowmere, a merger and a division on 1 April 2017.
PEERS = tuple(
    Council(
        f"X02{n:02}", f"Peerton {n} UA", "UA", f"X060001{n:02}", f"P{n:02}", "Midvale",
        ordinary(0.6 + n / 10, to_earmarked=-50 * n, earmarked_close=2_000 + 900 * n),
    )
    for n in range(1, 9)
)  # fmt: skip
OLDBRIDGE = Council("X0301", "Oldbridge UA", "UA", "X06000301", "OLB", items=ordinary(0.5))
EASTBRIDGE = Council("X0302", "Eastbridge UA", "UA", "X06000302", "EAB", items=ordinary(0.7, to_earmarked=200))
NEWBRIDGE = Council("X0303", "Newbridge UA", "UA", "X06000303", "NWB", items=ordinary(1.3))
SPLITFORD = Council("X0304", "Splitford UA", "UA", "X06000304", "SPL", items=ordinary(0.9))
NORTHSPLIT = Council("X0305", "North Splitford UA", "UA", "X06000305", "NSP", items=ordinary(0.4))
SOUTHSPLIT = Council("X0306", "South Splitford UA", "UA", "X06000306", "SSP", items=ordinary(0.5))
VESTING = "2017-04-01"
BEFORE = (*COUNCILS, *PEERS, OLDBRIDGE, EASTBRIDGE, SPLITFORD)
AFTER = (*COUNCILS, *PEERS, NEWBRIDGE, NORTHSPLIT, SOUTHSPLIT)


def world_register() -> str:
    """The register of the invented world."""
    ended = {"end-date": VESTING, "current-authority": "False"}
    rows = [register_row(c) for c in (HARROWMERE, FERNSHIRE, CALDER, *PEERS)]
    rows += [register_row(c, **{"county-la": "FRN"}) for c in (ASHBY, BROOK)]
    rows += [register_row(c, **ended, **{"replaced-by": "NWB"}) for c in (OLDBRIDGE, EASTBRIDGE)]
    rows.append(register_row(SPLITFORD, **ended, **{"replaced-by": "NSP,SSP"}))
    rows += [register_row(c, **{"start-date": VESTING}) for c in (NEWBRIDGE, NORTHSPLIT, SOUTHSPLIT)]
    return register(rows)


def grown(councils: Iterable[Council], rate: float) -> list[Council]:
    """The same councils with every amount multiplied (and still whole thousands)."""
    return [replace(c, items={k: round(v * rate) for k, v in c.items.items()}) for c in councils]


def write_world(folder: Path) -> Path:
    """All files of the invented world: returns of six years, a budget, people, deprivation, prices."""
    write(folder, "register.csv", world_register())
    write(folder, "RS_2010-11.xlsx", outturn_three_sheets(2010, grown(BEFORE, 0.8)))
    for year in (2013, 2014):
        write(folder, f"RS_{period(year)}.xlsx", outturn_two_sheets(year, grown(BEFORE, 0.9 + (year - 2013) / 50)))
    for year in (2015, 2016):
        write(folder, f"RS_{period(year)}.xlsx", outturn(year, grown(BEFORE, 0.95 + (year - 2015) / 20)))
    first = outturn(2017, grown(AFTER, 1.02), published="23 August {end}")
    first["Front Page"].append(["These are provisional figures."])
    write(folder, "RS_2017-18_provisional.xlsx", first)
    write(folder, "RS_2017-18.xlsx", outturn(2017, grown(AFTER, 1.04), published="15 November {end}"))
    write(
        folder,
        "RA_2016-17.xlsx",
        budget(2016, [c.but(to_earmarked=-200, adults=c.items["adults"] - 90) for c in BEFORE]),
    )
    lower = [c for c in BEFORE if c.letters in {"UA", "L", "SD"}]
    people = {c.gss: (c.name, 100_000 + 1_000 * n) for n, c in enumerate(lower)}
    years = {y: {g: (name, n + 10 * (y - 2012)) for g, (name, n) in people.items()} for y in range(2012, 2020)}
    write(folder, "population.csv", population(years))
    write(folder, "deprivation.csv", deprivation({g: (n, 10.0 + i) for i, (g, (n, _)) in enumerate(people.items())}))
    write(folder, "deflator.xlsx", deflator({y: 80 + 2.5 * (y - 2010) for y in range(2010, 2019)}))
    return folder
