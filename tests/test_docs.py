"""The documentation is held to the code: pages made from it are current, and pages written by hand can be believed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import types
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import typer
from typer.testing import CliRunner

import generate_docs
from support import REPOSITORY
from wholeplace.cli import app
from wholeplace.evidence import formula, measures
from wholeplace.evidence.dataset import datasets
from wholeplace.evidence.figure import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|src=\"([^\"]+)\"")


def named(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def anchors(page: Path) -> set[str]:
    """What a heading is linked as: small letters, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("name", sorted(generate_docs.pages()))
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == generate_docs.pages()[name], f"docs/{name} is stale: run make docs"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for found in LINK.finditer(page.read_text("utf-8")):
        address = next(g for g in found.groups() if g)
        if re.match(r"[a-z]+:", address):
            continue
        path, _, anchor = unquote(address).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(address)
    assert broken == []


def test_every_page_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = [next(g for g in m.groups() if g).partition("#")[0] for m in LINK.finditer(page.read_text("utf-8"))]
        waiting += [p for t in targets if (p := (page.parent / t).resolve()).suffix == ".md" and p.exists()]

    assert [named(p) for p in PAGES if p.is_relative_to(DOCS) and p not in reached] == []


def quoted_commands() -> Iterator[tuple[Path, str]]:
    """Every line of a code block that begins with `wholeplace`, without the remark that may follow it."""
    for page in PAGES:
        inside = False
        for raw in page.read_text("utf-8").splitlines():
            line = raw.strip()
            if line.startswith("```"):
                inside = not inside
            elif inside and line.removeprefix("WHOLEPLACE_ENGINE=spark ").startswith("wholeplace "):
                yield page, re.split(r"\s{2,}", line.removeprefix("WHOLEPLACE_ENGINE=spark "))[0]


@pytest.mark.parametrize(
    ("page", "line"), [pytest.param(p, c, id=f"{named(p)}: {c}") for p, c in dict.fromkeys(quoted_commands())]
)
def test_a_command_in_the_documentation_exists_with_the_options_shown(page: Path, line: str) -> None:
    words = [w.strip("[]") for w in shlex.split(line)[1:]]
    command: Any = typer.main.get_command(app)
    known = {o for p in command.params for o in p.opts}
    while words and hasattr(command, "commands"):
        if words[0] in {"--store", "--engine"}:
            words = words[2:]
            continue
        assert words[0] in command.commands, f"{named(page)}: there is no command '{words[0]}'"
        command = command.commands[words.pop(0)]
        known |= {o for p in command.params for o in p.opts}

    assert [w for w in words if w.startswith("--") and w not in known | {"--help"}] == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, sector_files: Path, sector_store: Path) -> Path:
    """What `make demo` leaves: a folder with demo/sector and demo/store."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(sector_files, folder / "demo" / "sector")
    shutil.copytree(sector_store, folder / "demo" / "store")
    return folder


def test_what_the_readme_says_to_try_works(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The five things to try are run, on the sector that `make demo` makes."""
    monkeypatch.setenv("WHOLEPLACE_STORE", str(demo / "demo" / "store"))
    monkeypatch.chdir(demo)
    text = (REPOSITORY / "README.md").read_text("utf-8").split("## Five things to try next")[1].split("\n## ")[0]
    lines = [s for line in text.splitlines() if (s := line.strip()).startswith("wholeplace ")]

    assert len(lines) == 5
    for line in lines:
        ran = CliRunner().invoke(app, shlex.split(line)[1:])
        assert ran.exit_code == 0, f"{line}\n{ran.output}\n{ran.exception!r}"
    assert (demo / "brief.docx").stat().st_size > 10_000


