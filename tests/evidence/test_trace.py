"""Traces: the formula with its numbers in it, and every number's own cell."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from support import shared_data
from wholeplace.evidence.figures import compute
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import Measure, measures, the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.source import SourceFile
from wholeplace.evidence.store import Store
from wholeplace.evidence.trace import Trace, TracedCell, trace


def traced(snapshot: Snapshot, measure: str, place: str = "HRW", year: int = 2016) -> Trace:
    found = trace(snapshot, the_measure(measure), place, year)
    assert found is not None
    return found


def test_a_trace_names_file_sheet_cell_fingerprint_and_release(now: Snapshot, world_files: Path) -> None:
    found = traced(now, "earmarked-reserves-ratio")
    numbers = {c.label: (c.number, c.unit, c.file, c.sheet, c.cell) for c in found.cells}
    assert numbers == {
        "Other earmarked financial reserves level at 31 March":
            (4000, "£ thousand", "RS_2016-17.xlsx", "RS LA Data 2016-17", "cell AE8"),
        "NET REVENUE EXPENDITURE": (15000, "£ thousand", "RS_2016-17.xlsx", "RS LA Data 2016-17", "cell U8"),
    }  # fmt: skip
    source = SourceFile(world_files / "RS_2016-17.xlsx")
    assert {c.sha256 for c in found.cells} == {source.sha256}
    assert {c.release for c in found.cells} == set(found.figure.releases)
    assert found.with_numbers == "£4,000,000.00 ÷ positive(£15,000,000.00) = 26.7%"


def test_every_number_stands_in_the_cell_that_is_named(now: Snapshot, world_files: Path) -> None:
    for identifier in ("reserves-unplanned-use", "overspend-total", "service-spend-real", "reserves-change-3y"):
        for cell in traced(now, identifier).cells:
            sheet = load_workbook(world_files / cell.file, read_only=False)[cell.sheet]
            assert sheet[cell.cell.removeprefix("cell ")].value == cell.number


def test_a_merged_past_lists_the_cells_of_all_it_was_made_of(now: Snapshot) -> None:
    found = traced(now, "net-revenue-expenditure", "NWB")
    assert [(c.authority, c.number) for c in found.cells] == [("Oldbridge UA", 7500), ("Eastbridge UA", 10500)]
    assert found.recomputed == 1_800_000_000


def test_an_estimate_is_traced_to_its_values_and_its_weights(now: Snapshot) -> None:
    found = traced(now, "deprivation-score", "FRN", 2019)
    assert {c.line for c in found.cells} == {"iod.imd_average_score", "population.total"}
    assert len(found.cells) == 4
    assert float(found.recomputed) == pytest.approx(found.figure.value)
    assert "×" in found.with_numbers
    assert {c.release for c in found.cells} == set(found.figure.releases)


def test_a_figure_without_a_value_is_traced_to_what_is_there(now: Snapshot) -> None:
    found = traced(now, "reserves-years-left", "FRN")
    assert found.figure.status == "not-depleting"
    assert (found.recomputed, len(found.cells)) == (None, 4)
    assert "only when" in found.with_numbers


def test_what_was_never_published_has_no_trace(now: Snapshot) -> None:
    assert trace(now, the_measure("interest-burden"), "HRW", 1999) is None


def agrees(found: Trace) -> bool:
    """Whether exact arithmetic on the traced cells gives the figure again."""
    value = found.figure.value
    if found.recomputed is None or value is None:
        return value is None
    if isinstance(value, bool):
        return value == found.recomputed
    exact = float(found.recomputed) / (100 if found.figure.unit in {"£", "£ per head", "£ a year"} else 1)
    return abs(float(value) - exact) <= max(0.0051 if found.figure.unit.startswith("£") else 0, 1e-9 * abs(exact))


def test_every_figure_of_the_world_is_its_cells_worked_out_again(now: Snapshot) -> None:
    table = compute(now, list(measures().values()))
    wrong, seen = [], 0
    for measure in measures().values():
        for figure in list(table.figures(measure))[::70]:
            found = trace(now, measure, figure.place, int(figure.period[:4]))
            assert found is not None
            assert found.figure == figure
            seen += 1
            if not agrees(found):
                wrong.append(found)
    assert seen > 20
    assert not wrong


# ---- the published files


@cache
def published() -> tuple[Snapshot, Path]:
    folder = shared_data("finance")
    import tempfile

    store = Store(Path(tempfile.mkdtemp()) / "store")
    paths = [folder, shared_data("councils"), shared_data("deprivation"), shared_data("unit_costs")]
    report = load(store, paths)
    assert not report.failed
    return Snapshot(store), folder


@cache
def rows(name: str, sheet: str) -> Any:
    from python_calamine import CalamineWorkbook

    path = next(p for p in published()[1].parent.rglob(name))
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def along(content: Any, path: str) -> Any:
    """What stands at the end of a path of keys in JSON; a key may hold a slash itself."""
    if not path:
        return content
    if isinstance(content, list):
        head, _, rest = path.partition("/")
        return along(content[int(head)], rest)
    key = max((k for k in content if path == k or path.startswith(f"{k}/")), key=len)
    return along(content[key], path[len(key) + 1 :])


def in_the_file(cell: TracedCell) -> float:
    """The number read again from the published file, by nothing but the cell's name."""
    import csv

    from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

    if cell.cell == "value":
        content = json.loads(next(p for p in published()[1].parent.rglob(cell.file)).read_text("utf-8"))
        found = along(content, cell.sheet)
        return float(found["value_thousands"] if isinstance(found, dict) else found)
    if cell.sheet:
        letters, row = coordinate_from_string(cell.cell.removeprefix("cell "))
        return float(rows(cell.file, cell.sheet)[row - 1][column_index_from_string(letters) - 1])
    row, column = (int(part.split()[1]) for part in cell.cell.split(", "))
    path = next(p for p in published()[1].parent.rglob(cell.file))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return float(list(csv.reader(lines))[row - 1][column - 1])


def sample_of(measure: Measure) -> list[Any]:
    figures = [f for f in compute(published()[0], [measure]).figures(measure) if f.value is not None]
    return random.Random(measure.id).sample(figures, min(2, len(figures)))


@pytest.mark.parametrize("identifier", sorted(measures()))
def test_published_figures_are_their_cells_worked_out_again(identifier: str) -> None:
    measure = measures()[identifier]
    assert measure.lines <= set(published()[0].lines)
    chosen = sample_of(measure)
    assert chosen
    for figure in chosen:
        found = trace(published()[0], measure, figure.place, int(figure.period[:4]))
        assert found is not None
        assert agrees(found), found
        assert found.cells
        for cell in found.cells:
            assert cell.number == pytest.approx(in_the_file(cell), rel=1e-12), cell
