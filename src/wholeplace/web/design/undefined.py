"""What a template meets where nothing was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, Undefined

# GOV.UK's macros compare with `undefined` and ask whether there is a `caller`: both may be missing.
MAY_BE_MISSING = frozenset({"caller", "undefined", "null"})


class Careful(ChainableUndefined):
    """A key left out of a dictionary is nothing; a name or an attribute that is not there is a mistake.

    GOV.UK's macros read dozens of optional keys, which Jinja's own `StrictUndefined` forbids; without any strictness
    a misspelt name prints nothing and nobody notices.
    """

    __slots__ = ()

    def _is_mistake(self) -> bool:
        if self._undefined_name in MAY_BE_MISSING:
            return False
        return not isinstance(self._undefined_obj, Mapping | Undefined)

    def _check(self) -> None:
        if self._is_mistake():
            self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> Any:
        """What is inside nothing is nothing."""
        if name.startswith("__"):
            raise AttributeError(name)
        self._check()
        return self

    __getitem__ = __getattr__

    def __str__(self) -> str:
        self._check()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __bool__(self) -> bool:
        self._check()
        return False

    def __iter__(self) -> Any:
        self._check()
        return iter(())

    def __len__(self) -> int:
        self._check()
        return 0

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        """Nothing can't be called."""
        self._fail_with_undefined_error()
