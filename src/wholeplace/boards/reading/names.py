"""People as they are named in papers: what is title, name, honours, role, party and authority."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    r"\b(?i:(?:sub(?:stitut(?:e|ed|ing))?\.?|deput(?:y|ising))\s*(?:member\s+)?for|in place of|"
    r"on behalf of|attending for)\s+"
    r"(?P<whom>[A-Z].*)$"
)
_JOB = re.compile(
    r"\b(?:director|head|manager|officers?|solicitor|advis[eo]r|clerk|chief|secretary|treasurer|lead|"
    r"leader|assistant|consultant|"
    r"analyst|co-?ordinator|professor|minister|editor|partner|associate|executive)\b",
    re.IGNORECASE,
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
    said = _Said(where=authority.strip(" ()"), party=group)
    rest = text.strip(" *;.")
    for inside in _PARENTHESIS.findall(rest):
        for part in re.split(r"\s*[,;/–]\s*|\s+-\s+", inside):
            said.take(part, sure=False)
    title, rest = split_title(_PARENTHESIS.sub(" ", rest).strip())
    head, *others = [p.strip() for p in _AFTER_COMMA.split(rest) if p.strip()] or [rest]
    for part in others:
        if all(w.strip(".").upper() in HONOURS for w in part.split()):
            head = f"{head} {part}"
        else:
            said.take(part, sure=True)
    if not title:
        title, head = split_title(head)
    name, honours = split_honours(head)
    return Person(
        name, title, honours, said.where, said.role or role, said.role_text or role_text, said.party, text.strip()
    )


@dataclass
class _Said:
    """What stands beside a name: role, party, and whom the person is of."""

    role: str = ""
    role_text: str = ""
    where: str = ""
    party: str = ""

    def take(self, part: str, *, sure: bool) -> None:
        """Take up one part; what is neither role, party nor post is a body, if `sure` or if it looks like one."""
        if role_of(part):
            self.role, self.role_text = role_of(part), part
        elif party_of(part):
            self.party = party_of(part)
        elif _JOB.search(part) and not AUTHORITIES.search(_JOB.sub("", part).replace(" of ", " ")):
            self.role_text = self.role_text or part
        elif not self.where and (sure or AUTHORITIES.search(part)):
            self.where = part


def substitute_for(text: str) -> str:
    """Whom somebody sits in for, if a text says so: `(substitute for Cllr Penrose)`."""
    found = _SUBSTITUTE_FOR.search(text.replace("(", " ").replace(")", " "))
    return found["whom"].strip(" .,") if found else ""


def split_names(text: str, *, surnames: bool = False) -> list[str]:
    """The people in a run of names: `Ada Penrose (Chair), Bo Reddish and Cy Tallis` has three.

    What is no name goes to the name before it: `Dee Ferrow, Con, Nether Pollen Council; Bo Reddish` has two. With
    `surnames`, one word alone may be a name, as after *Councillors*.
    """
    text = re.sub(r"\s+", " ", text.strip(" .:;"))
    shielded = _PARENTHESIS.sub(lambda m: m[0].replace(",", "\u0001").replace(" and ", "\u0002"), text)
    parts = re.split(r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s+", shielded)
    people: list[str] = []
    for part in (p.replace("\u0001", ",").replace("\u0002", " and ").strip() for p in parts):
        bare = _PARENTHESIS.sub(" ", part)
        beside = party_of(bare) or role_of(bare) or AUTHORITIES.search(bare) or _JOB.search(bare)
        if not part:
            continue
        if people and not split_title(bare)[0] and (beside or not (surnames or looks_like_name(bare))):
            people[-1] = f"{people[-1]}, {part}"
        else:
            people.append(part)
    return people
