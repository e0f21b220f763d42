"""Formulas worked out over an engine's columns: every place and year at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.formula import Deflator, Term, work_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.snapshot import Snapshot


class Columns:
    """Arithmetic over Ibis columns, given by leaf."""

    def __init__(self, by_leaf: Mapping[Any, Any]) -> None:
        """`by_leaf` maps each Term and Deflator to a column."""
        self._by_leaf = by_leaf

    def number(self, value: Fraction) -> Any:
        import ibis

        return ibis.literal(value.numerator if value.denominator == 1 else float(value))

    def term(self, term: Term) -> Any:
        column = self._by_leaf[term]
        return column.fill_null(0) if term.optional else column

    def deflator(self, lag: int) -> Any:
        return self._by_leaf[Deflator(lag)]

    def apply(self, sign: str, parts: list[Any]) -> Any:
        return _APPLY[sign](*parts)


def _positive(value: Any) -> Any:
    import ibis

    return ibis.ifelse(value > 0, value, ibis.null(value.type()))


def _choose(test: Any, body: Any, other: Any) -> Any:
    import ibis

    # SQL takes an unknown test for a no; here an unknown test leaves the answer unknown.
    chosen = ibis.ifelse(test, body, other)
    return ibis.ifelse(test.isnull(), ibis.null(chosen.type()), chosen)


def _least(a: Any, b: Any) -> Any:
    import ibis

    return _both(a, b, ibis.least(a, b))


def _greatest(a: Any, b: Any) -> Any:
    import ibis

    return _both(a, b, ibis.greatest(a, b))


def _both(a: Any, b: Any, chosen: Any) -> Any:
    """SQL's least and greatest pass over what is unknown; here one unknown part leaves the answer unknown."""
    import ibis

    return ibis.ifelse(a.isnull() | b.isnull(), ibis.null(chosen.type()), chosen)


_APPLY: Mapping[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a.cast("float64") * b.cast("float64"),  # pence times pence would not fit in 64 bits
    "/": lambda a, b: a.cast("float64") / b.cast("float64").nullif(0.0),
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "min": _least,
    "max": _greatest,
    "abs": lambda a: a.abs(),
    "negative": lambda a: -a,
    "positive": _positive,
    "if": _choose,
}


def leaf_name(line: str, lag: int) -> str:
    """Column name of a line `lag` years before."""
    name = line.replace(".", "__")
    return f"{name}__{lag}" if lag else name


def spread(snapshot: Snapshot, measures: Iterable[Measure]) -> Any:
    """The wide table of all lines the measures need, with lagged lines and deflation factors as columns beside."""
    import numpy as np

    chosen = list(measures)
    lines = frozenset(line for m in chosen for line in m.lines)
    table = snapshot.wide(lines)
    lagged: dict[int, set[str]] = {}
    factors: set[int] = set()
    for measure in chosen:
        for leaf in measure.all_leaves:
            if isinstance(leaf, Deflator):
                factors.add(leaf.lag)
            elif leaf.lag:
                lagged.setdefault(leaf.lag, set()).add(measure.terms[leaf.name])
    result = table
    for lag, wanted in sorted(lagged.items()):
        # A place has a year either as itself or as the sum of what it replaced, so its past is found by year alone.
        past = table.group_by(["place", "year"]).aggregate(
            **{leaf_name(line, lag): table[leaf_name(line, 0)].max() for line in sorted(wanted)}
        )
        before = past.mutate(year=(past.year + lag).cast("int32"))
        result = result.left_join(before, ["place", "year"]).drop("place_right", "year_right")
    for lag in sorted(factors):
        data = factor_by_year(snapshot, lag)
        rows = snapshot.engine.rows(
            {
                "year": np.array(list(data), dtype="int32"),
                f"factor_{lag}": np.array(list(data.values()), dtype="float64"),
            }
        )
        result = result.left_join(rows, "year").drop("year_right")
    return result


def factor_by_year(snapshot: Snapshot, lag: int) -> dict[int, float]:
    """What money of `lag` years before a year is multiplied by to stand in base-year prices."""
    base = snapshot.price_base
    if base is None:
        return {}
    index = {year: number for year, (number, _) in snapshot.deflators.items()}
    return {year + lag: index[base] / number for year, number in index.items() if number}


def expression(measure: Measure, table: Any) -> tuple[Any, Any]:
    """Value column of a measure over `table` (null where a part is missing), and whether all its parts are there."""
    import ibis

    by_leaf: dict[Any, Any] = {}
    needed = []
    for leaf in measure.all_leaves:
        if isinstance(leaf, Deflator):
            column = table[f"factor_{leaf.lag}"]
        else:
            column = table[leaf_name(measure.terms[leaf.name], leaf.lag)]
        by_leaf[leaf] = column
        if not (isinstance(leaf, Term) and leaf.optional):
            needed.append(column.notnull())
    complete = needed[0] if needed else ibis.literal(value=True)
    for part in needed[1:]:
        complete &= part
    value = work_out(measure.tree, Columns(by_leaf))
    if measure.condition is not None:
        value = ibis.ifelse(work_out(measure.condition, Columns(by_leaf)), value, ibis.null(value.type()))
    if measure.unit == "yes/no":
        value = value.cast("int64")
    value = value.cast("float64")
    return ibis.ifelse(complete, value, ibis.null("float64")), complete
