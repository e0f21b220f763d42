"""The brief on a place: its parts, its sentences, its bytes, and the places it is hardest to write about."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import layouts
from layouts import HARROWMERE, Council, ordinary, register_row, write
from wholeplace.brief import make_brief
from wholeplace.core.errors import StoreError, UnknownPlaceError
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.findings import rules
from wholeplace.papers.model import Document, Heading
from wholeplace.papers.render import write as render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2018, 12, 31)
FORMATS = ("pdf", "html", "docx", "xlsx", "json")


def parts(item: Any) -> Iterator[Any]:
    """Everything inside a document."""
    yield item
    if isinstance(item, tuple | list):
        for each in item:
            yield from parts(each)
    elif is_dataclass(item):
        for one in fields(item):
            yield from parts(getattr(item, one.name))


def words(item: Any) -> str:
    """All its text."""
    return " ".join(p if isinstance(p, str) else p.display for p in parts(item) if isinstance(p, str | Figure))


@pytest.fixture(scope="module")
def brief(world: Store) -> Document:
    return make_brief(Snapshot(world, DAY), "Harrowmere")


def test_it_has_its_sections_in_order(brief: Document) -> None:
    headings = [b.text for b in brief.blocks if isinstance(b, Heading)]
    assert headings[0] == "What stands out"
    assert headings[1].startswith("How sustainable its finances look")
    assert any(h.startswith("What is missing") for h in headings)
    assert brief.title == "Harrowmere Council"
    assert brief.invented


def test_every_figure_in_it_is_named_with_releases_that_are_listed_as_sources(brief: Document) -> None:
    listed = {s.release for s in parts(brief.sources) if hasattr(s, "release")}
    used = {r for f in parts(brief.blocks) if isinstance(f, Figure) and f.value is not None for r in f.releases}
    assert used
    assert used - set(brief.generated_from) == set()
    assert listed


def test_it_sees_nothing_that_was_published_later(world: Store) -> None:
    early = make_brief(Snapshot(world, date(2018, 1, 31)), "Harrowmere")
    used = {r for f in parts(early) if isinstance(f, Figure) for r in f.releases}
    by_id = {e.id: e for e in world.entries()}
    facts = [by_id[r] for r in used if by_id[r].table == "facts"]
    assert facts
    assert max(e.published for e in facts) <= "2018-01-31"
    assert "2017-18" not in {f.period for f in parts(early) if isinstance(f, Figure)}


RULE = re.compile(r"\[(F\d+)\]$")


def found_rules(document: Document) -> set[str]:
    """Numbers of the rules behind the sentences of a brief."""
    return {m[1] for text in parts(document.blocks) if isinstance(text, str) and (m := RULE.search(text))}


def brief_on(tmp_path: Path, *councils: Council, peers: bool = True) -> Document:
    """A brief on the first of some councils, as the returns of 2015-16 and 2016-17 have them."""
    everyone = [*councils, *(layouts.PEERS if peers else ())]
    store = Store(tmp_path / "store")
    write(tmp_path / "in", "register.csv", layouts.register([register_row(c) for c in everyone]))
    for year in (2015, 2016):
        write(tmp_path / "in", f"{year}.xlsx", layouts.outturn(year, everyone))
    write(tmp_path / "in", "budget.xlsx", layouts.budget(2016, [c.but(to_earmarked=0) for c in everyone]))
    assert not load(store, [tmp_path / "in"]).failed
    return make_brief(Snapshot(store, date(2018, 1, 31)), councils[0].register)


DRAWN = {"to_earmarked": -900, "to_unallocated": 0}


@pytest.mark.parametrize(
    ("items", "fires", "silent"),
    [
        ({**DRAWN, "earmarked_close": 700, "unallocated_close": 100}, {"F1", "F2", "F4", "F6"}, {"F3", "F14"}),
        ({**DRAWN, "earmarked_close": 3_000, "unallocated_close": 600}, {"F3", "F4"}, {"F2"}),
        ({"earmarked_close": 60_000, "to_earmarked": 500}, {"F14"}, {"F1", "F2", "F3", "F4", "F6"}),
        ({"interest": 5_000}, {"F10"}, set()),
        ({"earmarked_close": -3_000, "unallocated_close": 0}, {"F16"}, set()),
    ],
)  # fmt: skip
def test_a_sentence_is_there_exactly_when_its_rule_holds(
    tmp_path: Path, items: dict[str, float], fires: set[str], silent: set[str]
) -> None:
    said = found_rules(brief_on(tmp_path, HARROWMERE.but(**items)))
    assert fires <= said
    assert not silent & said


def test_every_sentence_s_rule_can_be_looked_up_in_the_annex(brief: Document) -> None:
    text = words(brief)
    for rule in rules():
        assert the_measure(rule.measure).short in text
        assert rule.in_words() in text


def test_a_sentence_that_names_a_median_has_one(tmp_path: Path) -> None:
    poor = HARROWMERE.but(earmarked_close=100, unallocated_close=0, to_earmarked=-900, interest=4_000)
    alone = brief_on(tmp_path, poor, peers=False)
    assert "median –" not in words(list(alone.blocks))


def test_the_state_of_a_council_without_any_return_is_said(world: Store, tmp_path: Path) -> None:
    silent = Council("X0999", "Quietham UA", "UA", "X06000999", "QUI", items=ordinary())
    store = Store(tmp_path / "store")
    write(tmp_path / "in", "register.csv", layouts.register([register_row(c) for c in (silent, HARROWMERE)]))
    write(tmp_path / "in", "a.xlsx", layouts.outturn())
    load(store, [tmp_path / "in"])
    assert "No revenue outturn for Quietham published by 31 December 2018 is loaded" in words(
        make_brief(Snapshot(store, DAY), "Quietham")
    )


def test_before_anything_was_published_the_brief_says_so(world: Store) -> None:
    early = make_brief(Snapshot(world, date(2012, 1, 1)), "Harrowmere")
    assert "No revenue outturn for Harrowmere published by" in words(early)
    assert not [f for f in parts(early) if isinstance(f, Figure) and f.value is not None]


def test_a_district_is_held_against_districts_and_has_no_social_care(world: Store) -> None:
    text = words(make_brief(Snapshot(world, DAY), "Ashby Vale").blocks)
    assert "shire district" in text
    assert "Social care" not in {b.title for b in parts(text) if hasattr(b, "title")}


def test_a_council_that_ended_says_when_and_what_came_after(world: Store) -> None:
    document = make_brief(Snapshot(world, DAY), "Oldbridge")
    assert "It ended on" in document.subtitle
    assert "Newbridge" in words(document.blocks)


def test_before_its_end_nobody_knew_of_it(world: Store) -> None:
    document = make_brief(Snapshot(world, date(2017, 1, 31)), "Oldbridge")
    assert "ended" not in document.subtitle
    assert "Newbridge" not in words(document)


def test_a_council_yet_to_come_is_unknown(world: Store) -> None:
    with pytest.raises(UnknownPlaceError):
        make_brief(Snapshot(world, date(2016, 1, 31)), "Newbridge")


def test_of_nothing_no_brief_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="wholeplace load"):
        make_brief(Snapshot(Store(tmp_path / "none")), "Harrowmere")


HOSTILE = '<b>O\'Brien & "Sons"</b> #set page() $x$ =1+1 \\u{0} *_`~@ref UA'


def test_names_full_of_marks_stay_names(tmp_path: Path) -> None:
    document = brief_on(tmp_path, Council("X0101", HOSTILE, "UA", "X06000001", "HRW", items=ordinary()))
    for ending in FORMATS:
        render(document, tmp_path / f"out.{ending}")
    html = (tmp_path / "out.html").read_text("utf-8")
    assert "<b>O'Brien" not in html
    assert "&lt;b&gt;O" in html
    assert json.loads((tmp_path / "out.json").read_bytes())["place"] == HOSTILE.removesuffix(" UA")
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        assert "&lt;b&gt;O" in archive.read("word/document.xml").decode()


WRITER = """
import sys
from datetime import date
from pathlib import Path
from wholeplace.brief import make_brief
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.papers.render import write
document = make_brief(Snapshot(Store(Path(sys.argv[1])), date(2018, 12, 31)), "Harrowmere")
for ending in sys.argv[3:]:
    write(document, Path(sys.argv[2]) / f"brief.{ending}")
