"""Write the whole invented sector into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def create(folder: Path, size: int = 330, seed: int = 1, progress: Progress = silent) -> list[Path]:
    """Make a sector of `size` invented councils in `folder`; the same size and seed give the same bytes.

    Returns the files written. Files of the same names are replaced; others are left alone. Raises
    ValueError where `size` is outside 40 to 2,000.
    """
    import numpy as np

    from wholeplace.sample import economy, geography, registers, revenue, sector, traits

    rng = np.random.default_rng(seed)
    made = sector.build(size, rng)
    character, events = traits.draw(made, rng)
    accounts = economy.run(made, character, rng)
    places = geography.lay_out(made)
    folder.mkdir(parents=True, exist_ok=True)

    steps: list[tuple[str, Callable[[], Path]]] = [
        ("register", lambda: registers.write_register(folder, made, character, places)),
        ("reorganisation", lambda: registers.write_changes(folder, made)),
        ("events", lambda: registers.write_events(folder, made, events)),
        ("tile map", lambda: geography.write(folder, made, places)),
    ]
    for year in revenue.RS_YEARS:
        steps.append((f"outturn {year}", lambda year=year: revenue.write(folder, made, accounts, year)))  # type: ignore[misc]
    steps.append(("provisional outturn", lambda: revenue.write_provisional(folder, made, accounts)))
    written = []
    for done, (what, step) in enumerate(steps):
        progress(done, len(steps), what)
        written.append(step())
    progress(len(steps), len(steps), "done")
    return written
