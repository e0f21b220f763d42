"""What a load came to, a line a file: the table that the command line and the workbench both show."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.evidence.loading import FAILED, NOT_RECOGNISED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from wholeplace.evidence.loading import FileOutcome
    from wholeplace.evidence.reading import SetAside

_PARTICULARS = re.compile(r"'[^']*'|-?[\d,]*\d(?:\.\d+)?")
KINDS_SHOWN = 3


@dataclass(frozen=True)
class FileLine:
    """One file. It makes (or would make) `count` releases, one a period and part."""

    file: str
    dataset: str
    periods: tuple[str, ...]
    rows: int
    set_aside: int
    reasons: str
    count: int
    releases: tuple[str, ...]
    outcome: str

    @property
    def period(self) -> str:
        """Its period, or the first and the last of several; a dash where it has none."""
        if not self.periods:
            return "–"
        return self.periods[0] if len(self.periods) == 1 else f"{self.periods[0]} to {self.periods[-1]}"


def file_lines(outcomes: Iterable[FileOutcome], names: Mapping[Path, str] | None = None) -> list[FileLine]:
    """The files that were read, in the order they were offered; `names` as for `loading.load`."""
    groups: dict[tuple[Path, str, str], list[FileOutcome]] = {}
    for outcome in outcomes:
        if outcome.outcome not in {NOT_RECOGNISED, FAILED}:
            groups.setdefault((outcome.path, outcome.dataset, outcome.outcome), []).append(outcome)
    return [_line(group, names or {}) for group in groups.values()]


def _line(group: list[FileOutcome], names: Mapping[Path, str]) -> FileLine:
    first = group[0]
    return FileLine(
        names.get(first.path, first.path.name),
        first.dataset,
        tuple(sorted({o.period for o in group if o.period})),
        sum(o.rows_kept for o in group),
        sum(o.set_aside for o in group),
        _reasons(group),
        len(group),
        tuple(o.release for o in group if o.release),
        first.outcome,
    )


def kind_of_reason(reason: str) -> str:
    """A reason without the names and numbers of the one case, so that like cases are counted together."""
    general = _PARTICULARS.sub("…", reason).partition(" (")[0].partition(", for ")[0].partition(";")[0]
    return " ".join(general.split())[:70]


def by_reason(items: Iterable[SetAside]) -> dict[str, list[SetAside]]:
    """What was set aside, by kind of reason, the commonest first."""
    kinds: dict[str, list[SetAside]] = {}
    for item in items:
        warning = "warning: " if item.what == "warning" else ""
        kinds.setdefault(f"{warning}{kind_of_reason(item.reason)}", []).append(item)
    return dict(sorted(kinds.items(), key=lambda kind: -len(kind[1])))


def _reasons(group: list[FileOutcome]) -> str:
    """How much was set aside and why, shortest first."""
    if any(o.reading is None for o in group):
        return str(sum(o.set_aside for o in group) or "–")
    items = (item for o in group if o.reading for item in o.reading.set_aside)
    kinds = Counter({kind: len(found) for kind, found in by_reason(items).items()})
    shown = [f"{count} × {reason}" for reason, count in kinds.most_common(KINDS_SHOWN)]
    if len(kinds) > KINDS_SHOWN:
        rest = sum(kinds.values()) - sum(c for _, c in kinds.most_common(KINDS_SHOWN))
        shown.append(f"{rest} others")
    return "; ".join(shown) or "–"


__all__ = ["FileLine", "by_reason", "file_lines", "kind_of_reason"]
