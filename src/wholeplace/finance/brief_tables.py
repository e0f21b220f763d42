"""The tables of a brief's finance section: reserves in pounds, indicators beside peers, and the annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import NOT_APPLICABLE, NOT_DEPLETING, OK, POUNDS, RATIO
from wholeplace.evidence.measures import measures
from wholeplace.finance.findings import rules
from wholeplace.finance.view import SHOWN_YEARS
from wholeplace.papers.model import NOTHING, Cell, Column, Table

if TYPE_CHECKING:
    from wholeplace.finance.view import FinanceView
    from wholeplace.papers.model import Block

TABLE = (
    "total-reserves-ratio", "earmarked-reserves-ratio", "unallocated-reserves-ratio", "reserves-years-left",
    "reserves-change-3y", "overspend-total-share", "social-care-ratio", "social-care-share",
    "social-care-share-excluding-education", "interest-burden",
    "debt-to-spending", "council-tax-share", "service-spend-per-head",
)  # fmt: skip
RESERVES = (
    "earmarked-reserves", "unallocated-reserves", "reserves-net-change", "reserves-planned-use",
    "reserves-unplanned-use", "reserves-planned-growth", "reserves-unplanned-growth",
)  # fmt: skip
KINDS = {"watch": "to watch", "good": "good", "plain": "to know"}


def reserves_table(view: FinanceView) -> Table | None:
    measures_ = [view.by_id[i] for i in RESERVES]
    years = sorted({Period.parse(f.period).year for f in view.table.series(measures_[0], view.context.place)})[
        -SHOWN_YEARS:
    ]
    if not years:
        return None
    rows, used = [], []
    for measure in measures_:
        cells = []
        for year in years:
            figure = view.any_year(measure, year)
            if figure and figure.value is not None:
                used.append(figure)
            cells.append(Cell.of(figure, emphasis=year == view.year, note="") if figure else NOTHING)
        if any(c.figure is not None and c.figure.value for c in cells):  # a row of noughts says nothing
            rows.append((Cell(measure.short), *cells))
    columns = (Column("£", width=2.6), *(Column(str(Period.financial(y)), "right", 1) for y in years))
    return Table(
        "Reserves in pounds", columns, tuple(rows), view.sources(used),
        notes=("Use of reserves is below zero, growth above. Planned and unplanned need the year's budget return.",),
        summary="Levels at 31 March and movements in each year.",
    )  # fmt: skip


def indicators(view: FinanceView) -> Table | None:
    rows, used = [], []
    for identifier in TABLE:
        measure = view.by_id.get(identifier)
        figure = view.figure(identifier)
        if measure is None or figure is None or figure.status == NOT_APPLICABLE:
            continue
        standing = view.standing(measure)
        before = view.figure(identifier, (view.year or 0) - 1)
        used.append(figure)
        numbers = [
            Cell.number(v, measure.unit, measure.decimals) for v in (standing.lower, standing.median, standing.upper)
        ]
        rank = Cell(f"{standing.rank_from_top} of {standing.n}" if standing.rank else "–")
        note = "" if figure.status in {OK, NOT_DEPLETING} else None
        rows.append(
            (Cell(measure.short), Cell.of(before, note="") if before else NOTHING,
             Cell.of(figure, emphasis=True, note=note), *numbers, rank)
        )  # fmt: skip
    if not rows:
        return None
    this, last = Period.financial(view.year or 0), Period.financial((view.year or 1) - 1)
    heads = (str(last), str(this), "Lower quartile", "Median", "Upper quartile", "Rank, highest first")
    return Table(
        f"Indicators beside {view.context.peers_name}",
        (Column("Indicator", width=3.4), *(Column(h, "right", 1.15) for h in heads)),
        tuple(rows), view.sources(used),
        notes=(f"Quartiles and rank are of the {view.peer_word} with a value in {this}, this one included.",),
        summary="The latest two years, the peers' quartiles and the rank among them.",
    )  # fmt: skip


def annex(view: FinanceView) -> tuple[Block, ...]:
    """Every indicator in every year."""
    years = view.table.years[-SHOWN_YEARS:]
    tables: list[Block] = []
    for unit, title in ((RATIO, "Ratios, year by year"), (POUNDS, "Pounds, year by year")):
        rows, used = [], []
        for measure in view.measures:
            if measure.unit != unit:
                continue
            figures = [view.any_year(measure, y) for y in years]
            if not any(f and f.value is not None for f in figures):
                continue
            used += [f for f in figures if f and f.value is not None]
            rows.append((Cell(measure.short), *(Cell.of(f, note="") if f else NOTHING for f in figures)))
        if rows:
            columns = (Column("Indicator", width=3), *(Column(str(Period.financial(y)), "right", 1) for y in years))
            base = next((f.price_base for f in used if f.price_base), "")
            notes = (f"Real terms are in {base} prices.",) if base else ()
            tables.append(Table(title, columns, tuple(rows), view.sources(used), notes=notes))
    return tuple(tables)


def rules_table() -> tuple[Table, ...]:
    by_id = {m.id: m for m in measures().values()}
    rows = tuple(
        (Cell(r.id), Cell(by_id[r.measure].short), Cell(r.in_words()), Cell(KINDS[r.tone]))
        for r in sorted(rules(), key=lambda r: int(r.id[1:]))
    )
    columns = (
        Column("Rule", width=0.6),
        Column("Indicator", width=3),
        Column("Says so when it is", width=3.4),
        Column("Kind", width=1),
    )
    return (
        Table(
            "The rules behind the sentences",
            columns,
            rows,
            notes=("A rule is a reason to ask, never a verdict.",),
        ),
    )
