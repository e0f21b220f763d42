"""What a later vintage of a return revised, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import StoreError
from wholeplace.evidence.reading import FACTS

if TYPE_CHECKING:
    from wholeplace.evidence.release import Release


ABSENT = "absent"


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
        return self.before_status if self.before is None else _shown(self.before)

    @property
    def after_shown(self) -> str:
        """After, in words where there is no number."""
        return self.after_status if self.after is None else _shown(self.after)

    @property
    def change_shown(self) -> str:
        """The difference, signed."""
        return "" if self.change is None else _shown(self.change, sign="+")

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {**vars(self), "change": self.change}


def _shown(number: float, sign: str = "") -> str:
    """A published number: whole ones whole, others to six figures, never as a power of ten."""
    if number == int(number) or abs(number) >= 1_000_000:
        return f"{number:{sign},.0f}"
    return f"{number:{sign},.6g}" if abs(number) >= 0.0001 else f"{number:{sign},.8f}"


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
    differing = _differing(first, second, line)
    names = {a["key"]: a["name"] for r in (first, second) for a in r.authorities()}
    found = [Revision(r["authority"], names.get(r["authority"], r["authority"]), *_both(r)) for r in differing]
    return sorted(found, key=lambda r: (-abs(r.change) if r.change is not None else 0.0, r.authority, r.line))


def _both(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["line"], row["number"], row["number_after"], row["status"] or ABSENT, row["status_after"] or ABSENT,
    )  # fmt: skip


def _differing(first: Release, second: Release, line: str | None) -> list[dict[str, Any]]:
    """Rows of both joined by authority and line, where they differ; nothing stands for what one of them lacks."""
    import pyarrow.compute as pc

    joined = _cells(first, line).join(
        _cells(second, line), ["authority", "line"], join_type="full outer", right_suffix="_after"
    )
    alike = pc.and_(
        pc.fill_null(pc.equal(joined["status"], joined["status_after"]), fill_value=False),
        pc.or_(
            pc.fill_null(pc.equal(joined["number"], joined["number_after"]), fill_value=False),
            pc.and_(pc.is_null(joined["number"]), pc.is_null(joined["number_after"])),
        ),
    )
    return list(joined.filter(pc.invert(alike)).to_pylist())


def _cells(release: Release, line: str | None) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.ParquetFile(release.facts_path).read(columns=["authority", "line", "number", "status"])
    words = {name: table[name].cast(pa.string()) for name in ("authority", "line", "status")}
    table = pa.table({**words, "number": table["number"]})
    return table.filter(pc.equal(table["line"], line)) if line else table
