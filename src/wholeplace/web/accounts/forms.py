"""What people type in about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from wholeplace.web.accounts import places_book
from wholeplace.web.accounts.models import OF_A_PLACE, AuditEntry, Role

NO_PLACE = [("", "Choose a council")]
LONG_ENOUGH = "At least 12 characters. Three words that do not belong together are easy to remember and hard to guess."
WITHOUT_PLACE = [(role.value, role.label) for role in Role if role not in OF_A_PLACE]


def council_choices() -> list[tuple[str, str]]:
    """The councils that exist, to choose one from."""
    return [*NO_PLACE, *places_book.existing()]


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = forms.MultipleChoiceField(
        choices=WITHOUT_PLACE, required=False, widget=forms.CheckboxSelectMultiple, label="Roles"
    )
    officer = forms.ChoiceField(choices=council_choices, required=False, label="Council officer of")
    councillor = forms.ChoiceField(choices=council_choices, required=False, label="Councillor of")

    def clean(self) -> dict[str, Any]:
        """At least one role."""
        given = super().clean() or {}
        if not self.errors and not self.rights():
            self.add_error("roles", "Choose at least one role, or a council for an officer or councillor")
        return given

    def rights(self) -> list[tuple[str, str]]:
        """The roles chosen, each with its place."""
        given = self.cleaned_data
        of_a_place = [(role, given.get(role, "")) for role in (Role.OFFICER.value, Role.COUNCILLOR.value)]
        return [(role, "") for role in given.get("roles", [])] + [pair for pair in of_a_place if pair[1]]


class GiveForm(forms.Form):
    """A role to give, with its council where it is about one."""

    role = forms.ChoiceField(
        choices=Role.choices, widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )
    place = forms.ChoiceField(
        choices=council_choices, required=False, label="Council", help_text="For a councillor or a council officer."
    )

    def clean(self) -> dict[str, Any]:
        """A place where the role is about one, and none otherwise."""
        given = super().clean() or {}
        if given.get("role") in OF_A_PLACE:
            if not given.get("place") and "place" not in self.errors:
                self.add_error("place", "Choose the council")
        else:
            given["place"] = ""
        return given


class DetailsForm(forms.Form):
    """A person's name and address."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(
        label="Email address", help_text="They sign in with it. A letter goes to the old and to the new address."
    )


class PortfolioForm(forms.Form):
    """A place to add to a portfolio."""

    place = forms.CharField(
        max_length=120,
        label="Add a council",
        help_text="Its name or code.",
        error_messages={"required": "Name a council"},
    )
    found: Any = None

    def clean_place(self) -> str:
        """The id of the one place meant."""
        place, others = places_book.find(self.cleaned_data["place"])
        if place is None:
            hint = f" Do you mean {', '.join(p.name for p in others[:4])}?" if others else ""
            raise forms.ValidationError(f"No one council has this name or code.{hint}")
        return place.id


class JoinForm(forms.Form):
    """What an invited person sets."""

    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password",
        help_text=LONG_ENOUGH,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        """For the person invited, whose name and address may not be the password."""
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """A password that is not easily guessed."""
        given = super().clean() or {}
        if "password" in given:
            self.person.name = given.get("name", self.person.name)
            try:
                password_validation.validate_password(given["password"], self.person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class AuditForm(forms.Form):
    """Which entries of the audit log to show. Nothing is required."""

    person = forms.CharField(
        required=False, max_length=120, help_text="Part of a name or email address: who did it, or whom it was about."
    )
    action = forms.ChoiceField(required=False, choices=lambda: [("", "Any"), *_events()])
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))


def _events() -> list[tuple[str, str]]:
    found = AuditEntry.objects.order_by("event").values_list("event", flat=True).distinct()
    return [(event, event.capitalize()) for event in found]
