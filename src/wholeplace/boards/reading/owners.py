"""Who is to act: names and posts out of short lines that may run over or name several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.reading.names import looks_like_name, split_title

if TYPE_CHECKING:
    from collections.abc import Sequence

POSTS = re.compile(
    r"\b(?:officers?|heads?|directors?|managers?|advis[eo]rs?|chair(?:man|woman|person)?s?|members?|"
    r"leads?|team|secretariat|clerk|board|group|chief executives?|"
    r"programme|all|staff|lga|council|department|unit|leaders?|treasurer|solicitor|services?|policy|office)\b",
    re.IGNORECASE,
)
"""Words that a post or a group of officers is named by."""
_JOINING = re.compile(r"(?:\b(?:of|and|the|for|to|with)|[&/,–-])$", re.IGNORECASE)


def owners_in(lines: Sequence[str]) -> list[str]:
    """Owners from short lines over which a name may run.

    `Ada`, `Penrose` are one owner; `Bo Reddish`, `Heads of`, `Schools` are two.
    """
    whole: list[str] = []
    for text in (t.strip(" *") for t in lines):
        last = whole[-1] if whole else ""
        broken = last and (_JOINING.search(last) or (len(split_title(last)[1].split()) == 1 and not POSTS.search(last)))
        if broken or (last and text[:1].islower()):
            whole[-1] = f"{last} {text}"
        else:
            whole.append(text)
    return [o for text in whole for o in split_owners(text)]


def split_owners(text: str) -> list[str]:
    """The owners in one text: names parted by `/`, `;`, `,`, `&` or *and*; a post that holds *and* stays whole."""
    parts = [p.strip(" .*") for p in re.split(r"\s*[/;,]\s*|\s+&\s+", text) if p.strip(" .*")]
    result = []
    for part in parts:
        pair = re.split(r"\s+and\s+", part)
        if len(pair) > 1 and all(
            looks_like_name(p) or re.fullmatch(r"(?:lga )?(?:officers|members|chair|all|staff)", p, re.IGNORECASE)
            for p in pair
        ):
            result += pair
        else:
            result.append(part)
    return result
