"""What councils say of their own figures, in a file and in the brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from wholeplace.brief import make_brief
from wholeplace.core.errors import PaperError
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.papers.model import Callout, Heading
from wholeplace.papers.render import FORMATS, render
from wholeplace.papers.replies import Reply, read_replies, replies_json

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.store import Store

SAID = Reply(
    "total-reserves", "HRW", "2016-17", "We sold the hall.\n\nIt was <b>empty</b> & cold.",
    "Finance officer, Harrowmere", date(2018, 1, 10), "HRW", date(2018, 1, 3),
)  # fmt: skip


def headings(document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Heading)]


def test_a_file_of_replies_reads_back_the_same(tmp_path: Path):
    (tmp_path / "r.json").write_bytes(replies_json([SAID, replace(SAID, first=None)]))
    assert read_replies(tmp_path / "r.json") == (SAID, replace(SAID, first=None))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"format": "other", "replies": []}', b'{"format": "wholeplace-replies/1", "replies": [{}]}',
     b'{"format": "wholeplace-replies/1", "replies": [3]}', b'{"format": "wholeplace-replies/1", "replies": 3}'],
)  # fmt: skip
def test_what_is_no_file_of_replies_says_so(tmp_path: Path, content):
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(PaperError, match=r"r\.json"):
        read_replies(tmp_path / "r.json")


@pytest.mark.parametrize(("key", "value"), [("text", "x" * 2_001), ("written", "soon"), ("signed", 3)])
def test_a_reply_that_can_t_be_right_is_refused(tmp_path: Path, key, value):
    import orjson

    content = orjson.loads(replies_json([SAID]))
    content["replies"][0][key] = value
    (tmp_path / "r.json").write_bytes(orjson.dumps(content))
    with pytest.raises(PaperError, match="a reply in it"):
        read_replies(tmp_path / "r.json")


def test_a_missing_file_says_so(tmp_path: Path):
    with pytest.raises(PaperError, match="can't be read"):
        read_replies(tmp_path / "none.json")


def test_the_signature_says_since_when():
    assert SAID.signature == "Finance officer, Harrowmere, 10 January 2018, first published 3 January 2018"
    assert replace(SAID, first=SAID.written).signature == "Finance officer, Harrowmere, 10 January 2018"


def test_the_brief_has_a_section_of_what_the_council_says(now: Snapshot):
    document = make_brief(now, "Harrowmere", replies=[SAID])
    assert "What the council says" in headings(document)
    (told,) = [b for b in document.blocks if isinstance(b, Callout) and b.title.endswith("2016-17")]
    said = ["".join(p if isinstance(p, str) else "" for p in each.parts) for each in told.body]
    assert said[1:] == ["We sold the hall.", "It was <b>empty</b> & cold.", SAID.signature]


def test_without_replies_there_is_no_such_section(now: Snapshot):
    assert "What the council says" not in headings(make_brief(now, "Harrowmere"))


@pytest.mark.parametrize(
    "other",
    [replace(SAID, place="FRN", council="FRN"), replace(SAID, measure="nonsense")],
)
def test_replies_of_others_and_to_nothing_are_passed_over(now: Snapshot, other):
    assert "What the council says" not in headings(make_brief(now, "Harrowmere", replies=[other]))


def test_a_brief_of_the_past_has_only_what_had_been_said(world: Store):
    before, after = (make_brief(Snapshot(world, date(2018, 1, d)), "HRW", replies=[SAID]) for d in (9, 10))
    assert "What the council says" not in headings(before)
    assert "What the council says" in headings(after)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_carries_it_and_the_bytes_are_the_same_again(now: Snapshot, kind):
    document = make_brief(now, "Harrowmere", replies=[SAID])
    first = render(document, kind)
    assert first == render(document, kind)
    if kind == "html":
        assert b"It was &lt;b&gt;empty&lt;/b&gt; &amp; cold." in first
    if kind == "json":
        assert b"We sold the hall." in first


def test_the_command_reads_the_file(world: Store, tmp_path: Path, run):
    (tmp_path / "r.json").write_bytes(replies_json([SAID]))
    asked = ("brief", "Harrowmere", "--store", world.folder, "--replies")
    code, _, _ = run(*asked, tmp_path / "r.json", "--out", tmp_path / "b.html")
    assert code == 0
    assert "We sold the hall." in (tmp_path / "b.html").read_text("utf-8")
    code, _, err = run(*asked, tmp_path / "none.json")
    assert code == 1
    assert "can't be read" in err
