"""The officers to ask about a report, from the block of labels at the foot of its front sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.boards.report import Contact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.boards.reading.flow import Line

_LABELS = {
    "name": r"(?:report )?(?:contact|lead|responsible) ?(?:officers?|persons?|details?)?(?:\(s\))?|"
    r"(?:report )?authors?(?:\(s\))?|names?|officer contact",
    "position": r"(?:position|job title|title|post|role|designation|directorate)s?",
    "phone": r"(?:tele)?phone(?: ?(?:no|number))?\.?|tel(?: ?no)?\.?|mobile|phone numbers?|contact (?:no|"
    r"number|tel\w*)\.?|ext(?:ension)?\.?",
    "email": r"e-?mail(?: address)?(?:es)?",
}
_ONE = {k: re.compile(rf"^\W*(?:{v})\s*:?$", re.IGNORECASE) for k, v in _LABELS.items()}
_BESIDE = {k: re.compile(rf"^\W*(?:{v})\s*[:–]\s*(?P<rest>\S.*)$", re.IGNORECASE) for k, v in _LABELS.items()}
_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+44|\(?0)\d[\d ()-]{6,16}\d(?:\s*(?:x|ext\.?)\s*\d+)?")
_POST = re.compile(
    r"^(?P<name>(?:[A-Z][\w'’-]+\s+){2,3}?)(?P<post>(?:Head|Director|Programme|Senior|Principal|"
    r"Policy|Assistant|Deputy|Chief|Manager|"
    r"Advis[eo]r|Lead|Interim|Strategic|Corporate|Executive|Service|Group|Research)\b.*)$"
)
_LONGEST = 120


def is_contact_line(line: Line) -> bool:
    """Whether a line is of a contact block: a label of one, an email address, a telephone number."""
    return _labelled(line) is not None or bool(
        len(line.text) < _LONGEST and (_EMAIL.search(line.text) or _PHONE.fullmatch(line.text))
    )


def _labelled(line: Line) -> tuple[str, str] | None:
    cells = line.filled
    for key, pattern in _ONE.items():
        if cells and pattern.match(cells[0]):
            return key, " ".join(cells[1:])
    for key, pattern in _BESIDE.items():
        if found := pattern.match(line.text):
            return key, found["rest"]
    return None


def read_contacts(lines: Sequence[Line], start: int, stop: int) -> tuple[tuple[Contact, ...], int]:
    """The contacts from the label at `start` on, and the index of the line after the block.

    Several officers may be in one block, their names, positions, telephones and addresses parted alike by `/`, or in
    blocks one after another. A label whose value stands on the next line has it from there.
    """
    blocks: list[dict[str, str]] = [{}]
    index, pending = start, ""
    loose = 0
    while index < stop:
        line = lines[index]
        found = _labelled(line)
        if found:
            key, value = found
            if value and blocks[-1].get(key) and key == "name":
                blocks.append({})
            blocks[-1][key] = f"{blocks[-1].get(key, '')} {value}".strip()
            pending = key if not value else ""
        elif pending and len(line.text) < _LONGEST:
            blocks[-1][pending] = line.text
            pending = ""
        elif not _loose(line, blocks[-1]) or loose > 3:
            break
        else:
            loose += 1
        index += 1
    return tuple(c for block in blocks for c in _split(block)), index


def _loose(line: Line, block: dict[str, str]) -> bool:
    """Take up an email, a telephone number or a second line of a position that bears no label."""
    if len(line.text) > _LONGEST:
        return False
    email, phone = _EMAIL.search(line.text), _PHONE.search(line.text)
    if not email and not phone:
        return False
    if email:
        block["email"] = f"{block.get('email', '')} {email[0]}".strip()
    if phone:
        block.setdefault("phone", phone[0])
    rest = line.text.replace(email[0] if email else "", "").replace(phone[0] if phone else "", "").strip(" /,-–:|")
    if rest and not block.get("name"):
        block["name"] = rest
    return True


def _split(block: dict[str, str]) -> list[Contact]:
    """One contact, or as many as names are parted by `/`, `;`, `and` or `&`."""
    name, position = block.get("name", ""), block.get("position", "")
    if not any(block.values()):
        return []
    email, phone = block.get("email", ""), block.get("phone", "")
    if not email and (found := _EMAIL.search(name)):
        email, name = found[0], name.replace(found[0], "").strip(" ,-–")
    if not phone and (found := _PHONE.search(name)):
        phone, name = found[0], name.replace(found[0], "").strip(" ,-–")
    name = re.sub(r"[\s,(–-]*\b(?:tel(?:ephone)?|phone|mobile|e-?mail|ext)\b[\s.:)]*$", "", name, flags=re.IGNORECASE)
    if not position and "," in name and not re.search(r"[/;]|\band\b", name):
        name, position = (part.strip() for part in name.split(",", 1))
    if not position and (both := _POST.match(name)):  # set in one cell where there should be two
        name, position = both["name"].strip(), both["post"]
    names = [n.strip() for n in re.split(r"\s*[/;]\s*|\s+and\s+|\s+&\s+", name) if n.strip()] or [name]
    if len(names) == 1:
        return [Contact(names[0], position, phone, email)]
    emails = _EMAIL.findall(email)
    phones = [p.strip() for p in re.split(r"\s*[/;]\s*|\s+and\s+", phone) if p.strip()]
    positions = [p.strip() for p in re.split(r"\s*[/;]\s*", position) if p.strip()]

    def at(values: list[str], index: int, whole: str) -> str:
        return values[index] if len(values) == len(names) else whole

    return [
        Contact(n, at(positions, i, position), at(phones, i, phone), at(emails, i, email)) for i, n in enumerate(names)
    ]
