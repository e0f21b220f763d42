"""Stable keys made from published words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_SYMBOL = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Lower case, plain letters, single spaces: what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", _DASH.sub("-", str(text))).encode("ascii", "ignore").decode()
    return " ".join(plain.casefold().replace("&", " and ").replace("'", "").replace("-", " ").split())


def slug(text: str, joiner: str = "_", limit: int = 80) -> str:
    """A key from a heading, e.g. `Net revenue expenditure (805)` -> `net_revenue_expenditure`."""
    words = _SYMBOL.sub(joiner, fold(_BRACKETED.sub(" ", str(text)))).strip(joiner)
    return words[:limit].rstrip(joiner)
