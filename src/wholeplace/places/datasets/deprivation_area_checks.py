"""Checks on a composite index by neighbourhood: fifths follow from tenths, tenths and ranks from scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import WARNING, Check, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wholeplace.evidence.reading import Block, Reading

_TOLD = 20  # a column that is wrong throughout is told of by its first cells


def check_quintiles(reading: Reading) -> None:
    """Two tenths make a fifth."""
    import numpy as np

    tenths, fifths = _block(reading, "decile"), _block(reading, "quintile")
    if tenths is None or fifths is None:
        return
    both = (tenths.statuses == OK) & (fifths.statuses == OK)
    differs = both & (np.ceil(tenths.numbers / 2) != fifths.numbers)
    _tell(reading, "fifths-follow-tenths", fifths, differs, both, "the fifth is not that of the tenth beside it")


def check_order(reading: Reading) -> None:
    """Down the ranks scores never rise and tenths never fall."""
    import numpy as np

    ranks = _block(reading, "rank")
    if ranks is None:
        return
    for suffix, sign in (("score", -1), ("decile", 1)):
        block = _block(reading, suffix)
        if block is None:
            continue
        both = (ranks.statuses == OK) & (block.statuses == OK)
        order = np.flatnonzero(both)[np.argsort(ranks.numbers[both], kind="stable")]
        falls = np.diff(block.numbers[order] * sign) < -1e-9
        differs = np.zeros(len(block.numbers), dtype=bool)
        differs[order[1:][falls]] = True
        reason = f"the {'tenth' if sign > 0 else 'score'} does not follow the rank beside it"
        _tell(reading, f"{suffix}s-follow-ranks", block, differs, both, reason)


def _block(reading: Reading, suffix: str) -> Block | None:
    return next((b for b in reading.blocks if b.line == f"{reading.namespace}.{suffix}"), None)


def _tell(
    reading: Reading, name: str, block: Block, differs: NDArray[np.bool_], compared: NDArray[np.bool_], reason: str
) -> None:
    import numpy as np

    where = np.flatnonzero(differs).tolist()
    detail = f"{int(compared.sum())} areas compared, {len(where)} differ"
    reading.checks.append(Check(name, not where, detail))
    more = f", and of {len(where) - _TOLD} other areas" if len(where) > _TOLD else ""
    for position in where[:_TOLD]:
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"{reason}, for {block.authorities[position]}{more if position == where[0] else ''}",
                cell=cell_name(block.rows[position], block.column),
                value=f"{block.numbers[position]:g}",
                remedy="Check the row against the publication; it is used as it stands.",
            )
        )
