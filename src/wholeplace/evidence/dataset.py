"""One class a publication: it knows its file by content and reads it.

A reader is found through the entry point group `wholeplace.datasets`, so that a third party adds one from its own
package. See `docs/add-a-dataset.md`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import WholeplaceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wholeplace.core.periods import Period
    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

GROUP = "wholeplace.datasets"


class Dataset(ABC):
    """A publication that Wholeplace can read.

    Attributes:
        key: stable id, e.g. `revenue-outturn-rs`.
        title: what the publication is called.
        namespace: first part of its line ids, e.g. `rs`; datasets that publish the same return share one.
        table: `facts`, `places`, `links`, `events`, `areas` or `tiles`.
        version: raise it when the same file would be read differently.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    publisher: ClassVar[str]
    licence: ClassVar[str] = "Open Government Licence v3.0"
    namespace: ClassVar[str]
    table: ClassVar[str] = "facts"
    version: ClassVar[int] = 1

    @abstractmethod
    def recognise(self, source: SourceFile) -> bool:
        """Whether this file is one of this publication, told from its content and never from its name.

        Must be quick and must not raise for files of other publications.
        """

    def begin(self, period: Period | None, published: date | None, basis: str, note: str, **more: Any) -> Reading:
        """A reading of this publication, with its key, title, publisher and licence filled in.

        `published`, `basis` and `note` are as `evidence.dates.publication` gives them; `more` are other fields of
        `Reading`, such as `part`.
        """
        from wholeplace.evidence.reading import Reading

        return Reading(
            self.key, self.namespace, self.table, period, self.title, self.publisher, self.licence,
            published, basis, note, **more,
        )  # fmt: skip

    @abstractmethod
    def read(self, source: SourceFile) -> Iterable[Reading]:
        """Read the file into one `Reading` a period (and part).

        Raises:
            BadFileError: the file is recognised but can't be read as published; nothing is released.
        """


@cache
def datasets() -> dict[str, Dataset]:
    """All readers installed, by key.

    Raises:
        WholeplaceError: two packages claim the same key.
    """
    found: dict[str, Dataset] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        reader: Dataset = point.load()()
        if reader.key in found:
            raise WholeplaceError(f"Two readers are called '{reader.key}'. Uninstall one of the packages.")
        found[reader.key] = reader
    return found


def recognise(source: SourceFile) -> list[Dataset]:
    """The readers that know this file, best described first; empty when none does."""
    return [reader for reader in datasets().values() if reader.recognise(source)]


def publication_of(namespace: str) -> str:
    """The publication that lines of a namespace belong to, by its plainest title; its name where none is read."""
    titles = [d.title for d in datasets().values() if d.namespace == namespace]
    return min(titles, key=len, default=namespace)


def words_of(line: str) -> str:
    """A line id as a reader would say it: `ra.central_services` -> 'central services'."""
    return line.partition(".")[2].replace("_", " ")
