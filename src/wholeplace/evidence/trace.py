"""Tracing a figure: its formula with the numbers in it, and for every number the cell it was published in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence.figure import ESTIMATED, OK, Figure, show_value
from wholeplace.evidence.figures import compute
from wholeplace.evidence.formula import Deflator, Exact, Term, work_out, write_out
from wholeplace.evidence.query import cells
from wholeplace.evidence.rollup import POPULATION, RolledUpTable
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.snapshot import DEFLATOR

if TYPE_CHECKING:
    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


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
class Trace:
    """A figure and all it was made from. `recomputed` is the formula worked out again in exact arithmetic."""

    figure: Figure
    formula: str
    with_numbers: str
    recomputed: Fraction | bool | None
    cells: tuple[TracedCell, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {
            "figure": self.figure.as_json(),
            "formula": self.formula,
            "with_numbers": self.with_numbers,
            "cells": [vars(c) for c in self.cells],
        }


def trace(snapshot: Snapshot, measure: Measure, place: str, year: int) -> Trace | None:
    """Trace the figure of a place in the year that starts or is `year`; None where nothing was published.

    Sums over several authorities (a county from its districts, a council from those it replaced) list every cell.
    """
    table = compute(snapshot, [measure])
    figure = table.figure(measure, place, year) or table.figure(measure, place, year, combined=True)
    if figure is None:
        return None
    combined = table.figure(measure, place, year) is None
    parts = _parts_of(snapshot, place, year) if figure.status == "estimated" else [(place, combined)]
    found: list[TracedCell] = []
    values: dict[Term, Fraction | None] = {}
    for leaf in measure.all_leaves:
        if isinstance(leaf, Term):
            line = measure.terms[leaf.name]
            for part, is_combined in parts:
                told = is_combined if leaf.lag == 0 else snapshot.was_combined(part, year - leaf.lag)
                more = _cells(snapshot, line, part, year - leaf.lag, combined=told)
                found += [c for c in more if c not in found]
                values[leaf] = _added(snapshot, line, more)
    weights: list[Weighted] = []
    if isinstance(table, RolledUpTable) and figure.status == ESTIMATED:
        weights = _weighed(table, measure, parts, year)
        for part, _ in parts:
            found += _cells(snapshot, POPULATION, part, table.weight_year(year), combined=False)
    factors = {}
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            known = snapshot.deflators
            base = snapshot.price_base
            years = [y for y in (year - leaf.lag, base) if y is not None and y in known]
            found += [c for y in dict.fromkeys(years) for c in _deflator_cells(snapshot, y)]
            factors[leaf.lag] = (
                Fraction(known[base][0]) / Fraction(known[year - leaf.lag][0])
                if base is not None and len(years) == 2 else None
            )  # fmt: skip
    if weights:
        return Trace(figure, measure.formula, _weighted_sum(weights, figure), _mean(weights), tuple(found))
    again = work_out(measure.tree, Exact(values, factors)) if figure.status == OK else None
    return Trace(
        figure, measure.formula, _with_numbers(snapshot, measure, values, factors, figure), again, tuple(found)
    )


Weighted = tuple[Fraction, Fraction]


def _weighed(table: RolledUpTable, measure: Measure, parts: list[tuple[str, bool]], year: int) -> list[Weighted]:
    """Value and population of every part of an estimate."""
    found = []
    for part, combined in parts:
        own, weight = table.figure(measure, part, year, combined=combined), table.weight(part, year)
        if own is not None and own.value is not None and weight:
            found.append((Fraction(float(own.value)), Fraction(weight)))
    return found


def _mean(weights: list[Weighted]) -> Fraction:
    return sum((v * w for v, w in weights), Fraction(0)) / sum((w for _, w in weights), Fraction(0))


def _weighted_sum(weights: list[Weighted], figure: Figure) -> str:
    shown = " + ".join(f"{float(v):,.6g} × {float(w):,.0f}" for v, w in weights)
    people = sum(float(w) for _, w in weights)
    return f"({shown}) ÷ {people:,.0f} people = {show_value(figure.value, figure.unit, figure.decimals)}"


def _parts_of(snapshot: Snapshot, place: str, year: int) -> list[tuple[str, bool]]:
    from wholeplace.evidence.places import middle

    walk = snapshot.crosswalk
    day = middle(Period.calendar(year))
    parts = [p for p in walk.districts(place, day) if (p.id, year, False) in snapshot.spoken]
    if parts:
        return [(p.id, False) for p in parts]
    return [(p.id, not p.alive(day)) for p in walk.heirs(place, day)]


def _cells(snapshot: Snapshot, line: str, place: str, year: int, *, combined: bool) -> list[TracedCell]:
    joined = cells(snapshot, [line])
    if joined is None:
        return []
    wanted = joined.filter((joined.place == place) & (joined.year == year) & (joined.combined == combined))
    rows = snapshot.engine.run(
        wanted.select("release", "line", "authority", "number", "status", "sheet", "row", "column")
    ).to_pylist()
    rows.sort(key=lambda r: (r["release"], r["sheet"] or "", r["row"], r["column"]))
    return [_traced(snapshot, row) for row in (_told_once(snapshot, rows) if line in snapshot.told_twice else rows)]


def _told_once(snapshot: Snapshot, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of cells that two parts of a dataset both give, the more authoritative one that has a number."""
    best: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (r["status"] == OK, snapshot.releases[r["release"]].entry.precedence)):
        best[row["authority"]] = row
    return list(best.values())


