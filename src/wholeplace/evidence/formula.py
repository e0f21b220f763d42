"""Formulas of indicators: a small arithmetic language, parsed into a tree and never evaluated as code.

    (earmarked + unallocated) / positive(spend)
    min(outturn, max(budget, 0))
    earmarked / previous(earmarked, 3) - 1
    real(spend)
    change < 0

Terms are names given in the indicator's `[terms]`. `positive(x)` is x where it is above zero and nothing otherwise;
`optional(x)` counts a missing x as nothing spent (0); `previous(x, n)` is x of the same place n years before;
`real(x)` puts money into the prices of the base year by the GDP deflator.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from wholeplace.core.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
FUNCTIONS = {"min": 2, "max": 2, "abs": 1, "positive": 1, "optional": 1, "previous": 2, "real": 1}
_LONGEST = 2_000
_DEEPEST = 40
_LARGEST = 10**15


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: Fraction


@dataclass(frozen=True)
class Term:
    """A named line of a return, `lag` years before the figure's period."""

    name: str
    lag: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Deflator:
    """The factor that puts money of `lag` years before into base-year prices."""

    lag: int = 0


@dataclass(frozen=True)
class Operation:
    """An operator, comparison or function over other nodes."""

    sign: str
    parts: tuple[Node, ...]


Node = Number | Term | Deflator | Operation


class Arithmetic(Protocol):
    """What a formula is worked out with: an engine's columns, or exact fractions."""

    def number(self, value: Fraction) -> Any:
        """A constant."""

    def term(self, term: Term) -> Any:
        """A term's value."""

    def deflator(self, lag: int) -> Any:
        """The factor into base-year prices."""

    def apply(self, sign: str, parts: list[Any]) -> Any:
        """The outcome of an operation."""


def parse(text: str, terms: Mapping[str, str], where: str = "formula") -> Node:
    """Parse a formula whose names are keys of `terms`.

    Raises:
        MeasureError: it is not in the language above; the message names `where` and the offending part.
    """
    if len(text) > _LONGEST:
        raise MeasureError(f"{where}: the formula is longer than {_LONGEST} characters. Split it into terms.")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        detail = error.msg if isinstance(error, SyntaxError) else "it is nested too deeply"
        raise MeasureError(
            f"{where}: '{text}' can't be read ({detail}). Write it like (a + b) / positive(c)."
        ) from None
    node = _node(tree, terms, where, 0, 0)
    _answers(node, where)
    return node


