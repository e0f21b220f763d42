"""Money is integer pence inside and `Decimal` pounds at the edges; never a float of pounds.

Returns are published in thousands of pounds with stray decimals from grossing; `to_pence` is the one place
where a published number becomes money, rounding half to even.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

PENCE_PER_POUND = 100
_ALMOST = Decimal("0.9995")  # from here on the smaller unit would be shown as 1,000 of it


def to_pence(published: float | Decimal | str, pounds_per_unit: int = 1) -> int:
    """Pence for a number published in units of `pounds_per_unit` pounds (1, 1_000 or 1_000_000)."""
    exact = Decimal(str(published)) * pounds_per_unit * PENCE_PER_POUND
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def pounds(pence: int) -> Decimal:
    """Pounds, exact to the penny."""
    return Decimal(int(pence)) / PENCE_PER_POUND


def show_pounds(value: Decimal | int, *, sign: bool = False) -> str:
    """Pounds as a reader would write them: `£858m`, `-£1.2m`, `£41,500`; two significant steps, never a false penny."""
    amount = Decimal(value).quantize(Decimal("0.01")) or Decimal(0)
    size = abs(amount)
    mark = "-" if amount < 0 else ("+" if sign and amount > 0 else "")
    for scale, letter in ((Decimal(1_000_000_000), "bn"), (Decimal(1_000_000), "m")):
        if size >= scale * _ALMOST:
            scaled = size / scale
            digits = 2 if letter == "bn" and scaled < 10 else (0 if scaled >= 100 else 1)
            return f"{mark}£{scaled:,.{digits}f}{letter}"
    if size >= 10_000:
        return f"{mark}£{size / 1000:,.0f}k"
    if size == size.to_integral_value():
        return f"{mark}£{size:,.0f}"
    return f"{mark}£{size:,.2f}"
