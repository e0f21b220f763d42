"""Reading a table of authorities out of a sheet: the part that all returns have in common.

A return's sheet has a header row somewhere near the top, one row an authority, then class totals and notes. Columns
are found by what their headings say; numbers that are not numbers are set aside cell by cell, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import BadFileError
from wholeplace.core.ids import fold
from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, ROW, Authority, Block, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wholeplace.evidence.sheets import Sheet

_ENOUGH = 40  # cells of a row tell whether it holds numbers
_ECODE = re.compile(r"^[A-Z]\d{4}$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
# GSS codes of countries and unions of them, of regions and of inner and outer London. Source: ONS, register of codes.
_TOTAL_GSS = re.compile(r"^(?:[EWSN]92|K0\d|E1[23])\d{6}$")
_FOOTNOTE = re.compile(r"\s*(?:\[[^\]]*\]|\(\d{1,2}\))\s*$")

ECODE_HEADINGS = frozenset({"e code", "ecode", "lgf code", "la lgf code", "la code", "00code"})
GSS_HEADINGS = frozenset({"ons code", "onscode", "gss code", "la ons code", "ons_code"})
NAME_HEADINGS = frozenset({"local authority", "authority", "la name", "name", "local authority name"})
CLASS_HEADINGS = frozenset({"class", "la class", "class code", "la class code"})
REGION_HEADINGS = frozenset({"region"})


@dataclass
class Columns:
    """Where the identifying columns of a sheet stand (column positions counted from 0, -1 where there is none)."""

    header: int
    ecode: int
    gss: int
    name: int
    published_class: int
    region: int

    @property
    def last(self) -> int:
        """The last identifying column: values start after it."""
        return max(self.ecode, self.gss, self.name, self.published_class, self.region)


@dataclass
class AuthorityRows:
    """The rows of a sheet that are authorities, and those that are not with the reason."""

    authorities: list[Authority]
    rows: list[int]
    set_aside: list[SetAside] = field(default_factory=list)
    _columns: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict, repr=False)

    @cached_property
    def keys(self) -> list[str]:
        """The authorities' keys, one list for all columns of the sheet."""
        return [a.key for a in self.authorities]

    def column(self, sheet: Sheet, position: int) -> tuple[Any, ...]:
        """A column's cells for the authorities; blank where the sheet is not as wide."""
        if sheet.name not in self._columns:
            self._columns[sheet.name] = list(zip_longest(*(sheet.rows[r] for r in self.rows), fillvalue=""))
        found = self._columns[sheet.name]
        return found[position] if position < len(found) else ("",) * len(self.rows)


def find_columns(sheet: Sheet, file: str, within: int = 30) -> Columns:
    """Find the header row by its code and name headings, wherever it has moved to.

    Raises:
        BadFileError: no row among the first `within` has both.
    """
    for index, row in enumerate(sheet.rows[:within]):
        folded = [fold(_FOOTNOTE.sub("", c)) if isinstance(c, str) else "" for c in row]
        ecode = _first(folded, ECODE_HEADINGS)
        gss = _first(folded, GSS_HEADINGS)
        name = _first(folded, NAME_HEADINGS)
        if max(ecode, gss) >= 0 and name >= 0:
            return Columns(index, ecode, gss, name, _first(folded, CLASS_HEADINGS), _first(folded, REGION_HEADINGS))
    raise BadFileError(
        file,
        f"no header row with a code and an authority's name in the first {within} rows",
        "Check that the header row was not deleted or renamed; it should read like 'E-code, Local authority, Class'.",
        sheet=sheet.name,
    )


def is_total(key: str, name: str) -> bool:
    """Whether a row's first code is that of a country or region, which makes it a total.

    The Greater London Authority is published under London's own code: its name tells it from the region.
    """
    return bool(_TOTAL_GSS.match(key.strip().upper())) and "authority" not in fold(name).split()


def _first(folded: Sequence[str], headings: frozenset[str]) -> int:
    return next((i for i, text in enumerate(folded) if text in headings), -1)


