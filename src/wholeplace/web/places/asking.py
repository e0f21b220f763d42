"""Whom a reader wants a place held against, from the address of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from wholeplace.evidence.places import class_words
from wholeplace.places.likeness_settings import standard
from wholeplace.profile.model import FEWEST_ALIKE, MOST_ALIKE, USUAL_ALIKE, PeerChoice

if TYPE_CHECKING:
    from wholeplace.places.likeness_settings import Characteristic
    from wholeplace.places.model import Place
    from wholeplace.profile.model import PeerKind

CLASS: PeerKind = "class"
LIKE: PeerKind = "like"
REGION: PeerKind = "region"
HEAVIEST = 100


class PeersForm(forms.Form):
    """Whom to hold a place against; what is left out stays as it usually is."""

    filters = True

    peers = forms.ChoiceField(label="Hold it against", widget=forms.RadioSelect, required=False)
    n = forms.IntegerField(
        label="How many are most like it",
        min_value=FEWEST_ALIKE,
        max_value=MOST_ALIKE,
        required=False,
        help_text=f"From {FEWEST_ALIKE} to {MOST_ALIKE}.",
        error_messages={
            "invalid": f"How many must be a whole number from {FEWEST_ALIKE} to {MOST_ALIKE}",
            "min_value": f"How many must be {FEWEST_ALIKE} or more",
            "max_value": f"How many must be {MOST_ALIKE} or fewer",
        },
    )

    def __init__(self, given: Any, place: Place, *, regional: bool = True) -> None:
        """A form over a page's query; what is not asked shows how it usually is.

        `regional` says that its region does not hold all of its class, so that choosing it makes a difference.
        """
        super().__init__(_whole(given), prefix=None, auto_id="id-%s", use_required_attribute=False)
        self.place = place
        _, many = class_words(place.place_class)
        choices = [(CLASS, f"All {many}"), (LIKE, f"The {many} most like it")]
        if place.region and regional:
            choices.append((REGION, f"{many[0].upper()}{many[1:]} in its region, {place.region}"))
        self.fields["peers"].choices = choices
        self.fields["n"].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2})
        for item in self.characteristics:
            self.fields[weight_name(item)] = _weight_field(item)

    @property
    def characteristics(self) -> list[Characteristic]:
        """What makes places of this class alike."""
        return [c for c in standard().characteristics if not c.classes or self.place.place_class in c.classes]

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields of weights."""
        return [self[weight_name(c)] for c in self.characteristics]

    @property
    def choice(self) -> PeerChoice:
        """What was chosen; the usual choice where something is wrong with it."""
        if not self.is_valid():
            return PeerChoice()
        given = self.cleaned_data
        own = {
            c.id: given[weight_name(c)]
            for c in self.characteristics
            if given[weight_name(c)] is not None and given[weight_name(c)] != c.weight
        }
        kind: PeerKind = given["peers"] or CLASS
        return PeerChoice(kind, given["n"] or USUAL_ALIKE, own)

    @property
    def own_weights(self) -> bool:
        """Whether weights other than the published ones were given."""
        return bool(self.choice.weights)

    def clean(self) -> dict[str, Any]:
        """Refuse weights that leave nothing to compare by."""
        found: dict[str, Any] = super().clean() or {}
        weights = [found.get(weight_name(c)) for c in self.characteristics]
        if weights and all(w == 0 for w in weights):
            self.add_error(weight_name(self.characteristics[0]), "At least one weight must be above 0")
        return found


def weight_name(item: Characteristic) -> str:
    """The name of the field for a characteristic's weight."""
    return f"w-{item.id}"


def _weight_field(item: Characteristic) -> forms.FloatField:
    wrong = f"The weight of {item.title.lower()} must be a number from 0 to {HEAVIEST}"
    return forms.FloatField(
        label=item.title,
        help_text=item.why,
        min_value=0,
        max_value=HEAVIEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 5}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


def _whole(given: Any) -> dict[str, str]:
    """What was asked, with the usual answers to what was not."""
    usual = {"peers": CLASS, "n": str(USUAL_ALIKE)}
    usual |= {weight_name(c): f"{c.weight:g}" for c in standard().characteristics}
    return usual | {name: value for name in usual if (value := str(given.get(name, "")).strip())}