def _node(tree: ast.expr, terms: Mapping[str, str], where: str, lag: int, depth: int) -> Node:  # noqa: C901 -- one case a kind of node
    if depth > _DEEPEST:
        raise MeasureError(f"{where}: the formula is nested too deeply. Split it into terms.")

    def inner(part: ast.expr, further: int = 0) -> Node:
        return _node(part, terms, where, lag + further, depth + 1)

    match tree:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if abs(value) > _LARGEST:
                raise MeasureError(f"{where}: the number {str(value)[:20]} is larger than any amount. Correct it.")
            return Number(Fraction(str(value)))
        case ast.Name(id=name):
            if name not in terms:
                known = ", ".join(sorted(terms)) or "none"
                raise MeasureError(f"{where}: '{name}' is not one of the terms ({known}). Add it under [terms].")
            return Term(name, lag)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("negative", (inner(operand),))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return Operation(_OPERATORS[type(op)], (inner(left), inner(right)))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return Operation(_COMPARISONS[type(op)], (inner(left), inner(right)))
        case ast.IfExp(test=test, body=body, orelse=other):
            return Operation("if", (inner(test), inner(body), inner(other)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) != FUNCTIONS[name]:
                raise MeasureError(f"{where}: {name}() takes {FUNCTIONS[name]} part(s), not {len(args)}.")
            return _call(name, args, inner, where, lag)
        case _:
            raise MeasureError(
                f"{where}: '{ast.unparse(tree)}' is not allowed in a formula. Use + - * /, comparisons, "
                f"'a if b else c' and {', '.join(sorted(FUNCTIONS))}."
            )


def _answers(node: Node, where: str) -> bool:
    """Whether a node answers yes or no rather than a number; a formula may not mix the two up."""
    if not isinstance(node, Operation):
        return False
    kinds = [_answers(part, where) for part in node.parts]
    if node.sign == "if":
        if not kinds[0]:
            raise MeasureError(f"{where}: what stands between 'if' and 'else' must be a comparison, such as a < 0.")
        if kinds[1] != kinds[2]:
            raise MeasureError(f"{where}: both branches of 'if' must give a number, or both an answer.")
        return kinds[1]
    if any(kinds):
        raise MeasureError(f"{where}: a comparison is not a number. Put it after 'if', or make it the whole formula.")
    return node.sign in _COMPARISONS.values()


def answers_yes_or_no(node: Node) -> bool:
    """Whether a formula is a comparison (yes or no) rather than a number."""
    return _answers(node, "formula")


def _call(name: str, args: list[ast.expr], inner: Callable[..., Node], where: str, lag: int) -> Node:
    if name == "previous":
        years = args[1]
        if not (isinstance(years, ast.Constant) and type(years.value) is int and 0 < years.value <= 20):
            raise MeasureError(f"{where}: previous(x, n) needs a whole number of years from 1 to 20.")
        return inner(args[0], years.value)
    if name == "real":
        return Operation("*", (inner(args[0]), Deflator(lag)))
    if name == "optional":
        term = inner(args[0])
        if not isinstance(term, Term):
            raise MeasureError(f"{where}: optional() takes one term.")
        return Term(term.name, term.lag, optional=True)
    return Operation(name, tuple(inner(a) for a in args))


def leaves(node: Node) -> Iterator[Term | Deflator]:
    """All terms and deflators, in order of writing, with repeats."""
    if isinstance(node, Term | Deflator):
        yield node
    elif isinstance(node, Operation):
        for part in node.parts:
            yield from leaves(part)


def work_out(node: Node, arithmetic: Arithmetic) -> Any:
    """The value of a formula in some arithmetic."""
    match node:
        case Number(value):
            return arithmetic.number(value)
        case Term():
            return arithmetic.term(node)
        case Deflator(lag):
            return arithmetic.deflator(lag)
        case Operation(sign, parts):
            return arithmetic.apply(sign, [work_out(p, arithmetic) for p in parts])


_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}


def write_out(node: Node, show: Callable[[Term | Deflator], str]) -> str:
    """The formula in words and signs, each term replaced by what `show` says of it."""
    match node:
        case Number(value):
            return f"{value.numerator}" if value.denominator == 1 else f"{float(value):g}"
        case Term() | Deflator():
            return show(node)
        case Operation("negative", (part,)):
            return f"-{_bracketed(part, show, 3)}"
        case Operation("if", (test, body, other)):
            return f"({write_out(body, show)} if {write_out(test, show)} else {write_out(other, show)})"
        case Operation(sign, (left, right)) if sign not in FUNCTIONS:
            mark = {"*": "×", "/": "÷"}.get(sign, sign)
            binds = _BINDS.get(sign, 0)
            return f"{_bracketed(left, show, binds)} {mark} {_bracketed(right, show, binds + 1)}"
        case Operation(sign, parts):
            return f"{sign}({', '.join(write_out(p, show) for p in parts)})"


def _bracketed(node: Node, show: Callable[[Term | Deflator], str], at_least: int) -> str:
    """A part of an operation, in brackets where it would otherwise read as bound more loosely than it is."""
    text = write_out(node, show)
    if not isinstance(node, Operation) or node.sign in FUNCTIONS or node.sign in {"negative", "if"}:
        return text
    return text if _BINDS.get(node.sign, 0) >= at_least else f"({text})"


class Exact:
    """Exact arithmetic over fractions, None where a part is missing or a divisor is zero: for tracing and tests."""

    def __init__(self, values: Mapping[Term, Fraction | None], factors: Mapping[int, Fraction | None]) -> None:
        """`values` by term, `factors` by lag."""
        self._values = values
        self._factors = factors

    def number(self, value: Fraction) -> Fraction | None:
        return value

    def term(self, term: Term) -> Fraction | None:
        value = self._values.get(term)
        return Fraction(0) if value is None and term.optional else value

    def deflator(self, lag: int) -> Fraction | None:
        return self._factors.get(lag)

    def apply(self, sign: str, parts: list[Any]) -> Any:
        if sign == "if":
            return None if parts[0] is None else (parts[1] if parts[0] else parts[2])
        if any(p is None for p in parts):
            return None
        return _EXACT[sign](*parts)


_EXACT: Mapping[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "min": min,
    "max": max,
    "abs": abs,
    "negative": lambda a: -a,
    "positive": lambda a: a if a > 0 else None,
}