def authority_rows(sheet: Sheet, columns: Columns) -> AuthorityRows:
    """Tell authorities from totals, notes and duplicates.

    An authority that stands twice with the same numbers is kept once; with different numbers both rows are set
    aside, because nobody but the publisher can say which is right.
    """
    found = AuthorityRows([], [])
    seen: dict[str, tuple[int, str]] = {}
    conflicting: set[str] = set()
    places = [p for p in (columns.ecode, columns.gss) if p >= 0]
    for index in range(columns.header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        code = gss = ""
        for place in places:
            # The two codes are told by their form: the 2022-23 budget has their headings the wrong way round.
            text = sheet.text(index, place).upper()
            if not code and _ECODE.match(text):
                code = text
            elif not gss and _GSS.match(text):
                gss = text
        key = code or gss
        if not key or is_total(key, sheet.text(index, columns.name)):
            _describe_other_row(sheet, columns, index, row, found)
            continue
        before = next((seen[c] for c in (code, gss) if c in seen), None)
        if before is not None:
            _describe_duplicate(sheet, columns, index, key, before, found, conflicting)
            continue
        seen |= {c: (index, key) for c in (code, gss) if c}
        name = sheet.text(index, columns.name)
        region = sheet.text(index, columns.region) if columns.region >= 0 else ""
        published = sheet.text(index, columns.published_class) if columns.published_class >= 0 else ""
        found.authorities.append(Authority(key, name, code, gss, "", published, region))
        found.rows.append(index)
    if conflicting:
        kept = [i for i, a in enumerate(found.authorities) if a.key not in conflicting]
        found.authorities = [found.authorities[i] for i in kept]
        found.rows = [found.rows[i] for i in kept]
    return found


def _describe_other_row(sheet: Sheet, columns: Columns, index: int, row: list[Any], found: AuthorityRows) -> None:
    values = [c for c in row[columns.last + 1 :] if c not in ("", None)]
    if sum(read_cell(c)[0] is not None for c in values[:_ENOUGH]) < 2:
        return  # blank rows, headings and notes
    code_column = max(columns.ecode, columns.gss, 0) if columns.ecode < 0 or columns.gss < 0 else columns.ecode
    code_cell = cell_name(index, code_column)
    told = next((c for c in (sheet.text(index, columns.ecode), sheet.text(index, columns.gss)) if c), "")
    name = sheet.text(index, columns.name)
    total = is_total(told, name)
    label = told or next((str(c).strip() for c in row if isinstance(c, str) and c.strip()), "")
    if not total and ((told and name) or (re.search(r"\d", label) and len(label) <= 12)):
        for_whom = f", for {name}" if name else ""
        found.set_aside.append(
            SetAside(
                ROW, f"this is not an authority code{for_whom}", sheet.name, code_cell, label,
                "Correct the code as published (a letter and four or eight digits) and load again.",
            )
        )  # fmt: skip
        return
    shown = name or label or "no label"
    found.set_aside.append(SetAside(ROW, f"a total or subtotal ({shown}), not an authority", sheet.name, code_cell))


def _describe_duplicate(
    sheet: Sheet, columns: Columns, index: int, key: str, first: tuple[int, str], found: AuthorityRows,
    conflicting: set[str],
) -> None:  # fmt: skip
    first_row, first_key = first
    same = sheet.rows[index][columns.last + 1 :] == sheet.rows[first_row][columns.last + 1 :]
    code_cell = cell_name(index, columns.ecode if columns.ecode >= 0 else columns.gss)
    if same:
        reason = f"the same authority stands at row {first_row + 1} with the same numbers"
        remedy = "Nothing to do: it is counted once."
    else:
        conflicting |= {key, first_key}
        reason = f"the same authority stands at row {first_row + 1} with other numbers; neither row is used"
        remedy = "Ask the publisher which is right, delete the other row and load again."
    found.set_aside.append(SetAside(ROW, reason, sheet.name, code_cell, key, remedy))


def read_column(sheet: Sheet, rows: AuthorityRows, column: int, line: str, set_aside: list[SetAside]) -> Block | None:
    """One column's numbers for all authorities; None where the whole column is blank.

    Text where a number belongs is set aside by its cell; known markers (`…`, `n/a`, `[c]`) become statuses.
    """
    import numpy as np

    values = rows.column(sheet, column)
    # The quick way is for columns of plain numbers only: numpy would take truth values and texts such as `nan` or
    # `1_000` for numbers too.
    kinds = set(map(type, values))
    if kinds <= {float, int}:
        numbers, statuses = np.array(values, dtype="float64"), _all_ok(len(values))
    elif kinds == {str} and not any(values):
        return None
    else:
        numbers, statuses = np.full(len(values), np.nan), np.full(len(values), OK, dtype=object)
        texts = _only_text(values)
        if texts is not None:
            _describe_text_column(sheet, rows, column, line, texts, set_aside)
            return None
        for position, value in enumerate(values):
            if type(value) is float:  # nearly every cell of nearly every return
                numbers[position] = value
                continue
            number, status = read_cell(value)
            numbers[position] = np.nan if number is None else number
            statuses[position] = status
            if status == SET_ASIDE:
                set_aside.append(
                    SetAside(
                        CELL, f"text where a number belongs, for {rows.authorities[position].name}", sheet.name,
                        cell_name(rows.rows[position], column), str(value)[:80],
                        "Correct the cell as published and load again; until then it has no figure.",
                    )
                )  # fmt: skip
    reckonable = np.isfinite(numbers)
    for position in [] if reckonable.all() else np.nonzero(~reckonable & (statuses == OK))[0].tolist():
        statuses, numbers[position] = statuses.copy(), np.nan
        statuses[position] = SET_ASIDE
        set_aside.append(
            SetAside(
                CELL, f"not a number that can be reckoned with, for {rows.authorities[position].name}", sheet.name,
                cell_name(rows.rows[position], column), str(values[position])[:80],
                "Correct the cell as published and load again; until then it has no figure.",
            )
        )  # fmt: skip
    return Block(line, sheet.name, column, rows.rows, rows.keys, numbers, statuses)


@lru_cache(maxsize=64)
def _all_ok(count: int) -> NDArray[Any]:
    """Statuses of a column without a gap: one array for all such columns, which nobody may write to."""
    import numpy as np

    statuses = np.full(count, OK, dtype=object)
    statuses.flags.writeable = False
    return statuses


def _only_text(values: Sequence[object]) -> set[str] | None:
    """The texts of a column that holds no number at all (empty when it is blank), None where it holds one."""
    texts: set[str] = set()
    for value in values:
        if type(value) is float:
            return None
        number, status = read_cell(value)
        if number is not None:
            return None
        if status == SET_ASIDE:
            texts.add(str(value).strip())
    return texts


def _describe_text_column(
    sheet: Sheet, rows: AuthorityRows, column: int, line: str, texts: set[str], set_aside: list[SetAside]
) -> None:
    if texts:
        sample = ", ".join(sorted(texts)[:3])
        where = f"{cell_name(rows.rows[0], column)}:{cell_name(rows.rows[-1], column)}"
        set_aside.append(
            SetAside(ROW, f"a column of answers in words ({line}), not of numbers", sheet.name, where, sample)
        )
