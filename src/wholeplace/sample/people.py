"""Mid-year populations and the Indices of Deprivation of 2015 and 2019 by district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.sample.registers import write_csv
from wholeplace.sample.traits import POPULATION_YEARS

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from wholeplace.sample.sector import Body, Sector
    from wholeplace.sample.traits import Traits

DOMAINS = (
    "Index of Multiple Deprivation",
    "Income",
    "Employment",
    "Education, Skills and Training",
    "Health and Disability",
    "Crime",
    "Barriers to Housing and Services",
    "Living Environment",
    "Income Deprivation Affecting Children",
    "Income Deprivation Affecting Older People",
)
# How each domain's average score is made from a standard score: middle, spread, and how far it follows it.
_SCORES = {
    "Index of Multiple Deprivation": (19.5, 7.5, 1.0),
    "Income": (0.12, 0.045, 0.97),
    "Employment": (0.095, 0.033, 0.96),
    "Education, Skills and Training": (20.5, 7.0, 0.8),
    "Health and Disability": (0.0, 0.6, 0.85),
    "Crime": (0.0, 0.5, 0.65),
    "Barriers to Housing and Services": (21.5, 5.5, -0.2),
    "Living Environment": (20.0, 8.0, 0.3),
    "Income Deprivation Affecting Children": (0.16, 0.06, 0.95),
    "Income Deprivation Affecting Older People": (0.13, 0.05, 0.9),
}


def write_population(folder: Path, sector: Sector, traits: dict[str, Traits]) -> Path:
    """Write the mid-year population of each billing council in the years that it exists; returns the path.

    As in the published file, counties have no row of their own.
    """
    rows = [
        (body.gss, body.name, year, traits[body.ecode].people[year])
        for body in sector
        if body.billing
        for year in POPULATION_YEARS
        if body.in_force(year)
    ]
    return write_csv(folder / "population_mid_year_2010_2022.csv", ("gss_code", "name", "year", "population"), rows)


def write_deprivation(folder: Path, sector: Sector, traits: dict[str, Traits], rng: np.random.Generator) -> list[Path]:
    """Write both editions for the councils of their day; returns the paths. Rank 1 is the most deprived."""
    paths = []
    for edition in (2015, 2019):
        bodies = [body for body in sector if body.billing and body.in_force(edition)]
        noise = rng.standard_normal((len(DOMAINS), len(bodies)))
        rows: list[tuple[object, ...]] = []
        for index, domain in enumerate(DOMAINS):
            scores = _scores(domain, bodies, traits, [float(value) for value in noise[index]])
            rows += _rows(edition, domain, bodies, scores)
        header = ["lad19cd", "lad19nm", "index_domain"]
        if edition == 2019:
            header += ["average_rank", "rank_average_rank", "average_score"]
        header += ["rank_average_score", "proportion_bottom_decile"]
        header += ["rank_proportion_bottom_decile", "year"] if edition == 2019 else ["year"]
        paths.append(write_csv(folder / f"iod{edition}_lad.csv", header, rows))
    return paths


def _scores(domain: str, bodies: list[Body], traits: dict[str, Traits], noise: list[float]) -> list[float]:
    """Average scores; none of those that cannot be negative is."""
    middle, spread, follows = _SCORES[domain]
    rest = (1 - follows * follows) ** 0.5
    scores = []
    for body, extra in zip(bodies, noise, strict=True):
        standard = follows * traits[body.ecode].deprivation + rest * extra
        score = middle + spread * standard
        scores.append(round(max(score, middle * 0.2) if middle else score, 3))
    return scores


def _rows(edition: int, domain: str, bodies: list[Body], scores: list[float]) -> list[tuple[object, ...]]:
    worst_first = sorted(range(len(bodies)), key=lambda i: (-scores[i], bodies[i].gss))
    rank = {place: position + 1 for position, place in enumerate(worst_first)}
    middle, spread, _ = _SCORES[domain]
    rows: list[tuple[object, ...]] = []
    for place, body in enumerate(bodies):
        standard = (scores[place] - middle) / spread
        share = round(min(0.6, max(0.0, 0.08 + 0.1 * standard)), 4)
        if edition == 2015:
            rows.append((body.gss, body.name, domain, rank[place], share, edition))
        else:
            average_rank = round(min(32_000.0, max(1_500.0, 16_400 + 4_800 * standard)), 2)
            known = (average_rank, rank[place], scores[place], rank[place], share, rank[place])
            rows.append((body.gss, body.name, domain, *known, edition))
    return rows
