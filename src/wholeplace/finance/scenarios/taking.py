"""Taking keys out of a TOML table one by one: each checked, and what is left over refused."""

from __future__ import annotations

import difflib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from wholeplace.core.errors import ScenarioError
from wholeplace.core.money import to_pence

if TYPE_CHECKING:
    from collections.abc import Iterator

Word = TypeVar("Word", bound=str)
MOST_POUNDS = 10**13
_MISSING: Any = object()
SHOWN = 60  # characters of a value in a message


class Table:
    """A table of the file; `path` is where it stands in it, such as `drivers.prices`."""

    def __init__(self, where: str, path: str, content: Any) -> None:
        """`where` is the file.

        Raises:
            ScenarioError: what stands there is no table.
        """
        self.where, self.path = where, path
        if not isinstance(content, dict):
            raise ScenarioError(where, path, "must be a table", f"Write it under [{path}].", shown(content))
        self._left = dict(content)
        self._known: list[str] = []

    def key(self, name: str) -> str:
        """Where a key stands in the file."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, problem: str, remedy: str, value: Any = None) -> ScenarioError:
        """An error about a key."""
        return ScenarioError(self.where, self.key(name), problem, remedy, "" if value is None else shown(value))

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def take(self, name: str, default: Any = _MISSING) -> Any:
        """A value as it stands, which is then gone from here."""
        self._known.append(name)
        if name in self._left:
            return self._left.pop(name)
        if default is _MISSING:
            raise self.wrong(name, "is missing", "Add it; `wholeplace scenario new` writes a whole file to start from.")
        return default

    def text(self, name: str, default: Any = _MISSING) -> str:
        """A text that isn't empty, unless that is the default."""
        value = self.take(name, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.wrong(name, "must be a text in quotes", f'Write it like {name} = "words".', value)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; none where the key is left out."""
        value = self.take(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise self.wrong(name, "must be a list of texts", f'Write it like {name} = ["one", "two"].', value)
        return tuple(value)

    def word(self, name: str, words: Any, default: Any = _MISSING) -> Any:
        """One of some words: the members of a `Literal`, or any collection."""
        allowed = tuple(get_args(words) or words)
        value = self.take(name, default)
        if value not in allowed:
            listed = ", ".join(repr(each) for each in allowed)
            raise self.wrong(name, f"must be one of {listed}", "Write one of them in quotes.", value)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.take(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false", "Write it without quotes.", value)
        return value

    def whole(self, name: str, low: int, high: int, default: Any = _MISSING) -> int:
        """A whole number between two."""
        value = self.take(name, default)
        if type(value) is not int or not low <= value <= high:
            remedy = "Write it without quotes or a decimal point."
            raise self.wrong(name, f"must be a whole number from {low:,} to {high:,}", remedy, value)
        return value

    def number(self, name: str, low: str, high: str, default: Any = _MISSING) -> Any:
        """A number between two."""
        value = self.take(name, default)
        return default if value is default else self.checked(name, value, low, high)

    def numbers(self, name: str, low: str, high: str) -> tuple[Decimal, ...]:
        """A list of numbers between two; none where the key is left out."""
        value = self.take(name, [])
        if not isinstance(value, list):
            raise self.wrong(name, "must be a list of numbers", f"Write it like {name} = [0.01, 0.02].", value)
        return tuple(self.checked(name, each, low, high) for each in value)

    def checked(self, name: str, value: Any, low: str, high: str) -> Decimal:
        """A number found under a key, between two."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.wrong(name, "must be a number", "Write it without quotes or a % sign; 0.02 is 2%.", value)
        if not Decimal(low) <= value <= Decimal(high):
            raise self.wrong(
                name, f"must be from {low} to {high}", "Rates and shares are fractions: 0.02 is 2%.", value
            )
        return Decimal(value)

    def money(self, name: str, default: Any = _MISSING, *, signed: bool = False) -> int:
        """Pence for an amount in pounds."""
        value = self.take(name, default)
        return self.pence(name, value, signed=signed)

    def pence(self, name: str, value: Any, *, signed: bool = False) -> int:
        """Pence for an amount in pounds found under a key."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.wrong(name, "must be an amount in pounds", "Write it like 212_349_000 or 1_250.50.", value)
        amount = Decimal(value)
        if abs(amount) > MOST_POUNDS or (amount < 0 and not signed):
            least = f"-{MOST_POUNDS:,}" if signed else "0"
            raise self.wrong(name, f"must be from £{least} to £{MOST_POUNDS:,}", "Write it in pounds.", value)
        if amount * 100 % 1:
            raise self.wrong(name, "has a fraction of a penny", "Round it to the penny.", value)
        return to_pence(amount)

    def tables(self, name: str) -> Iterator[Table]:
        """The tables of a list such as [[service]]."""
        value = self.take(name)
        if not isinstance(value, list) or not value:
            raise self.wrong(name, "must be a list of tables", f"Write each under [[{self.key(name)}]].", value)
        for number, each in enumerate(value, start=1):
            called = f" '{each['id']}'" if isinstance(each, dict) and isinstance(each.get("id"), str) else f" {number}"
            yield Table(self.where, f"{self.key(name)}{called}", each)

    def table(self, name: str) -> Table:
        """A table inside this one; an empty one where it is left out."""
        return Table(self.where, self.key(name), self.take(name, {}))

    def items(self) -> Iterator[tuple[str, Table]]:
        """Every table inside this one, by name."""
        for name in list(self._left):
            yield name, self.table(name)

    def end(self) -> None:
        """Refuse what nobody took.

        Raises:
            ScenarioError: a key is unknown; the message says which it may have been.
        """
        for name, value in self._left.items():
            near = difflib.get_close_matches(name, self._known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(dict.fromkeys(self._known))}."
            raise self.wrong(name, "is not a key that a scenario has", hint, value)


def shown(value: Any) -> str:
    """A value as a message shows it."""
    text = f"{value}" if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