"""


def test_the_same_releases_and_date_give_the_same_bytes_in_another_process_and_store(
    world_files: Path, world: Store, tmp_path: Path
) -> None:
    other = Store(tmp_path / "other")
    for path in sorted(world_files.iterdir(), reverse=True):  # loaded later, one by one, in another order
        load(other, [path])
    prints = []
    for number, (store, zone) in enumerate(((world, "UTC"), (other, "Pacific/Auckland"))):
        out = tmp_path / str(number)
        out.mkdir()
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": str(number + 1),
            "LC_ALL": "C" if number else "C.UTF-8",
        }
        subprocess.run(
            [sys.executable, "-c", WRITER, str(store.folder), str(out), *FORMATS], check=True, env=environment
        )
        prints.append({e: hashlib.sha256((out / f"brief.{e}").read_bytes()).hexdigest() for e in FORMATS})
    assert prints[0] == prints[1]


def test_the_command_writes_what_it_is_asked_for(run, world: Store, tmp_path: Path) -> None:
    for ending in FORMATS:
        code, out, error = run(
            "--store", world.folder, "brief", "Harrowmere", "--as-of", "2018-12-31", "--out", tmp_path / f"b.{ending}"
        )
        assert code == 0, error
        assert f"b.{ending}" in out
        assert "Invented sector" in error
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-")
    assert zipfile.is_zipfile(io.BytesIO((tmp_path / "b.docx").read_bytes()))


@pytest.mark.parametrize(
    ("arguments", "told"), [(["Harrowmeer"], "Harrowmere"), (["Harrowmere", "--out", "brief.odt"], ".pdf")]
)
def test_the_command_says_what_it_cannot_do(
    run, world: Store, tmp_path: Path, monkeypatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = run("--store", world.folder, "brief", *arguments)
    assert (code, told in error, "Traceback" in error) == (1, True, False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("North West", "the North West"),
        ("East of England", "the East of England"),
        ("Northern Ireland", "Northern Ireland"),
        ("London", "London"),
    ],
)
def test_a_region_stands_in_a_sentence_as_people_write_it(region, told):
    from wholeplace.brief import with_article

    assert with_article(region) == told
