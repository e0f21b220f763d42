"""What a reader asks of a measure page: a year, a class, a region, words, an order. It stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms

from wholeplace.evidence.figures import period_of
from wholeplace.evidence.places import class_words

if TYPE_CHECKING:
    from wholeplace.evidence.distribution import Spreads
    from wholeplace.web.evidence.current import Evidence

HIGHEST, LOWEST, NAME, CLASS, REGION = "highest", "lowest", "name", "class", "region"
ORDERS = (
    (HIGHEST, "Highest first"),
    (LOWEST, "Lowest first"),
    (NAME, "By name"),
    (CLASS, "By class"),
    (REGION, "By region"),
)


class MeasureForm(forms.Form):
    """Which year and which places to show, and in what order."""

    filters = True  # nothing in it need be filled in
    period = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    place_class = forms.ChoiceField(label="Class", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    name = forms.CharField(label="Name of the place", max_length=80, required=False)
    sort = forms.ChoiceField(label="Order", required=False, choices=ORDERS)

    def __init__(self, given: Any, evidence: Evidence, found: Spreads) -> None:
        """A form over a page's query, offering what there is."""
        self.measure = measure = found.measure
        latest = found.latest
        self._latest = str(period_of(measure, latest)) if latest is not None else ""
        asked = {"period": self._latest, "sort": HIGHEST, **{k: v for k, v in given.items() if v}}
        super().__init__(asked, auto_id="id-%s", use_required_attribute=False)
        self.periods = [str(period_of(measure, year)) for year in found.years]
        places = evidence.snapshot.crosswalk.places.values()
        regions = sorted({p.region for p in places if p.region and p.place_class in found.classes})
        self.fields["period"].choices = [(p, p) for p in self.periods]
        classes = [(c, capital(class_words(c)[1])) for c in found.classes]
        self.fields["place_class"].choices = [("", "All classes"), *classes]
        self.fields["region"].choices = [("", "All regions"), *((r, r) for r in regions)]
        self.is_valid()

    def asked(self, name: str) -> str:
        """What was asked; nothing where it makes no sense."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def period_shown(self) -> str:
        """The period asked for, or the latest with enough values."""
        return self.asked("period") or self._latest

    @property
    def order(self) -> str:
        """The order asked for."""
        return self.asked("sort") or HIGHEST

    @property
    def narrowed(self) -> bool:
        """Whether fewer than all places are asked for."""
        return any(self.asked(name) for name in ("place_class", "region", "name"))

    def query(self, **changes: str) -> str:
        """The query that asks for the same with changes."""
        asked = {name: self.asked(name) for name in self.fields} | changes
        kept = {k: v for k, v in asked.items() if v and (k, v) not in {("period", self._latest), ("sort", HIGHEST)}}
        return f"?{urlencode(kept)}" if kept else "?"


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]
