"""What the council tax requirement return is put to before release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, WARNING, Check, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.finance.datasets.checks import HeldTotals
from wholeplace.finance.datasets.council_tax_lines import MONEY, is_part

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Block, Reading
    from wholeplace.evidence.sheets import Sheet
    from wholeplace.evidence.table import Columns
    from wholeplace.finance.datasets.council_tax_lines import CouncilTaxLine

# Above this a share can only be a percentage; below it, only a fraction. No precept share comes near a fifth.
_PERCENT_FROM = {"ctr.collection_rate": 1.5, "ctr.adult_social_care_share": 0.2}
_SUMMED = ("parish_precepts", "requirement_excluding_parishes", "adult_social_care_precept", "tax_base")
_POUND_ROUNDING = 2.0


def to_fractions(reading: Reading, block: Block, wording: str) -> None:
    """Turn a column published as percentages (97) into fractions (0.97), as other years publish it.

    A cell on the other scale than its column is set aside: it can't be told whether it is a slip or meant.
    """
    import numpy as np

    limit = _PERCENT_FROM[block.line]
    good = block.statuses == OK
    given = block.numbers[good & (block.numbers != 0)]
    if not len(given):
        return
    percent = bool(np.median(given) > limit)
    odd = block.numbers > limit
    if percent:
        note = f"'{wording}' is published in per cent and held as a fraction."
        reading.notes += [] if note in reading.notes else [note]
        odd = (block.numbers < limit) & (block.numbers != 0) & (block.line == "ctr.collection_rate")
    for position in np.nonzero(odd & good)[0]:
        reading.set_aside.append(
            SetAside(
                CELL,
                f"the other cells of '{wording}' are {'per cent' if percent else 'fractions'}; this one, for "
                f"{block.authorities[position]}, is not",
                block.sheet, cell_name(block.rows[position], block.column), f"{block.numbers[position]:g}",
                "Correct the cell as published and load again; until then it has no figure.",
            )
        )  # fmt: skip
    block.mark(odd & good, SET_ASIDE)
    block.numbers[odd & good] = np.nan
    if percent:
        block.numbers /= 100


def check_parishes(reading: Reading) -> None:
    """Warn where the requirement without parishes is not the whole less parish precepts."""
    import numpy as np

    blocks = {b.line.split(".")[1]: b for b in reversed(reading.blocks)}
    wanted = ("requirement_including_parishes", "parish_precepts", "requirement_excluding_parishes")
    if not all(name in blocks for name in wanted):
        return
    whole, parishes, rest = (blocks[name] for name in wanted)
    gap = whole.numbers - np.nan_to_num(parishes.numbers) - rest.numbers
    differing = np.nonzero(np.abs(gap) > _POUND_ROUNDING)[0]
    for position in differing:
        reading.set_aside.append(
            SetAside(
                WARNING,
                "the requirement without parishes is not the requirement less parish precepts, which is "
                f"{whole.numbers[position] - np.nan_to_num(parishes.numbers[position]):,.0f} "
                f"({rest.authorities[position]}); each figure is used as published",
                rest.sheet, cell_name(rest.rows[position], rest.column), f"{rest.numbers[position]:,.0f}",
                "Compare with the council's own council tax resolution.",
            )
        )  # fmt: skip
    reading.checks.append(
        Check("parishes-add-up", passed=not len(differing), detail=f"{len(differing)} authorities differ")
    )


def refuse_contradicted(reading: Reading, block: Block, line: CouncilTaxLine, sheet: Sheet, columns: Columns) -> None:
    """Set aside an authority's amount that the parts printed under it contradict by more than rounding.

    Combined authorities that are also the police authority have a row for the whole and one for each part.
    """
    import numpy as np

    if line.kind != MONEY:
        return
    for position, row in enumerate(block.rows):
        parts = 0.0
        below = row + 1
        while is_part(sheet.text(below, columns.name)):
            cell = sheet.rows[below][block.column]
            parts += cell if isinstance(cell, int | float) else 0
            below += 1
        if below == row + 1 or block.statuses[position] != OK:
            continue
        if abs(block.numbers[position] - parts) > _POUND_ROUNDING:
            reading.set_aside.append(
                SetAside(
                    CELL, f"the amount does not agree with its parts below, which add up to {parts:,.0f}",
                    sheet.name, cell_name(row, block.column), f"{block.numbers[position]:,.0f}",
                    "Compare with the published page; until it is mended this amount has no figure.",
                )
            )  # fmt: skip
            block.mark(position, SET_ASIDE)
            block.numbers[position] = np.nan


def check_england(reading: Reading, sheet: Sheet, columns: Columns) -> None:
    """Hold sums over authorities against the row for England, and England's Band D against their quotient."""
    import numpy as np

    row = next((r for r in range(columns.header, len(sheet.rows)) if _is_england(sheet.text(r, columns.name))), -1)
    if row < 0:
        reading.checks.append(Check("national-totals", passed=False, detail="the sheet has no row for England"))
        return
    held = HeldTotals(reading, 0.0001, "total for England", remedy="Figures use the authorities' own cells.")
    for key in _SUMMED:
        blocks = [b for b in reading.blocks if b.line == f"{reading.namespace}.{key}"]
        if blocks:
            # Precepting authorities cover the same dwellings again: only the billing authorities' bases add up.
            summed = blocks[:1] if key == "tax_base" else blocks
            added = float(sum(np.nansum(b.numbers) for b in summed))
            published = sheet.rows[row][blocks[0].column]
            held.hold(blocks[0], added, published, sheet.name, cell_name(row, blocks[0].column))
    held.finish()


def _is_england(name: str) -> bool:
    return fold(name.replace("(R)", "")) == "england"
