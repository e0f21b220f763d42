"""Checks on the indices of deprivation: ranges, and ranks that follow from the numbers they rank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import OK
from wholeplace.evidence.reading import WARNING, Check, SetAside
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.evidence.reading import Block, Reading

# A rank's line -> the line it ranks; higher is more deprived in all of them.
_RANKED = {
    "rank_average_score": "average_score",
    "rank_average_rank": "average_rank",
    "rank_most_deprived_decile": "most_deprived_decile",
}
_SLACK = 3  # published scores are rounded, which shuffles near ties


def fault_of(suffix: str, districts: int) -> Callable[[float], str]:
    """What can be wrong with a number of this kind: ranks run from 1 to the districts, shares from 0 to 1."""

    def fault(number: float) -> str:
        if suffix.startswith("rank_"):
            good = 1 <= number <= max(districts, 1)
            return "" if good else f"a rank that is not from 1 to {districts}, the districts in the file"
        if suffix == "most_deprived_decile":
            return "" if 0 <= number <= 1 else "a share that is not from 0 to 1"
        if suffix == "average_rank":
            return "" if number >= 1 else "an average rank below 1"
        return ""

    return fault


def only(block: Block, wanted: Callable[[str], bool]) -> Block:
    """The block's rows of the authorities wanted."""
    keep = [i for i, key in enumerate(block.authorities) if wanted(key)]
    return replace(
        block,
        rows=[block.rows[i] for i in keep],
        authorities=[block.authorities[i] for i in keep],
        numbers=block.numbers[keep],
        statuses=block.statuses[keep],
    )


def check_ranks(reading: Reading) -> None:
    """Rank every score again and warn where the published rank is another: one of the two cells is wrong."""
    import numpy as np

    by_line = {b.line: b for b in reading.blocks}
    compared, differing = 0, 0
    for ranks in reading.blocks:
        suffix = next((s for s in _RANKED if ranks.line.endswith(f"_{s}")), "")
        scores = by_line.get(ranks.line.removesuffix(suffix) + _RANKED[suffix]) if suffix else None
        if scores is None:
            continue
        good = (ranks.statuses == OK) & (scores.statuses == OK)
        for position in np.flatnonzero(good):
            score = scores.numbers[position]
            above = int(np.sum(scores.numbers[good] > score))
            ties = int(np.sum(scores.numbers[good] == score))
            missing = int(np.sum(~good))
            low, high = above + 1 - _SLACK, above + ties + _SLACK + missing
            compared += 1
            if not low <= ranks.numbers[position] <= high:
                differing += 1
                reading.set_aside.append(
                    SetAside(
                        WARNING,
                        f"rank and number of {ranks.authorities[position]} do not agree ({ranks.line}): the "
                        f"number {score:g} stands {above + 1} from the top",
                        cell=cell_name(ranks.rows[position], ranks.column),
                        value=f"{ranks.numbers[position]:g}",
                        remedy="Check both cells against the publication; they are used as they stand.",
                    )
                )
    reading.checks.append(
        Check("ranks-follow-scores", differing == 0, f"{compared} ranks compared, {differing} differ")
    )


def check_every_domain(reading: Reading) -> None:
    """Every district should have every domain."""
    counts = {b.line: len(b.authorities) for b in reading.blocks}
    fewest, most = min(counts.values(), default=0), max(counts.values(), default=0)
    short = sorted(line for line, n in counts.items() if n < most)
    reading.checks.append(Check("every-domain", fewest == most, f"{fewest} to {most} districts a line"))
    if short:
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"{len(short)} lines have fewer than {most} districts, {short[0]} among them",
                remedy="The file may have been cut short: compare it with the publisher's.",
            )
        )
