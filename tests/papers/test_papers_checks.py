"""A paper that could not be read aloud, or whose figures come from nowhere, is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from demo import OUTTURN, demo, figure, overspend, trends

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import RATIO
from wholeplace.papers.checks import check, require_sound
from wholeplace.papers.model import (
    Annex,
    Bars,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    FigureText,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    Table,
)
from wholeplace.papers.render import FORMATS, render


def paper(*blocks: object, **more: object) -> Document:
    return replace(demo(), blocks=blocks, **more)


def test_a_sound_paper_has_nothing_against_it() -> None:
    assert check(demo()) == []


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_chart_without_alternative_text_can_not_be_made(alt: str) -> None:
    with pytest.raises(PaperError, match="has no alt text"):
        replace(overspend(), alt=alt)


def test_a_chart_of_nothing_can_not_be_made() -> None:
    with pytest.raises(PaperError, match="nothing to draw"):
        Chart("Empty", Bars(RATIO, ()), alt="Nothing", sources=(OUTTURN,))


def test_rows_have_a_cell_for_every_column() -> None:
    with pytest.raises(PaperError, match=r"row 2: 1 cells under 2 columns"):
        Table("T", (Column("A"), Column("B")), ((Cell("1"), Cell("2")), (Cell("1"),)))


def test_a_table_needs_a_header_row() -> None:
    with pytest.raises(PaperError, match="no header row"):
        Table("T", (), ())


def test_a_column_needs_a_heading() -> None:
    table = Table("T", (Column("A"), Column(" ")), ((Cell("1"), Cell("2")),))
    assert "column 2 has no heading" in check(paper(table))[0]


def test_a_paper_needs_a_title() -> None:
    assert "no title" in check(paper(title="  "))[0]


def test_a_language_is_a_code() -> None:
    assert "'English'" in check(paper(language="English"))[0]


@pytest.mark.parametrize(
    ("levels", "at_fault"),
    [
        ((1, 2, 3, 1, 2), ""),
        ((2,), "use level 1"),
        ((1, 3), "use level 2"),
        ((0,), "level 0"),
        ((1, 2, 3, 4), "level 4"),
    ],
)
def test_heading_levels_are_not_skipped(levels: tuple[int, ...], at_fault: str) -> None:
    found = check(paper(*(Heading(level, f"At {level}") for level in levels)))
    assert [problem for problem in found if at_fault and at_fault in problem] or (found == [] and not at_fault)


def test_the_annex_counts_as_a_first_level_heading() -> None:
    assert check(paper(Annex(), Heading(2, "Tables"))) == []


def test_figures_in_a_table_need_a_source_note() -> None:
    table = Table("T", (Column("A"),), ((Cell.of(figure("m", 0.1, RATIO)),),))
    assert "without a source" in check(paper(table))[0]
    assert check(paper(replace(table, sources=(OUTTURN,)))) == []


def test_a_chart_needs_a_source() -> None:
    assert "has no source" in check(paper(replace(trends(), sources=())))[0]


def test_a_figure_in_the_text_needs_a_release() -> None:
    orphan = replace(figure("m", 0.1, RATIO), releases=())
    assert "without a release" in check(paper(Paragraph((FigureText(orphan),))))[0]


def test_a_key_figure_needs_a_source_or_a_release() -> None:
    orphan = replace(figure("m", 0.1, RATIO), releases=())
    row = KeyFigures((KeyFigure("Label", orphan),))
    assert "without a source or release" in check(paper(row))[0]
    assert check(paper(replace(row, sources=(OUTTURN,)))) == []


def test_a_row_holds_at_most_five_tiles() -> None:
    row = KeyFigures(tuple(KeyFigure(str(n), figure("m", 0.1, RATIO)) for n in range(6)))
    assert "6 tiles" in check(paper(row))[0]


def test_asides_hold_no_pages() -> None:
    assert "Put those outside" in check(paper(Callout("Note", (PageBreak(),))))[0]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(PaperError) as said:
        require_sound(paper(Heading(3, "Deep"), replace(trends(), sources=()), title=""))
    assert str(said.value).count("\n- ") == 3


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_is_made_of_an_unsound_paper(format_: str) -> None:
    with pytest.raises(PaperError, match="can't be made"):
        render(paper(Heading(2, "Too deep")), format_)
