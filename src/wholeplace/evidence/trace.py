"""Tracing a figure: its formula with the numbers in it, and for every number the cell it was published in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import ESTIMATED, OK, Figure, show_value
from wholeplace.evidence.figures import FigureTable, compute
from wholeplace.evidence.formula import Deflator, Exact, Term, work_out, write_out
from wholeplace.evidence.lookup import Cells, Wanted, read_rows
from wholeplace.evidence.rollup import POPULATION, RolledUpTable
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.snapshot import DEFLATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot

WEIGHT = "weight"
Part = tuple[str, bool]  # a place, and whether it is told by the sum of what it was made of


@dataclass(frozen=True)
class TracedCell:
    """One published cell. `number` is as published, in units of `unit`."""

    line: str
    label: str
    authority: str
    period: str
    number: float | None
    unit: str
    status: str
    file: str
    sheet: str
    cell: str
    sha256: str
    release: str

    def where(self) -> str:
        """File, sheet and cell in words."""
        sheet = f", sheet '{self.sheet}'" if self.sheet else ""
        return f"{self.file}{sheet}, {self.cell}"


@dataclass(frozen=True)
class TracedTerm:
    """One part of a formula and the cells behind it.

    `leaf` is the part as the formula has it, or `WEIGHT` for what an estimate is weighted by; `place` is the place
    it is of, which for an estimate is each of the places that make it. `value` is pence for money, None where there
    is none; `shown` is it in words.
    """

    leaf: Term | Deflator | str
    label: str
    place: str
    value: Fraction | None
    shown: str
    cells: tuple[TracedCell, ...]


@dataclass(frozen=True)
class Trace:
    """A figure and all it was made from. `recomputed` is the formula worked out again in exact arithmetic."""

    figure: Figure
    formula: str
    with_numbers: str
    recomputed: Fraction | bool | None
    cells: tuple[TracedCell, ...]
    terms: tuple[TracedTerm, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {
            "figure": self.figure.as_json(),
            "formula": self.formula,
            "with_numbers": self.with_numbers,
            "cells": [vars(c) for c in self.cells],
        }


def trace(
    snapshot: Snapshot, measure: Measure, place: str, year: int, table: FigureTable | None = None
) -> Trace | None:
    """Trace the figure of a place in the year that starts or is `year`; None where nothing was published.

    Sums over several authorities (a county from its districts, a council from those it replaced) list every cell.
    `table` is one that already holds the measure, where there is one.
    """
    table = table or compute(snapshot, [measure])
    figure = table.figure(measure, place, year) or table.figure(measure, place, year, combined=True)
    return None if figure is None else _Tracing(snapshot, measure, table, figure, year).trace()


class _Tracing:
    """The tracing of one figure: all its cells are looked up together."""

    def __init__(self, snapshot: Snapshot, measure: Measure, table: FigureTable, figure: Figure, year: int) -> None:
        self.snapshot, self.measure, self.table = snapshot, measure, table
        self.figure, self.year = figure, year
        combined = table.figure(measure, figure.place, year) is None
        estimated = figure.status == ESTIMATED
        self.parts = _parts_of(snapshot, figure.place, year) if estimated else [(figure.place, combined)]
        self.weighted = isinstance(table, RolledUpTable) and estimated
        self.names: dict[str, dict[str, str]] = {}
        terms = [leaf for leaf in measure.all_leaves if isinstance(leaf, Term)]
        self.wanted = {(leaf, part): self._wanted(leaf, part) for leaf in terms for part in self.parts}
        weights = [self._weight_wanted(part) for part in self.parts] if self.weighted else []
        self.cells = Cells(snapshot, [*self.wanted.values(), *weights])

    def _wanted(self, leaf: Term, part: Part) -> Wanted:
        then = self.year - leaf.lag
        told = part[1] if leaf.lag == 0 else self.snapshot.was_combined(part[0], then)
        return Wanted(self.measure.terms[leaf.name], part[0], then, told)

    def _weight_wanted(self, part: Part) -> Wanted:
        table = self.table
        year = table.weight_year(self.year) if isinstance(table, RolledUpTable) else self.year
        return Wanted(POPULATION, part[0], year)

    def trace(self) -> Trace:
        """Everything the figure was made from."""
        terms = [self._term(leaf, part, wanted) for (leaf, part), wanted in self.wanted.items()]
        if self.weighted:
            terms += [self._weight(part) for part in self.parts]
        deflators = [leaf for leaf in self.measure.all_leaves if isinstance(leaf, Deflator)]
        terms += [self._deflator(leaf) for leaf in deflators]
        found = tuple(dict.fromkeys(cell for term in terms for cell in term.cells))
        if self.weighted and (weights := self._weighed()):
            shown = _weighted_sum(weights, self.figure)
            return Trace(self.figure, self.measure.formula, shown, _mean(weights), found, tuple(terms))
        values = {t.leaf: t.value for t in terms if isinstance(t.leaf, Term)}
        factors = {t.leaf.lag: t.value for t in terms if isinstance(t.leaf, Deflator)}
        again = work_out(self.measure.tree, Exact(values, factors)) if self.figure.status == OK else None
        shown = self._with_numbers({t.leaf: t.shown for t in terms})
        return Trace(self.figure, self.measure.formula, shown, again, found, tuple(terms))

    def _term(self, leaf: Term, part: Part, wanted: Wanted) -> TracedTerm:
        cells = tuple(self._traced(self.cells.of(wanted)))
        value = _added(self.snapshot, wanted.line, cells)
        known = self.snapshot.lines.get(wanted.line)
        label = cells[0].label if cells else known.label if known else ""
        shown = "?" if value is None else show_exact(value, money=bool(known and known.pounds_per_unit))
        return TracedTerm(leaf, label, part[0], value, shown, cells)

    def _weight(self, part: Part) -> TracedTerm:
        wanted = self._weight_wanted(part)
        cells = tuple(self._traced(self.cells.of(wanted)))
        value = _added(self.snapshot, POPULATION, cells)
        label = cells[0].label if cells else POPULATION
        return TracedTerm(WEIGHT, label, part[0], value, "?" if value is None else f"{float(value):,.0f}", cells)

    def _deflator(self, leaf: Deflator) -> TracedTerm:
        known, base = self.snapshot.deflators, self.snapshot.price_base
        then = self.year - leaf.lag
        years = [y for y in (then, base) if y is not None and y in known]
        cells = tuple(c for y in dict.fromkeys(years) for c in self._deflator_cells(y))
        factor = None
        if base is not None and len(years) == 2:
            factor = Fraction(known[base][0]) / Fraction(known[then][0])
        label = cells[0].label if cells else "GDP deflator"
        shown = "?" if factor is None else f"{float(factor):.5f}"
        return TracedTerm(leaf, label, "", factor, shown, cells)

    def _deflator_cells(self, year: int) -> list[TracedCell]:
        release = self.snapshot.deflators[year][1]
        rows = read_rows(self.snapshot.releases[release].facts_path, [DEFLATOR])
        return self._traced([{**row, "release": release} for row in rows])

    def _traced(self, rows: Iterable[dict[str, Any]]) -> list[TracedCell]:
        return [self._cell(row) for row in rows]

    def _cell(self, row: dict[str, Any]) -> TracedCell:
        release = self.snapshot.releases[row["release"]]
        line = release.line(row["line"])
        if release.id not in self.names:
            self.names[release.id] = {a["key"]: a["name"] for a in release.authorities()}
        unit = {1: "£", 1_000: "£ thousand", 1_000_000: "£ million"}.get(line.pounds_per_unit, "")
        source = release.manifest["source"]
        authority = self.names[release.id].get(row["authority"], row["authority"])
        return TracedCell(
            row["line"], line.label, authority, release.entry.period, row["number"], unit, row["status"],
            source["file"], row["sheet"] or "", _where(source["file"], row), source["sha256"], release.id,
        )  # fmt: skip

    def _weighed(self) -> list[Weighted]:
        """Value and population of every part of an estimate."""
        table = self.table
        if not isinstance(table, RolledUpTable):
            return []
        found = []
        for part, combined in self.parts:
            own, weight = table.figure(self.measure, part, self.year, combined=combined), table.weight(part, self.year)
            if own is not None and own.value is not None and weight:
                found.append((Fraction(float(own.value)), Fraction(weight)))
        return found

    def _with_numbers(self, by_leaf: dict[Any, str]) -> str:
        def show(leaf: Term | Deflator) -> str:
            return by_leaf.get(leaf, "?")

        figure = self.figure
        shown = f"{write_out(self.measure.tree, show)} = {show_value(figure.value, figure.unit, figure.decimals)}"
        if self.measure.condition is not None:
            shown = f"{shown}   (only when {write_out(self.measure.condition, show)})"
        return shown


Weighted = tuple[Fraction, Fraction]


def _mean(weights: list[Weighted]) -> Fraction:
    return sum((v * w for v, w in weights), Fraction(0)) / sum((w for _, w in weights), Fraction(0))


def _weighted_sum(weights: list[Weighted], figure: Figure) -> str:
    shown = " + ".join(f"{float(v):,.6g} × {float(w):,.0f}" for v, w in weights)
    people = sum(float(w) for _, w in weights)
    return f"({shown}) ÷ {people:,.0f} people = {show_value(figure.value, figure.unit, figure.decimals)}"


def _parts_of(snapshot: Snapshot, place: str, year: int) -> list[Part]:
    from wholeplace.evidence.places import middle

    walk = snapshot.crosswalk
    day = middle(Period.calendar(year))
    parts = [p for p in walk.districts(place, day) if (p.id, year, False) in snapshot.spoken]
    if parts:
        return [(p.id, False) for p in parts]
    return [(p.id, not p.alive(day)) for p in walk.heirs(place, day)]


def _where(file: str, row: dict[str, Any]) -> str:
    if file.casefold().endswith(".json"):
        return "value"
    if row["sheet"]:
        return f"cell {cell_name(row['row'], row['column'])}"
    return f"row {row['row'] + 1}, column {row['column'] + 1}"


def _added(snapshot: Snapshot, line: str, found: Iterable[TracedCell]) -> Fraction | None:
    """The term's value as the formula sees it: pence for money."""
    from wholeplace.core.money import to_pence

    numbers = [c.number for c in found]
    if not numbers or any(n is None for n in numbers):
        return None
    if len(numbers) > 1 and snapshot.lines[line].combine == "none":
        return None
    per_unit = snapshot.lines[line].pounds_per_unit
    return sum(
        (Fraction(to_pence(n, per_unit)) if per_unit else Fraction(n) for n in numbers if n is not None), Fraction(0)
    )


def show_exact(value: Fraction, *, money: bool) -> str:
    """A term's value to the penny, or as a plain number."""
    if money:
        return f"{'-' if value < 0 else ''}£{abs(Decimal(int(value))) / 100:,.2f}"
    return f"{float(value):,.6g}"
