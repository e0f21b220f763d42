"""Write the pages of docs/ that are made from the code, so that they can't go stale: `make docs`.

`pages()` gives every such page by file name; tests/test_docs.py and tests/cli/test_reference.py hold docs/ against it.
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.dataset import Dataset
    from wholeplace.evidence.measures import Measure

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "wholeplace"
AREA_TITLES = {"finance": "Finance", "places": "Places and people"}


def pages() -> dict[str, str]:
    """File name in docs/ -> whole text."""
    return {
        "cli.md": cli_reference(),
        "datasets.md": datasets_page(),
        "measures-list.md": measures_page(),
        "modules.md": modules_page(),
        "rules.md": rules_page(),
    }


def _page(title: str, lines: Iterator[str], made_from: str) -> str:
    body = "\n".join(lines).rstrip()
    return f"# {title}\n\n<!-- Made from {made_from} by `make docs`. Change it there, not here. -->\n\n{body}\n"


def _cell(text: object) -> str:
    """Text that can stand in a cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")


# --- The command line ------------------------------------------------------------------------------------------------


def cli_reference() -> str:
    """Every command with its arguments and options, as the program itself knows them."""
    return _page("Command line reference", _cli_lines(), "the command line itself")


def _cli_lines() -> Iterator[str]:
    import typer

    from wholeplace.cli import app

    root = typer.main.get_command(app)
    yield f"`wholeplace NOUN VERB`. {root.help or ''}".strip()
    yield ""
    yield "Exit code 0: done. 1: something was wrong, said in words on the error stream. 2: the command was mistyped."
    yield ""
    yield from _parameters(root)
    commands = list(_commands(root, "wholeplace"))
    for name, command in commands:
        anchor = name.replace(" ", "-")
        yield f"- [`{name}`](#{anchor}): {_first_sentence(command.help)}"
    yield ""
    for name, command in commands:
        yield from _command(name, command)


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [_argument_usage(p) for p in command.params if p.param_type_name == "argument"]
    yield f"## {name}"
    yield ""
    yield "```"
    yield " ".join([name, *arguments, "[OPTIONS]"])
    yield "```"
    yield ""
    yield inspect.cleandoc(command.help or "")
    yield ""
    yield from _parameters(command)


def _argument_usage(parameter: Any) -> str:
    word = parameter.metavar or parameter.name.upper()
    if parameter.metavar is None and parameter.nargs == -1:
        word += "..."
    return word if parameter.required or word.startswith("[") else f"[{word}]"


def _parameters(command: Any) -> Iterator[str]:
    shown = [p for p in command.params if not getattr(p, "hidden", False) and p.help]
    if not shown:
        return
    kinds = {p.param_type_name for p in shown}
    yield f"| {'Argument or option' if len(kinds) > 1 else 'Option' if 'option' in kinds else 'Argument'} | Meaning |"
    yield "|---|---|"
    for parameter in shown:
        if parameter.param_type_name == "argument":
            term = _argument_usage(parameter)
        else:
            names = "/".join([*parameter.opts, *parameter.secondary_opts])
            value = "" if parameter.is_flag else f" {parameter.metavar or parameter.opts[-1].lstrip('-').upper()}"
            term = f"{names}{value}"
        yield f"| `{_cell(term)}` | {_cell(parameter.help)}{_remarks(parameter)} |"
    yield ""


def _remarks(parameter: Any) -> str:
    """What `--help` adds in brackets: the default and the environment variable."""
    said = []
    default = parameter.default
    plain = isinstance(default, str | int | float) and not isinstance(default, bool)
    if plain and getattr(parameter, "show_default", True):
        said.append(f"default: {default}")
    if getattr(parameter, "envvar", None):
        said.append(f"environment: `{parameter.envvar}`")
    return f" ({'; '.join(said)})" if said else ""


def _first_sentence(text: str | None) -> str:
    words = " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())
    return words if words.endswith(".") else f"{words}."


# --- The publications ------------------------------------------------------------------------------------------------


def datasets_page() -> str:
    """Every reader installed with this package."""
    return _page("The publications that can be read", _datasets_lines(), "the readers' own descriptions")


def _datasets_lines() -> Iterator[str]:
    from wholeplace.evidence.dataset import datasets

    own = {k: d for k, d in sorted(datasets().items()) if type(d).__module__.startswith("wholeplace.")}
    yield "`wholeplace load` tells each by its content, never by its name. The key is what `--as` takes. How a file's"
    yield "publication date is found is in [data-and-releases.md](data-and-releases.md)."
    yield ""
    yield "| Key | Publication | Publisher | Becomes | Lines begin |"
    yield "|---|---|---|---|---|"
    for key, reader in own.items():
        prefix = f"`{reader.namespace}.`" if reader.table == "facts" else ""
        yield f"| [`{key}`](#{key}) | {_cell(reader.title)} | {_cell(reader.publisher)} | {reader.table} | {prefix} |"
    yield ""
    for key, reader in own.items():
        yield from _dataset(key, reader)


def _dataset(key: str, reader: Dataset) -> Iterator[str]:
    module = inspect.getdoc(inspect.getmodule(type(reader))) or ""
    yield f"## {key}"
    yield ""
    yield f"**{reader.title}.** {_first_sentence(type(reader).__doc__)} Licence: {reader.licence}."
    yield ""
    for paragraph in module.split("\n\n"):
        if not paragraph.startswith(" "):
            yield " ".join(paragraph.split())
            yield ""


# --- The indicators --------------------------------------------------------------------------------------------------


def measures_page() -> str:
    """Every indicator installed with this package."""
    return _page("The indicators", _measures_lines(), "the indicators' own files (`src/wholeplace/*/measures/*.toml`)")


