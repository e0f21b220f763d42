"""Long work tells how far it has come through a callable of done, total and message."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then by work that takes more than a second."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """`done` of `total` steps are finished; `message` says what is being done."""


def silent(done: int, total: int, message: str) -> None:
    """Say nothing."""
    del done, total, message
