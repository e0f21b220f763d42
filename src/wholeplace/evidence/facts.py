"""A reading's tables as Arrow: facts cell by cell, and the small tables of text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.core.money import PENCE_PER_POUND, to_pence
from wholeplace.evidence import arrow
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, SetAside
from wholeplace.evidence.schemas import facts_schema
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from wholeplace.evidence.reading import Reading

# A trillion pounds: more than any return holds, and well within what is exact to the penny.
MOST_PENCE = 10**14


def set_aside_beyond_reckoning(reading: Reading) -> None:
    """Set aside cells whose amount no authority could have (over £1,000bn): a slip that would drown every sum."""
    import numpy as np

    for block in reading.blocks:
        per_unit = reading.lines[block.line].pounds_per_unit
        if not per_unit:
            continue
        numbers = np.asarray(block.numbers, "float64")
        huge = (block.statuses == OK) & ~(np.abs(numbers) <= MOST_PENCE / (per_unit * PENCE_PER_POUND))
        for position in np.nonzero(huge)[0].tolist():
            reading.set_aside.append(
                SetAside(
                    CELL, f"more money than there is, for {block.authorities[position]}", block.sheet,
                    cell_name(block.rows[position], block.column), f"{numbers[position]:g}",
                    "Correct the cell as published and load again; until then it has no figure.",
                )
            )  # fmt: skip
            block.mark(position, SET_ASIDE)
            block.numbers[position] = np.nan


def _pence(numbers: Any, per_unit: int) -> Any:
    """Pence as `core.money.to_pence` gives them, all at once: only amounts with a fraction of a penny go one by one."""
    import numpy as np

    scaled = numbers * (per_unit * PENCE_PER_POUND)
    pence = np.rint(scaled)
    for position in np.nonzero(np.abs(scaled - pence) > 0.1)[0].tolist():
        pence[position] = to_pence(float(numbers[position]), per_unit)
    return pence.astype("int64")


def facts_table(reading: Reading, identifier: str) -> pa.Table:
    """All facts of a reading, sorted by line so that a query for a few lines reads a few row groups."""
    import numpy as np
    import pyarrow as pa

    blocks = sorted(reading.blocks, key=lambda b: b.line)
    if not blocks:
        return facts_schema().empty_table()
    counts = [len(b.numbers) for b in blocks]
    authorities, sheets, statuses = _Words(), _Words(), _Words()
    codes = np.concatenate([authorities.codes(b.authorities) for b in blocks])
    marks = np.concatenate([_status_codes(statuses, b.statuses) for b in blocks])
    good = marks == statuses.code(OK)
    numbers = np.where(good, np.concatenate([b.numbers for b in blocks]), 0.0)
    per_unit = np.repeat([reading.lines[b.line].pounds_per_unit for b in blocks], counts)
    # Rounded half to even like `core.money.to_pence`; a test holds the two to the same answers.
    pence = np.rint(np.round(numbers * (per_unit * PENCE_PER_POUND), 4)).astype("int64")
    columns = [
        arrow.words(np.zeros(sum(counts), "int32"), [identifier]),
        arrow.words(np.repeat(np.arange(len(blocks)), counts), [b.line for b in blocks]),
        arrow.words(codes, authorities.known),
        arrow.numeric(numbers, pa.float64(), good),
        arrow.numeric(pence, pa.int64(), good & (per_unit > 0)),
        arrow.words(marks, statuses.known),
        arrow.words(np.repeat([sheets.code(b.sheet) for b in blocks], counts), sheets.known),
        arrow.numeric(np.concatenate([np.asarray(b.rows, "int32") for b in blocks]), pa.int32()),
        arrow.numeric(np.repeat([b.column for b in blocks], counts), pa.int32()),
    ]
    return pa.Table.from_arrays(columns, schema=facts_schema())


class _Words:
    """Different words in the order they were met."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._positions: dict[str, int] = {}
        self._by_list: dict[int, tuple[Any, Any]] = {}

    def code(self, word: str) -> int:
        if word not in self._positions:
            self._positions[word] = len(self.known)
            self.known.append(word)
        return self._positions[word]

    def codes(self, values: Any) -> Any:
        """Codes of a list; blocks of one sheet share theirs, which is looked up once."""
        import numpy as np

        found = self._by_list.get(id(values))
        if found is None or found[0] is not values:
            found = (values, np.array([self.code(v) for v in values], dtype="int32"))
            self._by_list[id(values)] = found
        return found[1]


def _status_codes(statuses: _Words, values: Any) -> Any:
    import numpy as np

    if bool((values == OK).all()):
        return np.full(len(values), statuses.code(OK), dtype="int32")
    return np.array([statuses.code(v) for v in values], dtype="int32")


def text_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows of a small table of text (and row numbers) with `schema`."""
    import numpy as np
    import pyarrow as pa

    columns = []
    for field_ in schema:
        values = [r.get(field_.name) for r in rows]
        if pa.types.is_string(field_.type):
            columns.append(arrow.text([None if v is None else str(v) for v in values]))
        else:
            good = np.array([v is not None for v in values], dtype=bool)
            columns.append(arrow.numeric(np.array([v or 0 for v in values]), field_.type, good))
    return pa.Table.from_arrays(columns, schema=schema)
