"""What Wholeplace asks of a query engine. Queries are Ibis expressions; an engine binds and runs them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray


class Engine(ABC):
    """A place where Ibis expressions run. One engine belongs to one thread at a time."""

    name: ClassVar[str]

    @abstractmethod
    def parquet(self, paths: Sequence[Path]) -> Any:
        """An Ibis table over Parquet files of one schema."""

    @abstractmethod
    def table(self, data: pa.Table) -> Any:
        """An Ibis table over rows at hand."""

    def rows(self, columns: Mapping[str, NDArray[Any]]) -> Any:
        """An Ibis table over columns at hand, none of which has nulls; text columns are of dtype object."""
        import pyarrow as pa

        return self.table(pa.table(dict(columns)))

    @abstractmethod
    def run(self, expression: Any) -> pa.Table:
        """All rows of an expression."""
