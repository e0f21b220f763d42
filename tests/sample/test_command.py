"""`wholeplace sample create`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from wholeplace.cli.sample import app

if TYPE_CHECKING:
    from pathlib import Path


def test_it_lists_what_was_made_and_says_what_to_try_next(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["create", str(tmp_path / "s"), "--size", "40", "--seed", "3"])
    assert result.exit_code == 0, result.output
    for path in (tmp_path / "s").iterdir():
        assert path.name in result.output
    assert f"wholeplace --store STORE load {tmp_path / 's'}" in result.output
    assert "wholeplace --store STORE brief" in result.output


def test_a_size_that_is_not_offered_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["create", str(tmp_path / "s"), "--size", "39"])
    assert result.exit_code == 2
    assert not (tmp_path / "s").exists()