def _own_measures() -> dict[str, list[Measure]]:
    from wholeplace.evidence.measures import measures

    found: dict[str, list[Measure]] = {}
    for measure in measures().values():
        if measure.area in AREA_TITLES:
            found.setdefault(measure.area, []).append(measure)
    return {area: sorted(found[area], key=lambda m: (m.group, m.id)) for area in sorted(found)}


def _measures_lines() -> Iterator[str]:
    areas = _own_measures()
    yield "What the words in a formula mean, and how to add an indicator: [measures.md](measures.md). The same on the"
    yield "command line: `wholeplace measures show ID`."
    yield ""
    for area, found in areas.items():
        yield f"**{AREA_TITLES[area]}**"
        yield ""
        yield "| Indicator | Title | Unit | Group |"
        yield "|---|---|---|---|"
        for measure in found:
            yield f"| [`{measure.id}`](#{measure.id}) | {_cell(measure.title)} | {measure.unit} | {measure.group} |"
        yield ""
    for area, found in areas.items():
        yield f"## {AREA_TITLES[area]}"
        yield ""
        for measure in found:
            yield from _measure(measure)


def _measure(measure: Measure) -> Iterator[str]:
    better = {"high": "higher is better", "low": "lower is better", "none": "neither way is better"}[measure.polarity]
    yield f"### {measure.id}"
    yield ""
    yield f"**{measure.title}** ({measure.unit}; {better}; applies to {', '.join(measure.classes)}). {measure.why}"
    yield ""
    yield "```"
    yield measure.formula
    if measure.only_when:
        yield f"only when {measure.only_when}, otherwise {measure.otherwise}"
    yield ""
    width = max(map(len, measure.terms), default=0)
    for name, line in measure.terms.items():
        yield f"{name:<{width}} = {line}"
    yield "```"
    yield ""
    for caveat in measure.caveats:
        yield f"- {caveat}"
    if measure.roll_up:
        yield f"- For a county without a value of its own: {measure.roll_up}, and marked as estimated."
    if measure.caveats or measure.roll_up:
        yield ""
    yield f"Source: {measure.source}. Checked by {measure.checked_by} on {measure.checked_on}; next review"
    yield f"{measure.next_review}."
    yield ""


# --- The rules -------------------------------------------------------------------------------------------------------


def rules_page() -> str:
    """The rules behind the sentences of a brief."""
    return _page("The rules behind “What stands out”", _rules_lines(), "`src/wholeplace/finance/findings.toml`")


def _rules_lines() -> Iterator[str]:
    from wholeplace.finance.findings import rules

    tones = {"watch": "watch", "good": "good news", "plain": "plain"}
    yield "Every sentence under *What stands out* in a brief ends in the number of the rule that wrote it. A rule looks"
    yield "at a place's latest figure and at its peers (all councils of its class and country, with it). It is a"
    yield "reason to ask, never a verdict. Rules about standing need at least five peers with a figure. In a brief the"
    yield "weightiest come first."
    yield ""
    yield "| Rule | When | Says | Tone | Weight |"
    yield "|---|---|---|---|---|"
    for rule in sorted(rules(), key=lambda r: int(r.id.lstrip("F"))):
        when = f"[`{rule.measure}`](measures-list.md#{rule.measure}) {_cell(rule.in_words())}"
        yield f"| {rule.id} | {when} | {_cell(rule.says)} | {tones[rule.tone]} | {rule.weight} |"
    yield ""
    yield "In a sentence `{value}` is the figure, `{size}` the figure without its sign, `{standing}` its place among"
    yield "its peers, `{median}` theirs, `{years}` for how many years running, `{period}` the year it is of. Limits are"
    yield "in the indicator's own unit: pounds, years, or a fraction (0.05 is 5%)."
    yield ""


# --- The modules -----------------------------------------------------------------------------------------------------

ROOMS = (
    "cli", "web", "sample", "profile", "brief", "areas", "finance", "boards", "papers", "places", "evidence", "core",
)  # fmt: skip


def modules_page() -> str:
    """Every module of the library with the first sentence it says of itself, room by room."""
    return _page("What is in each room", _modules_lines(), "the modules' own first sentences")


def _modules_in(room: str) -> list[Path]:
    return [p for p in (SOURCE / room).rglob("*.py") if "migrations" not in p.parts]


def _modules_lines() -> Iterator[str]:
    yield "Top to bottom as in the house: a module may import from rooms below its own, never from above"
    yield "([architecture.md](architecture.md))."
    yield ""
    for room in ROOMS:
        inside = sorted(_modules_in(room), key=lambda p: (len(p.relative_to(SOURCE).parts), p.as_posix()))
        paths = inside or [SOURCE / f"{room}.py"]
        yield f"## {room}"
        yield ""
        yield "| Module | What it is for |"
        yield "|---|---|"
        for path in paths:
            said = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]
            name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
            yield f"| `{name}` | {_cell(said)} |"
        yield ""


def main() -> int:
    """Write all pages, or with `--check` say which are stale and exit with 1."""
    stale = [name for name, text in pages().items() if not _is_current(name, text)]
    for name in stale:
        if "--check" in sys.argv:
            print(f"docs/{name} is stale: run make docs")
        else:
            (DOCS / name).write_text(pages()[name], encoding="utf-8")
            print(f"wrote docs/{name}")
    if not stale:
        print("Nothing to write: every generated page is as the code says.")
    return 1 if stale and "--check" in sys.argv else 0


def _is_current(name: str, text: str) -> bool:
    path = DOCS / name
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
