"""The roles people have, and what each may do in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    from enum import StrEnum

    class TextChoices(StrEnum):
        """What Django's class of the name is, for the type checker."""

        @property
        def label(self) -> str:
            """The choice in words."""

        values: ClassVar[list[str]]
        choices: ClassVar[list[tuple[str, str]]]
else:
    TextChoices = models.TextChoices


class Role(TextChoices):
    """What a person does in the sector. Everyone else is the public, who sign in to nothing."""

    COUNCILLOR = "councillor", "Councillor"
    OFFICER = "officer", "Council officer"
    ADVISER = "adviser", "Adviser"
    CLERK = "clerk", "Clerk"
    DATA_MANAGER = "data-manager", "Data manager"
    ADMINISTRATOR = "administrator", "Administrator"


OF_A_PLACE = frozenset({Role.COUNCILLOR, Role.OFFICER})

WHAT_FOR = {
    Role.COUNCILLOR: "Reads everything published, as a councillor of one council.",
    Role.OFFICER: "Replies to the figures of their own council.",
    Role.ADVISER: "Keeps a portfolio of places to look after.",
    Role.CLERK: "Will prepare the papers of boards. No page does that yet; until then a clerk reads what all read.",
    Role.DATA_MANAGER: "Uploads published files and watches them being loaded.",
    Role.ADMINISTRATOR: "Invites people, gives and ends roles, reads the audit log.",
}
