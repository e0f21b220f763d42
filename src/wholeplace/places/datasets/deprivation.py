"""English Indices of Deprivation, by district: the index and its domains, editions 2015, 2019 and 2025.

Source: MHCLG, English Indices of Deprivation, local authority district summaries, in the long layout of one
row a district and domain. Three layouts are known: 2015 (rank and share only), 2019 and 2025. Rank 1 is the
most deprived. The publisher's dates are those of its release calendar: 30 September 2015, 26 September
2019, 30 October 2025.

The known 2015 file names the districts of 2019. Its shares of neighbourhoods in the most deprived tenth are
those of 2015 for every district that had not changed; its ranks, and everything about the five districts
formed in 2019, can't have been known before the 2019 edition, and are released with that date as the part
`recast-2019`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.ids import fold
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, ROW, Line, Reading, SetAside
from wholeplace.evidence.source import header_has
from wholeplace.places.datasets import deprivation_checks as checks
from wholeplace.places.datasets import long_csv as long

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wholeplace.evidence.sheets import Grid
    from wholeplace.evidence.source import SourceFile

# The publisher's name of a domain, without the word deprivation -> the slug used in every edition, and
# its title.
DOMAINS = {
    "index of multiple": ("imd", "Index of Multiple Deprivation"),
    "income": ("income", "Income"),
    "employment": ("employment", "Employment"),
    "education, skills and training": ("education", "Education, skills and training"),
    "health and disability": ("health", "Health and disability"),
    "crime": ("crime", "Crime"),
    "barriers to housing and services": ("barriers", "Barriers to housing and services"),
    "living environment": ("living_environment", "Living environment"),
    "income affecting children": ("income_children", "Income deprivation affecting children"),
    "income affecting older people": ("income_older_people", "Income deprivation affecting older people"),
}
# Column of the file -> last part of the line's id, and what it is.
MEASURES = {
    "average_score": ("average_score", "average score"),
    "rank_average_score": ("rank_average_score", "rank of average score (1 is most deprived)"),
    "average_rank": ("average_rank", "average rank"),
    "rank_average_rank": ("rank_average_rank", "rank of average rank (1 is most deprived)"),
    "proportion_bottom_decile": (
        "most_deprived_decile",
        "share of neighbourhoods in England's most deprived tenth",
    ),
    "rank_proportion_bottom_decile": ("rank_most_deprived_decile", "rank of that share (1 is most deprived)"),
}
PUBLISHED = {2015: date(2015, 9, 30), 2019: date(2019, 9, 26), 2025: date(2025, 10, 30)}
RECAST = "recast-2019"
_FORMED_2019 = frozenset({"E06000058", "E06000059", "E07000244", "E07000245", "E07000246"})
_LAYOUTS = (("lad19cd", "lad19nm", "year"), ("area_code", "area_name", "deprivation_data_year"))
_SHARE = "most_deprived_decile"


class IndicesOfDeprivation(Dataset):
    """One reading an edition, two for the recast edition of 2015; scores and ranks never add up."""

    key: ClassVar[str] = "deprivation-iod"
    title: ClassVar[str] = "English Indices of Deprivation, district summaries"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "iod"

    def recognise(self, source: SourceFile) -> bool:
        common = ("index_domain", "rank_average_score", "proportion_bottom_decile")
        return any(header_has(source, (*layout, *common)) for layout in _LAYOUTS)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        code, name, year = (grid.column(c) for c in next(x for x in _LAYOUTS if set(x) <= set(grid.header)))
        problems: list[SetAside] = []
        rows = long.without_bad_codes(long.rows_of(grid), code, problems)
        edition = _edition(grid, rows, year)
        by_domain = _by_domain(rows, grid.column("index_domain"), problems)
        whole = self._reading(edition)
        whole.set_aside += problems
        for domain, its_rows in by_domain.items():
            kept = long.without_duplicates(its_rows, lambda r: r.text(code).upper(), code, whole.set_aside)
            _read_domain(whole, grid, domain, kept, code)
        named = {a.key: a for a in long.authorities(rows, code, name)}
        used = dict.fromkeys(k for b in whole.blocks for k in b.authorities)
        whole.authorities = [named[k] for k in used]
        checks.check_ranks(whole)
        checks.check_every_domain(whole)
        readings = [whole]
        if edition == 2015 and "lad19cd" in grid.header:
            readings = _split_recast(whole)
        long.warn_cut_short(source, readings)
        return readings

    def _reading(self, edition: int) -> Reading:
        known = edition in PUBLISHED
        note = (
            "the file does not say; the date of the edition in the publisher's release calendar"
            if known
            else "the file does not say; assumed to be September of the edition's year"
        )
        return self.begin(
            Period.calendar(edition),
            PUBLISHED.get(edition, date(edition, 9, 30)),
            ASSUMED,
            note,
            lower_tier=True,
        )


def _edition(grid: Grid, rows: Sequence[long.Row], column: int) -> int:
    """The one year the file is about.

    Raises:
        BadFileError: there is none, or rows disagree.
    """
    years = Counter(r.text(column) for r in rows)
    usual = years.most_common(1)[0][0] if years else ""
    odd = next((r for r in rows if r.text(column) != usual), rows[0] if rows else None)
    if odd is None:
        raise BadFileError(grid.file, "no row has a GSS code", "Check that this is the file as published.")
    if len(years) > 1 or not (usual.isdecimal() and 2000 <= int(usual) <= 2100):
        raise BadFileError(
            grid.file,
            f"a file holds one edition, and the year here is not {usual}" if len(years) > 1 else "this is not a year",
            "Correct the year as published, or load each edition as its own file.",
            cell=odd.cell(column),
            value=odd.text(column),
        )
    return int(usual)


def _by_domain(rows: Iterable[long.Row], column: int, problems: list[SetAside]) -> dict[str, list[long.Row]]:
    found: dict[str, list[long.Row]] = {}
    for row in rows:
        words = " ".join(w for w in fold(row.text(column)).split() if w != "deprivation")
        if words in DOMAINS:
            found.setdefault(words, []).append(row)
            continue
        problems.append(
            SetAside(
                ROW,
                "this is none of the ten indices",
                cell=row.cell(column),
                value=row.text(column),
                remedy=f"Name one of: {', '.join(title for _, title in DOMAINS.values())}.",
            )
        )
    return found


def _read_domain(reading: Reading, grid: Grid, domain: str, rows: Sequence[long.Row], code: int) -> None:
    slug, title = DOMAINS[domain]
    for column, (suffix, what) in MEASURES.items():
        if column not in grid.header:
            continue
        line = f"iod.{slug}_{suffix}"
        fault = checks.fault_of(suffix, len(rows))
        reading.blocks.append(long.read_block(line, rows, grid.column(column), code, fault, reading.set_aside))
        reading.lines[line] = Line(line, f"{title}: {what}", combine="none", section=title)


def _split_recast(whole: Reading) -> list[Reading]:
    """What the 2015 edition said of districts as they were, and what was recast to the districts of 2019."""
    from dataclasses import replace

    first = {line for line in whole.lines if line.endswith(_SHARE) and "_rank_" not in line}
    shares = [b for b in whole.blocks if b.line in first]
    as_was = replace(
        whole,
        blocks=[checks.only(b, lambda k: k not in _FORMED_2019) for b in shares],
        lines={k: v for k, v in whole.lines.items() if k in first},
        authorities=[a for a in whole.authorities if a.key not in _FORMED_2019],
        published_note=f"{whole.published_note}. Districts formed in 2019 are released apart, as {RECAST}",
    )
    formed = [checks.only(b, lambda k: k in _FORMED_2019) for b in shares]
    recast = replace(
        whole,
        blocks=[b for b in whole.blocks if b.line not in first] + [b for b in formed if len(b.authorities)],
        part=RECAST,
        published=PUBLISHED[2019],
        set_aside=[],
        checks=[],
        published_note="the file names the districts of 2019; assumed to have come with the 2019 edition",
    )
    if not formed or not any(len(b.authorities) for b in formed):
        recast = replace(recast, lines={k: v for k, v in recast.lines.items() if k not in first})
    return [as_was, recast]
