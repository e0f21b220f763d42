"""Write the whole invented sector into a folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wholeplace.core.progress import Progress, silent
from wholeplace.sample.names import COUNTRY, MARK, SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.sector import Sector
    from wholeplace.sample.traits import Event, Traits

Step = tuple[str, "Callable[[], Path | list[Path]]"]


def create(folder: Path, size: int = 330, seed: int = 1, progress: Progress = silent) -> list[Path]:
    """Make a sector of `size` invented councils in `folder`; the same size and seed give the same bytes.

    Returns the files written. Files of the same names are replaced; others are left alone. Raises
    ValueError where `size` is outside 40 to 2,000.
    """
    import numpy as np

    from wholeplace.sample import economy, sector, traits

    rng = np.random.default_rng(seed)
    made = sector.build(size, rng)
    character, events = traits.draw(made, rng)
    accounts = economy.run(made, character, rng)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    steps = list(_steps(folder, made, character, events, accounts, rng))
    for done, (what, step) in enumerate(steps):
        progress(done, len(steps), what)
        result = step()
        written += result if isinstance(result, list) else [result]
    note = folder / "INVENTED.txt"
    note.write_text(_note(size, seed, written), encoding="utf-8")
    progress(len(steps), len(steps), "done")
    return [*written, note]


def _steps(
    folder: Path,
    made: Sector,
    character: dict[str, Traits],
    events: list[Event],
    accounts: Accounts,
    rng: np.random.Generator,
) -> Iterator[Step]:
    """What there is to write, in order, each with a word for the progress bar."""
    from wholeplace.sample import (
        budget,
        capital,
        council_tax,
        deflator,
        geography,
        layouts,
        people,
        registers,
        revenue,
        time_series,
    )

    places = geography.lay_out(made)
    yield "register", partial(registers.write_register, folder, made, character, places)
    yield "reorganisation", partial(registers.write_changes, folder, made)
    yield "distress events", partial(registers.write_events, folder, made, events)
    yield "tile map", partial(geography.write, folder, made, places)
    yield "population", partial(people.write_population, folder, made, character)
    yield "deprivation", partial(people.write_deprivation, folder, made, character, rng)
    for edition in deflator.EDITIONS:
        yield "GDP deflator", partial(deflator.write, folder, edition)
    for year in revenue.RS_YEARS:
        yield f"outturn {layouts.period(year)}", partial(revenue.write, folder, made, accounts, year)
    yield "provisional outturn", partial(revenue.write_provisional, folder, made, accounts)
    for year in budget.RA_YEARS:
        yield f"budget {layouts.period(year)}", partial(budget.write, folder, made, accounts, year)
    yield "outturn time series", partial(time_series.write, folder, made, accounts)
    for year in council_tax.CTR_YEARS:
        yield f"council tax {layouts.period(year)}", partial(council_tax.write, folder, made, accounts, year)
    financing = capital.figures(made, character, accounts)
    yield "capital 2016-17", partial(capital.write_cor4, folder, made, financing)
    for year in (2017, 2018):
        what = f"capital {layouts.period(year)}"
        yield what, partial(capital.write_section_c, folder, made, financing, year)


def _note(size: int, seed: int, written: list[Path]) -> str:
    """What the folder holds, for a person who finds it."""
    lines = [
        f"{SENTENCE}.",
        "",
        f"{COUNTRY} and its {size} councils were made up by Wholeplace (mark: {MARK}; seed {seed}).",
        "Names, codes and amounts belong to nobody. Codes start with X, three-letter codes with Z, X or Q.",
        "",
        *sorted(path.name for path in written),
    ]
    return "\n".join(lines) + "\n"