def _deflator_cells(snapshot: Snapshot, year: int) -> list[TracedCell]:
    release = snapshot.deflators[year][1]
    facts = snapshot.engine.parquet([snapshot.releases[release].facts_path])
    rows = snapshot.engine.run(facts.filter(facts.line == DEFLATOR)).to_pylist()
    return [_traced(snapshot, row) for row in rows]


def _traced(snapshot: Snapshot, row: dict[str, Any]) -> TracedCell:
    release = snapshot.releases[row["release"]]
    line = release.lines[row["line"]]
    names = {a["key"]: a["name"] for a in release.authorities()}
    unit = {1: "£", 1_000: "£ thousand", 1_000_000: "£ million"}.get(line.pounds_per_unit, "")
    source = release.manifest["source"]
    sheet = row["sheet"] or ""
    in_json = str(source["file"]).casefold().endswith(".json")
    return TracedCell(
        row["line"], line.label, names.get(row["authority"], row["authority"]), release.entry.period, row["number"],
        unit, row["status"], source["file"], sheet,
        "value" if in_json else f"cell {cell_name(row['row'], row['column'])}" if sheet
        else f"row {row['row'] + 1}, column {row['column'] + 1}",
        source["sha256"], release.id,
    )  # fmt: skip


def _added(snapshot: Snapshot, line: str, found: list[TracedCell]) -> Fraction | None:
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


def _with_numbers(
    snapshot: Snapshot, measure: Measure, values: dict[Term, Fraction | None], factors: dict[int, Fraction | None],
    figure: Figure,
) -> str:  # fmt: skip
    def show(leaf: Term | Deflator) -> str:
        if isinstance(leaf, Deflator):
            factor = factors.get(leaf.lag)
            return "?" if factor is None else f"{float(factor):.5f}"
        value = values.get(leaf)
        if value is None:
            return "?"
        line = snapshot.lines.get(measure.terms[leaf.name])
        if line and line.pounds_per_unit:
            return f"{'-' if value < 0 else ''}£{abs(Decimal(int(value))) / 100:,.2f}"
        return f"{float(value):,.6g}"

    shown = f"{write_out(measure.tree, show)} = {show_value(figure.value, figure.unit, figure.decimals)}"
    if measure.condition is not None:
        shown = f"{shown}   (only when {write_out(measure.condition, show)})"
    return shown
