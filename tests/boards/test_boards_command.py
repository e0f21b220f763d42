"""`wholeplace paper read`: a summary that a person can check, the model as JSON, errors in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import invented_papers
import pytest
from typer.testing import CliRunner

from wholeplace.cli import app
from wholeplace.core.errors import BadFileError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pack(tmp_path: Path) -> str:
    path = tmp_path / "pack.txt"
    path.write_text(invented_papers.BOARD_PACK, "utf-8")
    return str(path)


def test_the_summary_ends_with_what_was_not_read(pack: str) -> None:
    shown = CliRunner().invoke(app, ["paper", "read", pack]).output
    order = [
        shown.index(w) for w in ("Pack: Places Board", "Membership", "Attendance", "Agenda", "Reports", "Not read")
    ]
    assert order == sorted(order)
    assert "Monday 9 September 2019, 13:30" in shown
    assert "the agenda goes from item 3 to item 5" in shown


def test_a_notes_summary_has_decisions_and_actions_by_owner(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(invented_papers.LISTED_NOTE, "utf-8")
    shown = CliRunner().invoke(app, ["paper", "read", str(path)]).output
    assert "Decided: The Board noted the report." in shown
    actions = shown[shown.index("Actions, by who is to act") :]
    assert actions.index("Ada Penrose") < actions.index("Flo Garrick") < actions.index("Gil Tarn")


def test_json_has_stable_keys(pack: str) -> None:
    found = json.loads(CliRunner().invoke(app, ["paper", "read", pack, "--json"]).output)
    assert list(found) == [
        "kind", "file", "sha256", "meeting", "groups", "attendance", "agenda", "reports", "notes", "unread", "pages",
    ]  # fmt: skip
    assert found["meeting"]["date"] == "2019-09-09"
    assert found["reports"][0]["sections"][0]["paragraphs"][0]["id"] == "item-3/para-1"


def test_a_file_that_is_none_ends_with_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    ended = CliRunner().invoke(app, ["paper", "read", str(path)])
    assert isinstance(ended.exception, BadFileError)
