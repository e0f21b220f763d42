"""People as they are named in papers: what is title, name, honours, role, party and authority."""

from __future__ import annotations

import re

from wholeplace.boards.model import Person
from wholeplace.boards.reading.vocabulary import AUTHORITIES, HONOURS, PARTIES, ROLE_PATTERNS, TITLES

_TITLE = re.compile(
    rf"^(?:{'|'.join(re.escape(t) for t in sorted(TITLES, key=len, reverse=True))})\b\.?:?\s+", re.IGNORECASE
)
_WORD = re.compile(r"^(?:[A-ZÀ-Þ][\w'’.-]*|de|la|le|van|von|der|den|du|da|di|del|ap|ab|ferch|al|el|bin|mac|mc|o’|o')$")
_PARENTHESIS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_AFTER_COMMA = re.compile(r"\s*(?:,|\s[-–—])\s+|\s*[–—]\s*")
VACANCY = re.compile(
    r"^\W*(?:vacan(?:cy|t|cies)|t\.?b\.?[ac]\.?|to be (?:confirmed|advised|appointed|filled))\b", re.IGNORECASE
)
_SUBSTITUTE_FOR = re.compile(
    r"\b(?:sub(?:stitut(?:e|ing))?\.?|deput(?:y|ising)|in place of|on behalf of|attending for|"
    r"vice)\s*(?:member\s*)?(?:for\s+)?"
    r"(?P<whom>(?:Cllr|Councillor|Mayor|Sir|Lord|[A-Z]).*)$"
)


def role_of(text: str) -> str:
    """The role that a word or two stand for, as `vocabulary.ROLES` names it; empty if they stand for none."""
    bare = re.sub(r"^the\s+|\s+of the (?:board|committee|panel|executive)$", "", text.strip(" :*.–-").lower())
    return next((role for role, pattern in ROLE_PATTERNS if pattern.match(bare)), "")


def party_of(text: str) -> str:
    """The party that a name or its short form stands for; empty if none that is known."""
    bare = re.sub(r"\b(?:the|political|group|party)\b", "", text.lower().replace(".", "")).strip(" :*-–()")
    return PARTIES.get(re.sub(r"\s+", " ", bare), "")


def split_title(text: str) -> tuple[str, str]:
    """What stands before a name (`Cllr`, `Mayor Sir`) and the rest."""
    titles = []
    rest = text.strip()
    while match := _TITLE.match(rest):
        titles.append(match[0].strip().rstrip(":."))
        rest = rest[match.end() :]
    return " ".join(titles), rest


def split_honours(text: str) -> tuple[str, str]:
    """A name and the honours after it."""
    words = text.replace(",", " , ").split()
    honours: list[str] = []
    while words and (
        words[-1] == "," or (words[-1].strip(".").upper().replace(".", "") in HONOURS and words[-1][:2].isupper())
    ):
        word = words.pop()
        if word != ",":
            honours.insert(0, word)
    return " ".join(words).replace(" ,", ","), " ".join(honours)


def looks_like_name(text: str) -> bool:
    """Whether a text could be a person's name: a title before it, or two to five words that all are names."""
    title, rest = split_title(text)
    name, honours = split_honours(_PARENTHESIS.sub(" ", rest).strip(" ,*"))
    words = name.split()
    if not 1 <= len(words) <= 6 or not all(_WORD.match(w) for w in words):
        return False
    if title or honours:
        return True
    return len(words) >= 2 and not AUTHORITIES.search(name) and not role_of(name) and not party_of(name)


def read_person(text: str, authority: str = "", group: str = "", role: str = "", role_text: str = "") -> Person:
    """A person from a cell or a line: `Cllr Ada Penrose OBE (Chairman), Drayven Council`.

    What is given (authority, group, role) is what the table or heading says; what the text itself says goes before it.
    """
    rest = text.strip(" *;.")
    said, said_text, where, party = "", "", authority.strip(" ()"), group
    for inside in _PARENTHESIS.findall(rest):
        for part in re.split(r"\s*[,;/–]\s*|\s+-\s+", inside):
            said, said_text = (role_of(part), part) if role_of(part) else (said, said_text)
            party = party_of(part) or party
            if not role_of(part) and not party_of(part) and AUTHORITIES.search(part) and not where:
                where = part
    rest = _PARENTHESIS.sub(" ", rest).strip()
    title, rest = split_title(rest)
    head, *others = [p.strip() for p in _AFTER_COMMA.split(rest) if p.strip()] or [rest]
    for part in others:
        if role_of(part):
            said, said_text = role_of(part), part
        elif party_of(part):
            party = party_of(part)
        elif all(w.strip(".").upper() in HONOURS for w in part.split()):
            head = f"{head} {part}"
        elif not where:
            where = part
    if not title:
        title, head = split_title(head)
    name, honours = split_honours(head)
    return Person(name, title, honours, where, said or role, said_text or role_text, party, text.strip())


def substitute_for(text: str) -> str:
    """Whom somebody sits in for, if a text says so: `(substitute for Cllr Penrose)`."""
    found = _SUBSTITUTE_FOR.search(text.replace("(", " ").replace(")", " "))
    return found["whom"].strip(" .,") if found else ""


def split_names(text: str) -> list[str]:
    """The people in a run of names: `Councillors Ada Penrose (Chair), Bo Reddish and Cy Tallis` has three."""
    text = re.sub(r"\s+", " ", text.strip(" .:;"))
    shielded = _PARENTHESIS.sub(lambda m: m[0].replace(",", "\u0001").replace(" and ", "\u0002"), text)
    parts = re.split(r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s+", shielded)
    return [p.replace("\u0001", ",").replace("\u0002", " and ").strip() for p in parts if p.strip()]
