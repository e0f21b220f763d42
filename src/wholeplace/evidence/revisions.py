"""What a later vintage of a return revised, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import StoreError
from wholeplace.evidence.reading import FACTS

if TYPE_CHECKING:
    from wholeplace.evidence.release import Release


@dataclass(frozen=True)
class Revision:
    """One cell that differs: numbers as published, None where a release has none (its status says why)."""

    authority: str
    authority_name: str
    line: str
    before: float | None
    after: float | None
    before_status: str
    after_status: str

    @property
    def change(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def before_shown(self) -> str:
        """Before, in words where there is no number."""
        return self.before_status if self.before is None else f"{self.before:,.6g}"

    @property
    def after_shown(self) -> str:
        """After, in words where there is no number."""
        return self.after_status if self.after is None else f"{self.after:,.6g}"

    @property
    def change_shown(self) -> str:
        """The difference, signed."""
        return "" if self.change is None else f"{self.change:+,.6g}"

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {**vars(self), "change": self.change}


def revisions(first: Release, second: Release, line: str | None = None) -> list[Revision]:
    """All cells that differ between two releases of the same return, largest change first.

    Raises:
        StoreError: one holds no numbers, or they are of different returns.
    """
    for release in (first, second):
        if release.entry.table != FACTS:
            raise StoreError(f"{release.id} holds no figures to compare.")
    if first.entry.namespace != second.entry.namespace:
        raise StoreError(f"{first.id} and {second.id} are of different returns; there is nothing to compare.")
    before, after = _cells(first, line), _cells(second, line)
    names = {a["key"]: a["name"] for r in (first, second) for a in r.authorities()}
    found = [
        Revision(authority, names.get(authority, authority), key, a[0], b[0], a[1], b[1])
        for (authority, key) in sorted(before.keys() | after.keys())
        if (a := before.get((authority, key), (None, "absent"))) != (b := after.get((authority, key), (None, "absent")))
    ]
    return sorted(found, key=lambda r: (-abs(r.change) if r.change is not None else 0.0, r.authority, r.line))


def _cells(release: Release, line: str | None) -> dict[tuple[str, str], tuple[float | None, str]]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.ParquetFile(release.facts_path).read(columns=["authority", "line", "number", "status"])
    if line:
        table = table.filter(pc.equal(table["line"].cast("string"), line))
    columns = [table[name].to_pylist() for name in ("authority", "line", "number", "status")]
    return {(a, key): (number, status) for a, key, number, status in zip(*columns, strict=True)}
