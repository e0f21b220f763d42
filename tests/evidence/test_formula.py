"""The language of formulas: plain arithmetic, the same by the engine and exactly, and nothing else at all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import MeasureError
from wholeplace.evidence.columns import Columns
from wholeplace.evidence.formula import Exact, Term, answers_yes_or_no, leaves, parse, work_out, write_out

REFUSED = [
    "a.real",
    "a.__class__",
    "().__class__.__bases__",
    "__import__('os').system('true')",
    "open('/etc/passwd')",
    "eval('a')",
    "a()",
    "a[0]",
    "[x for x in (a,)]",
    "{a}",
    "lambda: a",
    "f'{a}'",
    "'text'",
    "b'x'",
    "a if b else c",
    "a and b",
    "not a",
    "a < b < c",
    "a is b",
    "a in b",
    "a ** 2",
    "a % 2",
    "a // 2",
    "a @ b",
    "~a",
    "a | b",
    "None",
    "True",
    "...",
    "1j",
    "a := 1",
    "min(a)",
    "min(*a)",
    "max(a, b=c)",
    "min(a, b, c)",
    "unknown",
    "nan",
    "1e400",
    "1e16",
    "9" * 1500,
    "(a < b) + 1",
    "min(a < b, 1)",
    "-(a < b)",
    "a if a < b else b < c",
    "previous(a)",
    "previous(a, 0)",
    "previous(a, -1)",
    "previous(a, 21)",
    "previous(a, True)",
    "previous(a, 1.5)",
    "previous(a, b)",
    "optional(a + b)",
    "optional(1)",
    "",
    " ",
    "a b",
    "a +",
    "import os",
    "a; b",
    "\x00",
    "a" + "+a" * 100,
    "-" * 60 + "a",
    "(" * 500 + "a" + ")" * 500,
    "a+" * 1500 + "a",
]
TERMS = {"a": "x.a", "b": "x.b", "c": "x.c"}


@pytest.mark.parametrize(
    "text",
    REFUSED,
)
def test_anything_but_plain_arithmetic_is_refused_in_words(text: str) -> None:
    with pytest.raises(MeasureError, match=r"^here") as error:
        parse(text, TERMS, "here")
    assert str(error.value).endswith(".")


@given(st.text(alphabet="abc()+-*/<>=!.,'\"[]{}_ 0129eifls\n\\", max_size=40))
@settings(max_examples=300)
def test_no_text_is_ever_run(text: str) -> None:
    try:
        tree = parse(text, TERMS)
    except MeasureError:
        return
    assert all(isinstance(leaf, Term) for leaf in leaves(tree))


def test_lags_add_up_and_optional_terms_may_be_missing() -> None:
    tree = parse("previous(previous(a, 2) + b, 3) - optional(c)", TERMS)
    assert list(leaves(tree)) == [Term("a", 5), Term("b", 3), Term("c", 0, optional=True)]
    values = {Term("a", 5): Fraction(10), Term("b", 3): Fraction(1)}
    assert work_out(tree, Exact(values, {})) == 11


def test_a_comparison_answers_yes_or_no_and_a_sum_does_not() -> None:
    assert answers_yes_or_no(parse("a + b < 0", TERMS))
    assert not answers_yes_or_no(parse("a if a < b else b", TERMS))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a - (b - c)", "a - (b - c)"), ("(a + b) / positive(c)", "(a + b) ÷ positive(c)"), ("-(a + b)", "-(a + b)"),
     ("a / (b / c)", "a ÷ (b ÷ c)"), ("a * b + c", "a × b + c")],
)  # fmt: skip
def test_a_formula_is_written_with_the_brackets_it_needs(text: str, shown: str) -> None:
    written = write_out(parse(text, TERMS), lambda leaf: leaf.name)
    assert written == shown


# ---- the engine and exact arithmetic agree


# Small whole numbers and divisors that are powers of two keep every value exact in floats too, so that the two must be
# equal to the last bit, also where a sum comes to nothing.
AMOUNTS = st.one_of(st.none(), st.integers(-15, 15))
DIVISORS = st.sampled_from([None, 0, 1, -2, 4])
ROWS = st.lists(st.tuples(AMOUNTS, AMOUNTS, DIVISORS), min_size=1, max_size=6)
COMPARISONS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


def sums(depth: int) -> st.SearchStrategy[str]:
    """Random formulas that give a number."""
    leaf = st.sampled_from(["a", "b", "optional(a)", "optional(b)", "0", "1", "3", "0.5"])
    if depth == 0:
        return leaf
    part = sums(depth - 1)
    divisor = st.sampled_from(["c", "2", "0", "optional(c)", "positive(c)"])
    return st.one_of(
        leaf,
        st.builds("({} {} {})".format, part, st.sampled_from("+-*"), part),
        st.builds("({} / {})".format, part, divisor),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), part, part),
        st.builds("{}({})".format, st.sampled_from(["abs", "positive", "-"]), part),
        st.builds("({} if {} {} {} else {})".format, part, part, COMPARISONS, part, part),
    )


@pytest.fixture(scope="module")
def engine() -> Any:
    from wholeplace.evidence.engines import open_engine

    return open_engine("duckdb")


def by_engine(engine: Any, text: str, rows: list[tuple[Any, ...]]) -> list[float | None]:
    import pyarrow as pa

    columns = {n: pa.array([row[i] for row in rows], pa.int64()) for i, n in enumerate("abc")}
    table = engine.table(pa.table({**columns, "row": pa.array(range(len(rows)), pa.int64())}))
    tree = parse(text, TERMS)
    by_leaf = {leaf: table[leaf.name] for leaf in leaves(tree) if isinstance(leaf, Term)}
    value = work_out(tree, Columns(by_leaf))
    found = engine.run(table.select("row", value=value.cast("float64")))
    return list(found.sort_by("row")["value"].to_pylist())


def exactly(text: str, row: tuple[Any, ...]) -> Any:
    known = dict(zip("abc", row, strict=True))
    values = {
        Term(n, 0, optional=o): None if v is None else Fraction(v) for n, v in known.items() for o in (False, True)
    }
    return work_out(parse(text, TERMS), Exact(values, {}))


@settings(max_examples=150, deadline=None)
@given(text=sums(3), rows=ROWS)
def test_the_engine_works_out_what_exact_arithmetic_does(engine: Any, text: str, rows: list[tuple[Any, ...]]) -> None:
    for row, got in zip(rows, by_engine(engine, text, rows), strict=True):
        exact = exactly(text, row)
        assert got == (None if exact is None else float(exact)), (text, row)


@pytest.mark.parametrize("text", ["a * b", "a * a * b", "abs(a) * b - a", "(a - b) / c", "min(a, b) * 100"])
def test_amounts_in_pence_do_not_overflow(engine: Any, text: str) -> None:
    row = (10**14, -(10**14), 3)
    assert by_engine(engine, text, [row]) == [pytest.approx(float(exactly(text, row)))]
