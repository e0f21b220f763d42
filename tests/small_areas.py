"""Invented neighbourhoods in the published layouts: the UK composite index, and the lookup of areas to councils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts import comma_separated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADER = [
    "nation", "lsoa", "overall_local_score", "income_score", "employment_score", "UK_IMD_E_score", "original_decile",
    "E_expanded_decile", "UK_IMD_E_rank", "UK_IMD_E_pop_decile", "UK_IMD_E_pop_quintile",
]  # fmt: skip

# Of each invented council: the tenths its neighbourhoods are in.
TENTHS: Mapping[str, Sequence[int]] = {
    "HRW": (1, 1, 2, 3, 10), "ASV": (1, 5), "BKM": (2, 2, 9, 10), "NWB": (4, 4, 8), "NSP": (1, 6), "SSP": (1, 1, 7),
}  # fmt: skip


def areas() -> list[tuple[str, str, int]]:
    """Area, council and tenth, most deprived first."""
    found = [(council, tenth) for council, tenths in TENTHS.items() for tenth in tenths]
    return [(f"X0100{n:04}", council, tenth) for n, (council, tenth) in enumerate(sorted(found, key=lambda f: f[1]))]


def composite_rows() -> list[list[object]]:
    """Rows of the composite index, the most deprived area first."""
    return [
        ["E", area, 60 - n, 30 - n, 20 - n, 60 - n, tenth, tenth, float(n + 1), tenth, (tenth + 1) // 2]
        for n, (area, _, tenth) in enumerate(areas())
    ]


def composite(rows: Sequence[Sequence[object]] | None = None) -> str:
    """The composite index as CSV."""
    return comma_separated([HEADER, *(composite_rows() if rows is None else rows)])


def lookup(rows: Sequence[Sequence[object]] | None = None) -> str:
    """The lookup as CSV."""
    found = [(area, council) for area, council, _ in areas()] if rows is None else rows
    return comma_separated([["lsoa", "local-authority-code"], *found])
