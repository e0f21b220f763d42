"""What is asked of the list, and what an adviser writes down after a call."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from wholeplace.evidence.places import class_words
from wholeplace.finance.warning import BAND_WORDS
from wholeplace.papers.text import clean
from wholeplace.web.finance.watchlist.models import LONGEST_ROLE, LONGEST_SAID, LONGEST_STEP, How

ALL, MINE = "all", "mine"
FLAGGED = "flagged"
EARLIEST = date(2000, 1, 1)  # before any return that can be read
_ADDRESS = re.compile(r"\S@\S+\.\S")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+44|0)[\s()-]*(?:\d[\s()-]*){9,10}(?!\d)")
_BANDS = tuple(BAND_WORDS.items())
NO_CONTACTS = "Leave out addresses and telephone numbers: the log holds roles, not people"


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """A day as browsers want it written."""
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, wrong: str, **more: Any) -> forms.DateField:
    """A field for a day; `wrong` is what is said of text that is none."""
    return forms.DateField(label=label, widget=DayInput, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
                           error_messages={"invalid": wrong, "required": wrong}, **more)  # fmt: skip


class ListForm(forms.Form):
    """Which councils to list."""

    filters = True

    whose = forms.ChoiceField(label="Whose", required=False, choices=[(ALL, "All councils"), (MINE, "My portfolio")])
    place_class = forms.ChoiceField(label="Class", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    band = forms.ChoiceField(
        label="Band",
        required=False,
        choices=[("", "All bands"), (FLAGGED, "Ring first or next"), *((b, w.capitalize()) for b, w in _BANDS)],
    )
    as_of = day_field("As published by", "The day must be a real date, like 2018-11-15", required=False)
    overdue = forms.BooleanField(label="Only overdue reviews", required=False)

    def __init__(self, given: Any, classes: list[str], regions: list[str], *, portfolio: bool) -> None:
        """A form over a page's query; `portfolio` says that the person asking has one."""
        super().__init__(given, auto_id="id-%s", use_required_attribute=False)
        many = [(c, class_words(c)[1]) for c in classes]
        self.fields["place_class"].choices = [("", "All classes"), *((c, w[0].upper() + w[1:]) for c, w in many)]
        self.fields["region"].choices = [("", "All regions"), *((r, r) for r in regions)]
        if not portfolio:
            del self.fields["whose"]

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked; nothing where it makes no sense."""
        self.is_valid()
        return {k: v for k, v in getattr(self, "cleaned_data", {}).items() if v}


def read_day(given: str) -> tuple[date | None, str]:
    """The day that an address asks for, and what is wrong with it; neither where it asks for none."""
    if not given:
        return None, ""
    try:
        found: date = day_field("", "").clean(given.strip()[:20])
    except forms.ValidationError:
        return None, "The day must be a real date, like 2018-11-15"
    if not EARLIEST <= found <= timezone.localdate():
        return None, "The day must be in the past, from the year 2000 on"
    return found, ""


class EntryForm(forms.Form):
    """One contact with a council."""

    day = day_field("When", "Give the day, like 2018-11-15")
    how = forms.ChoiceField(
        label="How", widget=forms.RadioSelect, choices=How.choices, initial=How.RANG,
        error_messages={"required": "Choose how you got in touch", "invalid_choice": "Choose rang, met or wrote"},
    )  # fmt: skip
    spoken_to = forms.CharField(
        label="Whom you spoke to, as a role",
        help_text="For example: section 151 officer. No names.",
        min_length=3,
        max_length=LONGEST_ROLE,
        error_messages={"required": "Give the role of whom you spoke to", "min_length": "Give the role in full"},
    )
    said = forms.CharField(
        label="What they said",
        help_text=f"Up to {LONGEST_SAID:,} characters. Leave out anything about a person.",
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what they said, or that nobody was reached"},
    )
    next_step = forms.CharField(label="Next step", max_length=LONGEST_STEP, required=False)
    review = day_field(
        "Look again by", "Give the day to look again, like 2019-02-01", required=False,
        help_text="The date on the latest contact is the one that counts.",
    )  # fmt: skip
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        """A form in the house's way."""
        super().__init__(*args, auto_id="id-%s", use_required_attribute=False, **more)

    def clean_day(self) -> date:
        """A day that has come."""
        found: date = self.cleaned_data["day"]
        if not EARLIEST <= found <= timezone.localdate():
            raise forms.ValidationError("The day of the contact must be today or in the past")
        return found

    def clean_spoken_to(self) -> str:
        """A role in one line."""
        return self._plain("spoken_to")

    def clean_next_step(self) -> str:
        """The next step in one line."""
        return self._plain("next_step")

    def clean_said(self) -> str:
        """The text, its lines kept."""
        lines = (clean(line).strip() for line in self._without_contacts("said").splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def clean(self) -> dict[str, Any]:
        """A review that comes after the contact."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day, review = found.get("day"), found.get("review")
        if day and review and review <= day:
            self.add_error("review", "The day to look again must be after the contact")
        return found

    def _plain(self, name: str) -> str:
        return clean(self._without_contacts(name)).strip()

    def _without_contacts(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if _ADDRESS.search(text) or _TELEPHONE.search(text):
            raise forms.ValidationError(NO_CONTACTS)
        return text
