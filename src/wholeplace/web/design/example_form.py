"""The form on the page on design: one field of each kind, with errors as if it had been sent."""

from __future__ import annotations

from typing import ClassVar

from django import forms


class ExampleForm(forms.Form):
    """Is never sent anywhere."""

    PLACES: ClassVar[list[tuple[str, str]]] = [("", "Choose a place"), ("a", "A county"), ("b", "A district")]
    KINDS: ClassVar[list[tuple[str, str]]] = [("like", "Places like it"), ("class", "All of its class")]

    email = forms.EmailField(label="Email address", help_text="Only used to sign in")
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    place = forms.ChoiceField(choices=PLACES)
    peers = forms.ChoiceField(label="Compare with", choices=KINDS, widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Parts of the brief",
        choices=[("finance", "Finance"), ("place", "The place")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(required=False)


def example_form() -> ExampleForm:
    """The form as it stands after a mistake."""
    return ExampleForm({"email": "someone", "password": "x", "place": "a", "peers": "like", "parts": ["finance"]},
                       auto_id="example-%s")  # fmt: skip
