"""What councils say of their own figures: a right of reply that travels with the paper.

    replies = read_replies(Path("ZAA.json"))        as the workbench exports them: /replies/ZAA.json
    make_brief(snapshot, "Drayvenwadeshire", replies=replies)

A reply is the council's, word for word; nothing in it is marked up, shortened or set right.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import PaperError
from wholeplace.papers.text import day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = "wholeplace-replies/1"
LONGEST = 2_000


@dataclass(frozen=True)
class Reply:
    """One reply. `place` and `period` are the figure's; `council` is the id of the council that speaks.

    `signed` is who speaks, as the council wants it shown: a job title and the council's name. `written` is the day
    of the version shown; `first` that of the first one.
    """

    measure: str
    place: str
    period: str
    text: str
    signed: str
    written: date
    council: str = ""
    first: date | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in paragraphs."""
        return tuple(filter(None, (part.strip() for part in self.text.replace("\r\n", "\n").split("\n"))))

    @property
    def signature(self) -> str:
        """Who wrote it and when, and since when there has been one."""
        changed = f", first published {day(self.first)}" if self.first and self.first != self.written else ""
        return f"{self.signed}, {day(self.written)}{changed}"

    def as_json(self) -> dict[str, Any]:
        """Plain types for JSON."""
        found = asdict(self)
        return {**found, "written": self.written.isoformat(), "first": self.first.isoformat() if self.first else None}


def replies_json(replies: Iterable[Reply]) -> bytes:
    """Replies as the file that `read_replies` reads."""
    import orjson

    content = {"format": FORMAT, "replies": [r.as_json() for r in replies]}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_replies(path: Path) -> tuple[Reply, ...]:
    """Replies from a file exported by the workbench.

    Raises:
        PaperError: it can't be read or is no such file; the message says what to do.
    """
    import orjson

    again = "Export it again from the workbench: /replies/PLACE.json."
    try:
        content = orjson.loads(path.read_bytes())
    except OSError as error:
        raise PaperError(f"{path}: can't be read ({error.strerror or error}). Check the name.") from None
    except orjson.JSONDecodeError as error:
        raise PaperError(f"{path}: is no JSON ({error}). {again}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("replies"), list):
        raise PaperError(f"{path}: is no file of replies ({FORMAT}). {again}")
    try:
        return tuple(_read(each) for each in content["replies"])
    except (TypeError, ValueError, KeyError) as error:
        raise PaperError(f"{path}: a reply in it can't be read ({error}). {again}") from None


def _read(told: Any) -> Reply:
    if not isinstance(told, dict):
        raise TypeError("it is no object")
    known: dict[str, Any] = {f.name: told[f.name] for f in fields(Reply) if told.get(f.name) is not None}
    if not all(isinstance(value, str) for value in known.values()):
        raise TypeError("a value that is no text")
    if len(known["text"]) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    return Reply(**known | {name: date.fromisoformat(known[name]) for name in ("written", "first") if name in known})
