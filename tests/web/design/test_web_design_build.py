"""The style sheet is built with the package, from the tokens, and never kept in git."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import build_frontend
from wholeplace.papers import style

ROOT = Path(build_frontend.__file__).resolve().parent.parent
BUILT = Path("src/wholeplace/web/design/static/design")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """What the build reads, elsewhere, and without GOV.UK Frontend in reach."""
    monkeypatch.setenv("WHOLEPLACE_FRONTEND", "plain")
    ignored = shutil.ignore_patterns("node_modules", "generated")
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=ignored)
    papers = tmp_path / "src" / "wholeplace" / "papers"
    papers.mkdir(parents=True)
    for name in ("style.py", "fonts.py"):
        shutil.copy(ROOT / "src" / "wholeplace" / "papers" / name, papers)
    return tmp_path


def test_without_a_registry_a_plain_style_sheet_is_made_and_said_to_be_one(copy):
    marker = build_frontend.build(copy)
    assert marker["style"] == build_frontend.PLAIN
    assert "WHOLEPLACE_FRONTEND" in marker["reason"]
    assert json.loads((copy / BUILT / "built.json").read_text("utf-8")) == marker
    css = (copy / BUILT / "wholeplace.css").read_text("utf-8")
    assert f"--place: {style.PLACE}" in css
    assert ".govuk-input" in css
    for name in ("wholeplace.js", "own.js", "mark.svg"):
        assert (copy / BUILT / name).is_file()


def test_type_is_two_faces_of_at_most_twenty_kilobytes(copy):
    build_frontend.build(copy)
    faces = sorted((copy / BUILT).glob("*.woff"))
    assert [face.name for face in faces] == ["paper-sans-regular.woff", "paper-sans-semibold.woff"]
    assert all(face.stat().st_size <= 20_000 for face in faces)


def test_a_plain_style_sheet_is_tried_again_and_a_whole_one_is_left_alone(copy, monkeypatch):
    marker = build_frontend.build(copy)
    (copy / BUILT / "built.json").write_text(json.dumps(marker | {"style": build_frontend.WHOLE}), encoding="utf-8")
    monkeypatch.setattr(build_frontend, "load_style", lambda root: pytest.fail("built again"))
    build_frontend.build(copy)
    with (copy / "frontend" / "src" / "own" / "parts.css").open("a", encoding="utf-8") as file:
        file.write("/* changed */")
    with pytest.raises(pytest.fail.Exception, match="built again"):
        build_frontend.build(copy)


def test_a_problem_with_npm_does_not_stop_the_installation(copy, monkeypatch):
    def failing(command, folder, problem, seconds):
        raise build_frontend.CannotBuildError(problem)

    monkeypatch.delenv("WHOLEPLACE_FRONTEND")
    monkeypatch.setattr(build_frontend, "_run", failing)
    marker = build_frontend.build(copy)
    assert marker["style"] == build_frontend.PLAIN
    assert marker["reason"] == "npm could not fetch GOV.UK Frontend"


def test_every_token_reaches_the_style_sheet():
    tokens = style.tokens()
    scss, css = build_frontend.tokens_scss(tokens), build_frontend.tokens_css(tokens)
    for name, value in build_frontend.colours(tokens).items():
        assert f"${name}: {value};" in scss
        assert f"--{name}: {value};" in css
    for name in style.WEB_TYPE:
        assert f"--{name}:" in css


def test_the_lock_of_npm_packages_holds_no_address_and_every_hash():
    lock = (ROOT / "frontend" / "package-lock.json").read_text("utf-8")
    assert "http" not in lock
    packages = json.loads(lock)["packages"]
    assert all(package.get("integrity") for name, package in packages.items() if name)


def test_the_macros_and_the_components_are_of_one_version():
    from importlib.metadata import metadata

    pinned = json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["devDependencies"]["govuk-frontend"]
    assert f"GOV.UK%20Frontend-v{pinned}" in str(metadata("govuk-frontend-jinja").get_payload())


def test_git_keeps_nothing_that_is_built():
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    kept = subprocess.run(
        ["git", "ls-files", str(BUILT), "frontend/generated", "frontend/node_modules"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert kept.stdout == ""


@pytest.fixture(scope="module")
def built():
    """The style sheet as this working copy has it."""
    marker = build_frontend.build(ROOT)
    if marker["style"] != build_frontend.WHOLE:
        pytest.skip(f"only the plain style sheet could be built here: {marker['reason']}")
    return ROOT / BUILT


def test_the_style_sheet_has_our_type_and_none_of_govuks(built):
    css = (built / "wholeplace.css").read_text("utf-8")
    assert "Paper Sans" in css
    for restricted in ("GDS Transport", "crest", "crown", "assets/fonts"):
        assert restricted not in css


def test_what_every_page_needs_is_light(built):
    import gzip

    text = sum(len(gzip.compress((built / name).read_bytes())) for name in ("wholeplace.css", "wholeplace.js"))
    faces = sum(path.stat().st_size for path in built.glob("*.woff"))
    assert text + faces < 65_000  # leaves 55 KB of 120 for a place's page itself


def test_a_wheel_holds_the_style_sheet_the_faces_and_the_texts_of_help(built, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    folder = "wholeplace/web/design/static/design"
    assert {f"{folder}/{path.name}" for path in built.iterdir()} <= names
    assert "wholeplace/web/help/texts/accessibility.md" in names
    assert "wholeplace/web/design/jinja2/design/base.html" in names
    assert not [name for name in names if "node_modules" in name]


def test_every_component_of_govuk_that_a_template_uses_is_in_the_style_sheet(built):
    css = (built / "wholeplace.css").read_text("utf-8").replace("\\", "")
    used = set()
    for template in (ROOT / "src" / "wholeplace" / "web").glob("*/jinja2/**/*.html"):
        text = template.read_text("utf-8")
        used |= {f"govuk-{name}" for name in re.findall(r"components/([a-z-]+)/macro", text)}
        used |= set(
            re.findall(r"(?<![\w-])govuk-(?:!-)?[a-z]+(?:-[a-z]+)*", " ".join(re.findall(r'class="([^"]*)"', text)))
        )
    assert sorted(name for name in used if f".{name}" not in css) == []
