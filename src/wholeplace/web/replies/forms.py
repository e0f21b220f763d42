"""What an officer types in: the reply and the job title it is signed with; and why an administrator hides one."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from wholeplace.core.ids import fold
from wholeplace.papers.replies import LONGEST
from wholeplace.papers.text import clean

SHORTEST = 20
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*=[^<>]*)?\s*/?>|<!", re.IGNORECASE)


def plain(text: str) -> str:
    """Lines of plain text: no control marks, no more than one empty line in a row."""
    lines = [clean(line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class ReplyForm(forms.Form):
    """A reply to a figure."""

    text = forms.CharField(
        label="What the council says",
        help_text=f"Plain text, {SHORTEST} to {LONGEST:,} characters. Leave out anything about a person.",
        max_length=LONGEST * 2,  # as typed: what counts is what is left after tidying
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Write what the council says of this figure"},
    )
    role = forms.CharField(
        label="Your job title, as readers will see it",
        help_text="For example: Finance officer. Your name is not shown.",
        min_length=3,
        max_length=80,
        error_messages={"required": "Give your job title", "min_length": "Give your job title in full"},
    )

    def __init__(self, *args: Any, person: str = "", **more: Any) -> None:
        """`person` is the writer's name, which must not stand in the job title."""
        super().__init__(*args, auto_id="id-%s", use_required_attribute=False, **more)
        self._person = fold(person)

    def clean_text(self) -> str:
        """The text as it will be published."""
        text = plain(self.cleaned_data["text"])
        if _MARKUP.search(text):
            raise forms.ValidationError("Write plain text: leave out marks in angle brackets, such as <b>")
        if len(text) < SHORTEST:
            raise forms.ValidationError(f"Write at least {SHORTEST} characters; there are {len(text)}")
        if len(text) > LONGEST:
            raise forms.ValidationError(f"Write at most {LONGEST:,} characters; there are {len(text):,}")
        return text

    def clean_role(self) -> str:
        """The job title, without markup, an address or the writer's name."""
        role = clean(self.cleaned_data["role"]).strip()
        if _MARKUP.search(role) or "@" in role:
            raise forms.ValidationError("Give a job title only, such as Finance officer")
        if self._person and self._person in fold(role):
            raise forms.ValidationError("Give your job title, not your name: names are not shown")
        return role


class HideForm(forms.Form):
    """Why a reply is hidden; readers see it."""

    reason = forms.CharField(
        label="Why it is hidden",
        help_text="Readers see this beside the figure.",
        min_length=10,
        max_length=300,
        error_messages={"required": "Say why it is hidden", "min_length": "Say why in at least 10 characters"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """A form in the house's way."""
        super().__init__(*args, auto_id="id-%s", use_required_attribute=False, **more)

    def clean_reason(self) -> str:
        """The reason in one line of plain text."""
        return clean(self.cleaned_data["reason"]).strip()
