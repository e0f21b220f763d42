"""What holds for every format: the same paper gives the same bytes, and any words at all can be printed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import page
import pytest
from demo import OUTTURN, demo, figure
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import POUNDS, RATIO
from wholeplace.papers.json import render_json
from wholeplace.papers.model import (
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
from wholeplace.papers.render import FORMATS, render, write
from wholeplace.papers.walk import figures_of

HERE = Path(__file__).parent
NASTY = (
    "#eval[x] *_$ `a` @b <c>",
    "<script>alert(1)</script> & \"quoted\" 'single' ]]>",
    "=HYPERLINK(1)",
    "\u202eesrever \u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\N{SLIGHTLY SMILING FACE}\N{ZERO WIDTH JOINER}\N{WOMAN} 漢字 \ue000 \x00\x1b[31m \ud800",
    "Llanfair" * 60,
    "\\u{1F600} \\n \\ ${x} {{ y }} {% z %} %s {0}",
    "",
)


def hashes() -> dict[str, str]:
    return {each: hashlib.sha256(render(demo(), each)).hexdigest() for each in FORMATS}


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    code = "import json, test_papers_any_format as t; print(json.dumps(t.hashes()))"
    env = {"PYTHONPATH": str(HERE), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert json.loads(done.stdout) == hashes()


def every_block(words: str, value: float | None) -> Document:
    own = replace(figure("measure", value, RATIO), title=words, note=words)
    money = figure("money", value, POUNDS)
    paragraph = Paragraph((words, Strong(words), FigureText(own), FigureText(money, words)))
    source = Source(words, release=words, url=words)
    table = Table(
        f"T{words}",
        (Column(f"C{words}"), Column("Value", "right")),
        ((Cell(words, note=words), Cell.of(own)), (Cell(words, emphasis=True), Cell.number(value, POUNDS))),
        (source,),
        notes=(words,),
        summary=words,
    )
    band = Band("2016-17", value, value, value)
    panels = (Panel(words, RATIO, (own,), (band,)), Panel(words, POUNDS, (money,)))
    drawn = (
        Trends(words, panels, words),
        Bars(RATIO, (Bar(words, own, value, "watch"), Bar(words, figure("m", -0.5, RATIO))), words),
        Strip(words, (Standing(words, own, (Peer(words, 0.2), Peer("b", -1.0)), value),), words),
    )
    charts = tuple(Chart(f"C{words}", data, f"A{words}", (source,), "here", words) for data in drawn)
    return Document(
        title=f"P{words}",
        subtitle=words,
        place=words,
        as_of=demo().as_of,
        reference=words,
        author=f"A{words}",
        generated_from=(words,),
        sources=(source,),
        blocks=(
            paragraph,
            KeyFigures((KeyFigure(words, own, words, "watch"), KeyFigure(words, money, words, "good")), (OUTTURN,)),
            Heading(1, f"H{words}"),
            Bullets((paragraph, paragraph)),
            Columns((paragraph,), (Callout(words, (paragraph,), "watch"),)),
            table,
            *charts,
        ),
    )


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_hostile_words_are_printed_not_obeyed(words: str, format_: str) -> None:
    assert render(every_block(words, 0.25), format_)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("value", [None, 0.0, -1e-12, 1e15, -3.5, 7e-9], ids=str)
def test_any_value_can_be_shown(value: float | None, format_: str) -> None:
    assert render(every_block("Words", value), format_)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=60), value=st.none() | st.floats(-1e12, 1e12))
@example(words="\u0301\u0301", value=0.0)
def test_any_words_and_any_value_make_a_paper_in_every_format(words: str, value: float | None) -> None:
    document = every_block(words, value)
    for format_ in FORMATS:
        made = render(document, format_)
        if format_ == "pdf":
            assert page.is_pdf_compliant_bytes(made, profile="ua1")


def test_json_holds_every_figure_with_what_it_was_made_from() -> None:
    data = json.loads(render_json(demo()))
    figures = figures_of(demo())
    assert len(data["figures"]) == len(figures)
    for found, each in zip(data["figures"], figures, strict=True):
        assert found["releases"] == list(each.releases)
        assert found["value"] == (float(each.value) if each.value is not None else None)
        assert {"measure", "place", "place_name", "class", "period", "unit", "status"} <= set(found)
    assert data["as_of"] == "2018-01-31"
    assert data["invented"] is True


@pytest.mark.parametrize("format_", FORMATS)
def test_a_paper_is_written_in_the_format_of_its_name(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "new" / f"paper.{format_.upper()}"
    write(demo(), path)
    assert path.read_bytes() == render(demo(), format_)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_unknown_ending_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match=r"\.pdf, \.html, \.docx, \.xlsx, \.json"):
        write(demo(), tmp_path / "paper.odt")
    with pytest.raises(PaperError, match="There is no format 'odt'"):
        render(demo(), "odt")
