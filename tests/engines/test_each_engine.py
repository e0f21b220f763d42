"""What every engine owes its callers: rows come back as they went in, formulas are arithmetic, readers don't meet."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from comparing import differences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import EngineError
from wholeplace.evidence.columns import Columns, leaf_name
from wholeplace.evidence.engines import Engine, open_engine
from wholeplace.evidence.figures import compute
from wholeplace.evidence.formula import Deflator, Exact, Number, Operation, Term, work_out
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.formula import Node
    from wholeplace.evidence.store import Store

# pyspark lets go of the socket that rows came through without closing it first.
pytestmark = pytest.mark.filterwarnings(r"ignore:unclosed <socket.*'127\.0\.0\.1':ResourceWarning")


@pytest.fixture(scope="module")
def engine(engine_name: str) -> Engine:
    return open_engine(engine_name)


COLUMNS = {
    "beyond a float": pa.array([2**53 + 1, None, -(2**62)], pa.int64()),
    "number": pa.array([0.1, None, -1e300], pa.float64()),
    "year": pa.array([2016, None, 2017], pa.int32()),
    "yes": pa.array([True, None, False], pa.bool_()),
    "name": pa.array(["Ynys Môn", None, "it's; -- ünï"], pa.string()),
    "pounds": pa.array([Decimal("1.10"), None, Decimal("-99999999.99")], pa.decimal128(18, 2)),
    "day": pa.array([date(2016, 4, 1), None, date(1974, 4, 1)], pa.date32()),
    "never": pa.array([None, None, None], pa.float64()),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_rows_come_back_with_their_values_and_types(engine: Engine, name: str) -> None:
    data = pa.table({"order": [0, 1, 2], name: COLUMNS[name]})
    rows = engine.run(engine.table(data).order_by("order"))
    assert rows[name].type == data[name].type
    assert rows[name].to_pylist() == data[name].to_pylist()


def test_dictionary_encoded_columns_are_text(engine: Engine) -> None:
    words = pa.array(["a", "b", "a"]).dictionary_encode()
    table = engine.table(pa.table({"word": words}))
    rows = engine.run(table.group_by("word").aggregate(n=table.count()).order_by("word"))
    assert rows.to_pydict() == {"word": ["a", "b"], "n": [2, 1]}


@pytest.mark.parametrize("values", [["a", "b"], []])
def test_columns_from_numpy_are_rows_too(engine: Engine, values: list[str]) -> None:
    table = engine.rows({"place": np.array(values, dtype=object), "year": np.arange(len(values), dtype="int32")})
    rows = engine.run(table.order_by("place"))
    assert rows["place"].to_pylist() == values
    assert rows["year"].type == pa.int32()


def test_a_table_without_rows_keeps_its_columns(engine: Engine) -> None:
    data = pa.table({"place": pa.array([], pa.string()), "value": pa.array([], pa.int64())})
    assert engine.run(engine.table(data)).schema == data.schema


def test_tables_of_one_engine_do_not_replace_one_another(engine: Engine) -> None:
    one, two = (engine.table(pa.table({"n": [n]})) for n in (1, 2))
    assert [engine.run(t)["n"].to_pylist() for t in (one, two, one)] == [[1], [2], [1]]


@pytest.mark.parametrize("folder", ["plain", "two words", "50% {a,b} [x]", "Môn", "what?", "a*"])
def test_parquet_files_are_read_whatever_their_folder_is_called(engine: Engine, tmp_path: Path, folder: str) -> None:
    paths = []
    for number in (1, 2):
        path = tmp_path / folder / f"r{number}" / "facts.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(pa.table({"line": pa.array([f"l{number}"]).dictionary_encode(), "pence": [number]}), path)
        paths.append(path)
    rows = engine.run(engine.parquet(paths).order_by("line"))
    assert rows.to_pydict() == {"line": ["l1", "l2"], "pence": [1, 2]}


def test_whole_numbers_add_up_to_a_whole_number(engine: Engine) -> None:
    table = engine.table(pa.table({"pence": pa.array([2**53 + 1, None, 2], pa.int64())}))
    rows = engine.run(table.aggregate(total=table.pence.sum()))
    assert rows["total"].type == pa.int64()
    assert rows["total"].to_pylist() == [2**53 + 3]


@pytest.mark.parametrize("sign", ["times", "sum"])
def test_overflow_is_an_error_and_never_a_wrong_number(engine: Engine, sign: str) -> None:
    table = engine.table(pa.table({"n": [2**62, 2**62]}))
    asked = table.select(n=table.n * 4) if sign == "times" else table.aggregate(n=table.n.sum())
    with pytest.raises(EngineError):
        engine.run(asked)


@pytest.mark.parametrize("damage", ["missing", "no Parquet"])
def test_files_that_cannot_be_read_are_told_of(engine: Engine, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "facts.parquet"
    if damage == "no Parquet":
        path.write_bytes(b"not a table at all")
    with pytest.raises(EngineError, match="wholeplace data verify"):
        engine.run(engine.parquet([path]))


# --- Formulas ---------------------------------------------------------------------------------------------------

_TERMS = [Term("a", 0), Term("b", 0), Term("c", 0, optional=True)]
_leaf = st.sampled_from(_TERMS) | st.integers(-200, 200).map(lambda n: Number(Fraction(n)))


def _grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pair = st.tuples(inner, inner)
    test = st.builds(Operation, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), pair)
    scaled = st.tuples(inner, st.integers(-200, 200).map(lambda n: Number(Fraction(n))))
    return (
        st.builds(Operation, st.sampled_from(["+", "-", "min", "max"]), pair)
        | st.builds(Operation, st.just("*"), scaled)
        | st.builds(Operation, st.sampled_from(["abs", "negative"]), st.tuples(inner))
        | st.builds(Operation, st.just("if"), st.tuples(test, inner, inner))
    )


_whole = st.recursive(_leaf, _grow, max_leaves=6)
_formula = _whole | st.builds(
    Operation,
    st.just("/"),
    st.tuples(_whole, _whole | st.builds(Operation, st.just("positive"), st.tuples(_whole))),
)
_pence = st.integers(-(10**9), 10**9)
_row = st.tuples(_pence, _pence, st.none() | _pence)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(formulas=st.lists(_formula, min_size=8, max_size=8), rows=st.lists(_row, min_size=1, max_size=4))
def test_a_formula_worked_out_on_columns_is_its_exact_arithmetic(
    engine: Engine, formulas: list[Node], rows: list[tuple[int, int, int | None]]
) -> None:
    data = {"row": pa.array(range(len(rows)))}
    data |= {name: pa.array([row[i] for row in rows], pa.int64()) for i, name in enumerate("abc")}
    table = engine.table(pa.table(data))
    columns = Columns({term: table[term.name] for term in _TERMS})
    worked = {f"f{i}": work_out(formula, columns).cast("float64") for i, formula in enumerate(formulas)}
    answer = engine.run(table.select("row", **worked).order_by("row"))
    for i, formula in enumerate(formulas):
        for row, value in zip(rows, answer[f"f{i}"].to_pylist(), strict=True):
            values = {t: None if row[j] is None else Fraction(row[j]) for j, t in enumerate(_TERMS)}
            exact = work_out(formula, Exact(values, {}))
            assert _close(value, exact), (formula, row)


def _close(value: float | None, exact: Fraction | None) -> bool:
    if value is None or exact is None:
        return value is exact is None
    return abs(Fraction(value) - exact) <= Fraction(1, 10**12) * abs(exact)


def test_every_value_of_every_measure_is_its_formula_worked_out_exactly(engine_name: str, invented: Store) -> None:
    table = compute(Snapshot(invented, None, engine_name), list(measures().values()))
    rows = table.rows.to_pylist()
    checked = 0
    for measure in table.measures:
        for row in rows:
            values, factors = {}, {}
            for leaf in measure.all_leaves:
                if isinstance(leaf, Deflator):
                    found = row[f"factor_{leaf.lag}"]
                    factors[leaf.lag] = None if found is None else Fraction(found)
                else:
                    found = row[leaf_name(measure.terms[leaf.name], leaf.lag)]
                    values[leaf] = None if found is None else Fraction(found)
            if any(values[leaf] is None and not leaf.optional for leaf in values) or None in factors.values():
                assert row[measure.id] is None
                continue
            exact = work_out(measure.tree, Exact(values, factors))
            if measure.condition is not None and not work_out(measure.condition, Exact(values, factors)):
                exact = None
            assert _close(row[measure.id], exact), (measure.id, row["place"], row["year"])
            checked += 1
    assert checked > 5_000


# --- Readers at once, and a store that must not be written to ----------------------------------------------------


def test_two_threads_each_with_a_snapshot_of_its_own_get_what_one_alone_gets(engine_name: str, invented: Store) -> None:
    chosen = list(measures().values())

    def work(_: int) -> dict[str, list[Any]]:
        return compute(Snapshot(invented, None, engine_name), chosen).rows.to_pydict()

    alone = work(0)
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(work, range(2)):
            assert differences(alone, found) == []


def test_reading_leaves_the_store_and_the_working_folder_as_they_were(
    engine_name: str, invented: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in invented.folder.rglob("*")}

    folders = [invented.folder, *(p for p in invented.folder.rglob("*") if p.is_dir())]
    before = state()
    monkeypatch.chdir(tmp_path)
    try:
        for folder in folders:
            folder.chmod(0o555)
        compute(Snapshot(invented, None, engine_name), list(measures().values()))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert state() == before
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - only whether there is anything