@pytest.mark.parametrize("page", ["load-data.md", "figures.md", "briefs.md", "charts.md", "scenarios.md"])
def test_the_python_on_a_page_runs(
    page: str, demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(demo)
    returns = demo / "returns"
    returns.mkdir(exist_ok=True)
    for name in ("councils_register.csv", "RS_2016-17.xlsx"):
        shutil.copy(demo / "demo" / "sector" / name, returns)
    code = re.search(r"```python\n(.+?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    assert code

    exec(compile(code[1], page, "exec"), {})  # noqa: S102 - our own page, on purpose

    assert capsys.readouterr().out or (demo / "brief.pdf").exists()


def test_the_demo_is_about_a_council_of_the_invented_sector(demo: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    found = re.search(r"^COUNCIL \?= (.+)$", makefile, re.MULTILINE)

    assert found
    assert f",{found[1]}," in (demo / "demo" / "sector" / "councils_register.csv").read_text("utf-8")
    assert found[1] in (REPOSITORY / "README.md").read_text("utf-8")


def test_the_worked_example_of_a_reader_works(tmp_path: Path) -> None:
    """The reader in add-a-dataset.md is taken from the page and reads the rows shown on it."""
    from wholeplace.evidence.source import SourceFile

    text = (DOCS / "add-a-dataset.md").read_text("utf-8")
    rows = re.search(r"```csv\n(.+?)```", text, re.DOTALL)
    code = re.search(r"```python\n(.+?)```", text, re.DOTALL)
    assert rows
    assert code
    module = types.ModuleType("library_visits")
    sys.modules["library_visits"] = module
    exec(compile(code[1], "add-a-dataset.md", "exec"), module.__dict__)  # noqa: S102 - our own page, on purpose
    path = tmp_path / "visits.csv"
    path.write_text(rows[1], encoding="utf-8")
    reader, source = module.LibraryVisits(), SourceFile(path)

    assert reader.recognise(source)
    assert not any(known.recognise(source) for known in datasets().values()), "its file must be like no other"
    [reading] = reader.read(source)

    assert str(reading.period) == "2016-17"
    assert reading.published_basis == "assumed"
    assert [str(s) for s in reading.blocks[0].statuses] == ["ok", "not-submitted", "set-aside"]
    assert reading.blocks[0].numbers[0] == 1_204_331
    assert [(s.cell, s.value) for s in reading.set_aside] == [("D4", "about 900000")]


def test_the_worked_example_of_an_indicator_is_well_formed() -> None:
    text = (DOCS / "measures.md").read_text("utf-8")
    found = re.search(r"```toml\n(.+?)```", text, re.DOTALL)
    assert found
    draft = "\n".join(line.removeprefix("   ") for line in found[1].splitlines())

    assert measures.read_measure(draft, "measures.md").id == "unallocated-per-head"


def rows_of(page: str) -> str:
    """The first cells of all tables of a page."""
    return "\n".join(re.findall(r"^\| ([^|]+) \|", (DOCS / page).read_text("utf-8"), re.MULTILINE))


def test_every_status_is_explained() -> None:
    assert [s for s in STATUSES if f"`{s}`" not in rows_of("figures.md")] == []


def test_every_key_and_word_of_an_indicator_is_explained() -> None:
    told = rows_of("measures.md")

    assert [k for k in measures._REQUIRED + measures._OPTIONAL if f"`{k}`" not in told] == []
    assert [f for f in formula.FUNCTIONS if f"`{f}(" not in told] == []
    assert [u for u in sorted(measures.UNITS) if f"`{u}`" not in (DOCS / "measures.md").read_text("utf-8")] == []


def test_how_the_date_of_every_publication_is_known_is_explained() -> None:
    own = [key for key, reader in datasets().items() if type(reader).__module__.startswith("wholeplace.")]

    assert [key for key in own if f"`{key}`" not in rows_of("data-and-releases.md")] == []


def test_every_setting_is_explained() -> None:
    settings = {
        name
        for path in [*(REPOSITORY / "src").rglob("*.py"), REPOSITORY / "tests" / "support.py"]
        for name in re.findall(r"WHOLEPLACE_[A-Z_]+", path.read_text("utf-8"))
    }

    assert [s for s in sorted(settings) if f"`{s}`" not in rows_of("index.md")] == []


def pins(path: Path) -> dict[str, str]:
    """Every pinned release of a requirement list, with its hashes."""
    text = path.read_text("utf-8").replace("\\\n", " ")
    return {line.split("--hash")[0].strip(): line for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("name", ["run", "test", "spark"])
def test_a_requirement_list_is_part_of_the_constraints(name: str) -> None:
    whole, part = pins(REPOSITORY / "constraints.txt"), pins(REPOSITORY / "requirements" / f"{name}.txt")

    versions = {p.split(";")[0].strip() for p in whole}
    assert [p for p in part if p.split(";")[0].strip() not in versions] == [], "run make lock"
    assert [p for p, line in part.items() if "--hash=sha256:" not in line] == []


def test_no_lock_names_an_address() -> None:
    locks = [REPOSITORY / "constraints.txt", *(REPOSITORY / "requirements").iterdir()]

    assert [p.name for p in locks if re.search(r"://|--index-url|--find-links", p.read_text("utf-8"))] == []


def test_what_make_lists_is_what_the_readme_and_contributing_tell_to_run() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = {
        m
        for page in ("README.md", "CONTRIBUTING.md")
        for m in re.findall(r"`?make ([a-z]+)", (REPOSITORY / page).read_text("utf-8"))
    }

    assert {"demo", "test", "check", "docs", "bench", "clean"} <= targets
    assert sorted(t for t in told if t not in targets and os.sep not in t) == []
