"""Definitions that packages bring as TOML files, one thing a file, found through an entry point group.

Each entry point names a package whose folder holds the files, so that a third party adds some from its own package.
"""

from __future__ import annotations

from importlib import resources
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wholeplace.core.errors import WholeplaceError


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_HasId)


def definitions(group: str) -> Iterator[tuple[str, str]]:
    """File name and text of every definition installed under a group, in a fixed order."""
    for point in sorted(entry_points(group=group), key=lambda p: p.name):
        for item in sorted(resources.files(point.value).iterdir(), key=lambda i: i.name):
            if item.name.endswith(".toml"):
                yield item.name, item.read_text("utf-8")


def installed(group: str, read: Callable[[str, str], Named], error: type[WholeplaceError]) -> dict[str, Named]:
    """Every definition installed under a group, by id; `read` makes one of its text and file name.

    Raises:
        WholeplaceError: of type `error`, where two share an id; whatever `read` raises where one is wrong.
    """
    found: dict[str, Named] = {}
    for name, text in definitions(group):
        one = read(text, name)
        if one.id in found:
            raise error(f"{name}: the id '{one.id}' is taken. Give it another.")
        found[one.id] = one
    return found


def read_draft(path: Path, error: type[WholeplaceError]) -> str:
    """Text of a definition that is being written.

    Raises:
        WholeplaceError: of type `error`, where the file can't be read or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as failure:
        raise error(f"{path}: it can't be read ({failure.strerror}).") from None
    except UnicodeDecodeError:
        raise error(f"{path}: it is not UTF-8 text. Save it as UTF-8.") from None
