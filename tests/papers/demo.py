"""A realistic paper on an invented council, for tests and for looking at."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from wholeplace.evidence.figure import NOT_COMPARABLE, NOT_SUBMITTED, OK, POUNDS, RATIO, YEARS, Figure
from wholeplace.papers.model import (
    NOTHING,
    Annex,
    Band,
    Bar,
    Bars,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Columns,
    Document,
    FigureText,
    Heading,
    KeyFigure,
    KeyFigures,
    Panel,
    Paragraph,
    Peer,
    Source,
    Standing,
    Strip,
    Strong,
    Table,
    Trends,
)

PLACE = "Harrowmere County Council"
PERIODS = ("2009-10", "2010-11", "2011-12", "2012-13", "2013-14", "2014-15", "2015-16", "2016-17")
RELEASE = "sample-rs-2016-17@1f0c9a"
OUTTURN = Source("Invented revenue outturn RS 2016-17, sheet 'RS LA Data 2016-17'", release=RELEASE)
BUDGET = Source("Invented revenue account budget RA 2016-17", release="sample-ra-2016-17@77aa01")
PEERS = (
    *(
        "Aldmarshire",
        "Ashmershire",
        "Breckenshire",
        "Corlowshire",
        "Dunmershire",
        "Elvasshire",
        "Fenmarshire",
    ),
    *("Garthshire", "Holmshire", "Istelshire", "Jarrowshire", "Kelmershire", "Lornshire", "Marlshire"),
    *("Netheshire", "Orrinshire", "Pellshire", "Quarnshire", "Ruskshire", "Selmshire", "Torvshire"),
    *("Umbershire", "Vennshire", "Wolmshire", "Yarnshire", "Zellshire"),
)
INDICATORS = (
    (
        "unallocated-reserves-ratio",
        "Unallocated reserves, share of net revenue expenditure",
        RATIO,
        0.062,
        -0.003,
        1,
    ),
    (
        "earmarked-reserves-ratio",
        "Earmarked reserves, share of net revenue expenditure",
        RATIO,
        0.31,
        -0.021,
        1,
    ),
    ("reserves-years-left", "Years of reserves left at this rate of use", YEARS, 9.4, -0.98, 1),
    ("social-care-share", "Social care, share of service spending", RATIO, 0.47, 0.022, 1),
    (
        "interest-burden",
        "Interest and debt repayment, share of net revenue expenditure",
        RATIO,
        0.078,
        0.002,
        1,
    ),
    ("overspend-total", "Overspend against budget, all services", RATIO, -0.018, 0.006, 1),
    ("council-tax-share", "Council tax, share of net revenue expenditure", RATIO, 0.44, 0.018, 1),
    ("net-revenue-expenditure", "Net revenue expenditure", POUNDS, 512_400_000, -9_300_000, 1),
)
SERVICES = (
    ("Adult social care", 0.064),
    ("Children's social care", 0.112),
    ("Public health", -0.012),
    ("Highways and transport", -0.041),
    ("Environment and planning", 0.008),
    ("Central services", -0.067),
)


def figure(measure: str, value: float | None, unit: str, period: str = "2016-17", **more: object) -> Figure:
    exact = Decimal(str(value)) if unit == POUNDS and value is not None else value
    status = more.pop("status", OK if value is not None else NOT_SUBMITTED)
    return Figure(measure, "HAR", PLACE, "county", period, exact, unit, str(status), releases=(RELEASE,), **more)


def value_of(start: float, slope: float, step: int) -> float:
    return start + slope * step + abs(start) * 0.04 * ((step * 7) % 5 - 2) / 2


def series(measure: str, unit: str, start: float, slope: float, decimals: int, missing: tuple[int, ...]) -> tuple:
    return tuple(
        figure(
            measure,
            None if step in missing else value_of(start, slope, step),
            unit,
            period,
            decimals=decimals,
        )
        for step, period in enumerate(PERIODS)
    )


def panel(index: int) -> Panel:
    measure, title, unit, start, slope, decimals = INDICATORS[index]
    values = series(measure, unit, start, slope, decimals, (3,) if index == 2 else ())
    spread = abs(start) * 0.18 or 0.02
    bands = tuple(
        Band(period, level - spread, level, level + spread * 1.2)
        for step, period in enumerate(PERIODS)
        for level in [start * 1.04 + slope * 0.35 * step]
    )
    return Panel(title, unit, values, bands, decimals, breaks=("2012-13",) if index == 4 else ())


def indicator_table() -> Table:
    rows = []
    for measure, title, unit, start, slope, decimals in INDICATORS:
        own = figure(measure, value_of(start, slope, 7), unit, decimals=decimals)
        before = figure(measure, value_of(start, slope, 4), unit, "2013-14", decimals=decimals)
        level = start * 1.04 + slope * 2.4
        numbers = (Cell.number(level * share, unit, decimals) for share in (0.85, 1.0, 1.2))
        rows.append((Cell(title), Cell.of(before), Cell.of(own, emphasis=True), *numbers))
    planned = figure(
        "reserves-planned-use",
        None,
        RATIO,
        status=NOT_COMPARABLE,
        note="The budget was reset in July 2016, so planned use of reserves can't be compared.",
    )
    rows.append((Cell("Planned use of reserves"), NOTHING, Cell.of(planned), *(NOTHING for _ in range(3))))
    return Table(
        "Eight indicators against 27 counties",
        (
            Column("Indicator", width=6),
            *(Column(t, "right", 1.3) for t in ("2013-14", "2016-17", "Lower quartile", "Median", "Upper quartile")),
        ),
        tuple(rows),
        (OUTTURN, BUDGET),
        notes=("Quartiles are of counties with a value in 2016-17.",),
        summary="Each indicator in 2013-14 and 2016-17 beside the counties' quartiles.",
    )


def annex_table(title: str, seed: int, length: int = 27) -> Table:
    spin = random.Random(seed)
    rows = []
    for name in sorted((*PEERS, "Harrowmere"))[:length]:
        own = name == "Harrowmere"
        cells = (
            figure("earmarked-reserves", round(spin.uniform(2e7, 3e8), -5), POUNDS),
            figure("unallocated-reserves", round(spin.uniform(5e6, 4e7), -5), POUNDS),
            figure("unallocated-reserves-ratio", spin.uniform(0.02, 0.11), RATIO),
            figure("reserves-years-left", None if spin.random() < 0.2 else spin.uniform(1, 12), YEARS),
        )
        rows.append((Cell(name, emphasis=own), *(Cell.of(each, emphasis=own) for each in cells)))
    titles = ("Earmarked reserves", "Unallocated reserves", "Unallocated, share", "Years left")
    columns = (Column("Council", width=2.4), *(Column(each, "right", 1.4) for each in titles))
    return Table(title, columns, tuple(rows), (OUTTURN,))


def trends() -> Chart:
    return Chart(
        "Six indicators over eight years",
        Trends("Harrowmere", tuple(panel(index) for index in range(6)), peers="27 counties"),
        alt=(
            "Six small line charts from 2009-10 to 2016-17. Harrowmere's reserves fall faster than "
            "the counties' median on all three measures of reserves, and social care takes a growing share."
        ),
        sources=(OUTTURN,),
    )


def overspend() -> Chart:
    bars = tuple(
        Bar(
            label,
            figure("overspend", value, RATIO),
            median=value * 0.4 + 0.01,
            tone="watch" if value > 0.1 else "plain",
        )
        for label, value in SERVICES
    )
    return Chart(
        "Outturn against budget by service, 2016-17",
        Bars(RATIO, bars, peers="27 counties"),
        alt="Children's social care overspent by 11.2% and adult social care by 6.4%.",
        sources=(OUTTURN, BUDGET),
    )


def standing() -> Chart:
    spin = random.Random(4)
    rows = []
    for measure, title, unit, start, slope, decimals in INDICATORS[:4]:
        own = figure(measure, value_of(start, slope, 7), unit, decimals=decimals)
        peers = tuple(Peer(name, spin.gauss(start * 1.05, abs(start) * 0.22)) for name in PEERS)
        rows.append(Standing(title, own, peers, sorted(peer.value for peer in peers)[13]))
    return Chart(
        "Where Harrowmere stands among counties, 2016-17",
        Strip("Harrowmere", tuple(rows), peers="26 other counties"),
        alt="Harrowmere is below the median on each measure of reserves, and above it on social care.",
        sources=(OUTTURN,),
    )


def demo() -> Document:
    unallocated = figure("unallocated-reserves-ratio", 0.041, RATIO)
    years = figure("reserves-years-left", 2.4, YEARS)
    care = figure("social-care-share", 0.624, RATIO)
    drawn = figure("reserves-net-change", -18_600_000, POUNDS)
    table = indicator_table()
    return Document(
        title=PLACE,
        subtitle="How sustainable its finances look against counties like it",
        place=PLACE,
        as_of=date(2018, 1, 31),
        reference="Brief HAR 2018-01-31",
        invented=True,
        generated_from=(RELEASE, "sample-ra-2016-17@77aa01"),
        sources=(OUTTURN, BUDGET),
        blocks=(
            Paragraph(
                (
                    "A county of 681,400 people in the Eastmarch region, formed in 1974. It is the ",
                    Strong("ninth most deprived"),
                    " of 27 counties. In 2016-17 it drew ",
                    FigureText(drawn, "£18.6m"),
                    " from its reserves, the fourth year running.",
                )
            ),
            KeyFigures(
                (
                    KeyFigure("Unallocated reserves", unallocated, "median of 27 counties 6.5%", "watch"),
                    KeyFigure("Years of reserves left", years, "median of 27 counties 8.1 years", "watch"),
                    KeyFigure("Social care's share", care, "median of 27 counties 54.0%"),
                    KeyFigure(
                        "Debt costs",
                        figure("interest-burden", 0.092, RATIO),
                        "lowest quarter of counties",
                        "good",
                    ),
                ),
                (OUTTURN,),
            ),
            Heading(1, "What stands out"),
            Bullets(
                (
                    Paragraph(
                        (
                            Strong("Reserves are running down quickly. "),
                            "At the rate of 2016-17 they last ",
                            FigureText(years),
                            ", among the shortest three of the 27 counties.",
                        )
                    ),
                    Paragraph(
                        (
                            Strong("Children's social care overspent in each of four years. "),
                            "In 2016-17 by ",
                            FigureText(figure("overspend-children-social-care", 0.112, RATIO)),
                            " of its budget; the counties' median was 5.5%.",
                        )
                    ),
                    Paragraph(
                        (
                            Strong("Little room is left elsewhere. "),
                            "Social care takes ",
                            FigureText(care),
                            " of service spending, up 15 points since 2009-10.",
                        )
                    ),
                )
            ),
            Heading(1, "Against places like it"),
            trends(),
            table,
            Heading(1, "Where the money went"),
            Columns(
                (
                    Heading(2, "What was planned"),
                    Paragraph(("The budget of 2016-17 planned to use £9.1m of reserves; twice as much was used.",)),
                ),
                (
                    Callout(
                        "Not comparable",
                        (Paragraph(("Planned use can't be compared: the budget was reset in July 2016.",)),),
                        "watch",
                    ),
                ),
            ),
            overspend(),
            standing(),
            Annex("Annex: tables"),
            Paragraph(("All counties, in the order of the alphabet.",), muted=True),
            annex_table("Reserves of all counties, 2016-17", 1),
            annex_table("Reserves of all counties, 2015-16", 2),
            annex_table("Reserves of all counties, 2014-15", 3),
        ),
    )
