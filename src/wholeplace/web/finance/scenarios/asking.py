"""A scenario as its address: what a reader changed of the standing assumptions, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from wholeplace.core.periods import Period
from wholeplace.finance.scenarios.adjusting import adjusted
from wholeplace.finance.scenarios.model import Draws, Protection, ReservesPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.finance.scenarios.model import Scenario
    from wholeplace.web.finance.scenarios.subject import Subject

MOST_YEARS = 20
FEWEST_DRAWS, USUAL_DRAWS, MOST_DRAWS = 100, 1_000, 2_000
MOST_WORK = 150_000  # councils times draws: half a second of one core
STEEPEST = 20  # per cent a year
MAIN = (
    "prices", "care_costs", "adult_demand", "children_demand", "efficiency", "council_tax_rate", "council_tax_base",
    "business_rates", "general_grant",
)  # fmt: skip
SPREADS = (("1", "As stated"), ("0.5", "Half as wide"), ("2", "Twice as wide"), ("0", "None: the central case alone"))
POLICIES = (
    ("as-needed", "As needed, down to the floor"),
    ("fixed", "A fixed amount a year"),
    ("none", "Not at all"),
)
_PENCE_PER_MILLION = 100_000_000
_WRONG = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits", "required")


class ScenarioForm(forms.Form):
    """What may be changed of a scenario; what is left out stays as it is."""

    filters = True

    def __init__(self, given: Any, scenario: Scenario, years: Sequence[int]) -> None:
        """A form over a page's query, filled in with what the scenario assumes where nothing is asked."""
        self.start = scenario
        self.most_draws = most_draws(len(scenario.councils))
        self.usual = self._usual(years)
        told = {name: str(given.get(name, "")).strip()[:40] for name in self.usual}
        super().__init__(
            {name: told[name] or value for name, value in self.usual.items()}, auto_id="id-%s",
            use_required_attribute=False,
        )  # fmt: skip
        self._add_rates(scenario)
        self._add_policies(scenario)
        self._add_drawing(years)

    def _usual(self, years: Sequence[int]) -> dict[str, str]:
        """What each field holds where nothing is asked, in the order of the address."""
        start = self.start
        found = {name: _percent(start.drivers[name].distribution.central) for name in self.rates}
        cut = start.protection.cut or Decimal(0)
        found |= {
            "years": str(start.years), "base": str(years[0]) if years else str(start.base.year), "policy": "as-needed",
            "amount": "", "cut": _percent(cut), "partial": _percent(start.protection.partial), "terms": "cash",
            "spread": "1", "draws": str(min(USUAL_DRAWS, self.most_draws)), "seed": str(start.draws.seed),
        }  # fmt: skip
        if not start.several:
            found["floor"] = _millions(start.councils[0].floor)
        return found

    @property
    def rates(self) -> list[str]:
        """The drivers, those that matter most first."""
        known = list(self.start.drivers)
        return [*(n for n in MAIN if n in known), *(n for n in known if n not in MAIN)]

    @property
    def main_rates(self) -> Iterator[forms.BoundField]:
        """The fields of the drivers that matter most."""
        return (self[name] for name in self.rates if name in MAIN)

    @property
    def more_rates(self) -> Iterator[forms.BoundField]:
        """The fields of the others."""
        return (self[name] for name in self.rates if name not in MAIN)

    def _add_rates(self, scenario: Scenario) -> None:
        for name in self.rates:
            driver = scenario.drivers[name]
            self.fields[name] = _number(driver.title, -STEEPEST, STEEPEST, "% a year", places=3)

    def _add_policies(self, scenario: Scenario) -> None:
        self.fields["policy"] = forms.ChoiceField(label="Reserves are used", choices=POLICIES)
        self.fields["amount"] = _number("The fixed amount", 0, 10_000, "£ million a year", required=False)
        if not scenario.several:
            self.fields["floor"] = _number("Reserves kept in any case", 0, 10_000, "£ million")
        self.fields["cut"] = _number("Cut in funding to test", 0, 100, "%")
        self.fields["partial"] = _number("Share of it in partial protection", 0, 100, "%")

    def _add_drawing(self, years: Sequence[int]) -> None:
        periods = [(str(year), str(Period.financial(year))) for year in years]
        self.fields["base"] = forms.ChoiceField(label="Accounts to start from", choices=periods)
        self.fields["years"] = _whole("Years ahead", 1, MOST_YEARS)
        prices = [("cash", "Cash"), *([("real", "The base year’s prices")] if "prices" in self.start.drivers else [])]
        self.fields["terms"] = forms.ChoiceField(label="Amounts in", choices=prices)
        self.fields["spread"] = forms.ChoiceField(label="Uncertainty", choices=SPREADS)
        self.fields["draws"] = _whole("Draws", FEWEST_DRAWS, self.most_draws)
        self.fields["seed"] = _whole("Seed", 0, 2**32 - 1)

    def clean(self) -> dict[str, Any]:
        """A fixed policy needs its amount."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("policy") == "fixed" and not found.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Say how much of reserves to use each year, in £ million")
        return found

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was changed; ask only when the form is valid."""
        given, start = self.cleaned_data, self.start
        rates = {name: given[name] / 100 for name in self.rates}
        moved = adjusted(start, rates, Decimal(given["spread"]))
        amount = int((given.get("amount") or 0) * _PENCE_PER_MILLION) if given["policy"] == "fixed" else 0
        councils = moved.councils
        if "floor" in given:
            councils = (replace(councils[0], floor=int(given["floor"] * _PENCE_PER_MILLION)),)
            if _millions(start.councils[0].floor) == _plain(given["floor"]):
                councils = start.councils  # as published, to the penny
        return replace(
            moved, years=given["years"], councils=councils,
            title=start.title if not self.changes else f"{start.name}: own assumptions",
            reserves=ReservesPolicy(given["policy"], amount),
            protection=Protection(given["partial"] / 100, given["cut"] / 100),
            draws=Draws(given["draws"], given["seed"]), deflator="prices" if given["terms"] == "real" else "",
        )  # fmt: skip

    @property
    def changes(self) -> list[tuple[str, str]]:
        """The parts of the address: what is not as usual, in the order of the form."""
        shown = ((name, self.data[name]) for name in self.usual)
        return [(name, value) for name, value in shown if value and not _same(value, self.usual[name])]

    def address(self, subject: Subject, kind: str = "") -> str:
        """The page's address, or that of a download."""
        name, arguments = ("download", (subject.key, kind)) if kind else ("scenario", (subject.key,))
        where = reverse(f"scenarios:{name}", args=arguments)
        return f"{where}?{urlencode(self.changes)}" if self.changes else where


def most_draws(councils: int) -> int:
    """How often a scenario of so many councils may be drawn for a page."""
    return max(FEWEST_DRAWS, min(MOST_DRAWS, MOST_WORK // max(1, councils) // 100 * 100))


def _number(
    label: str, low: int, high: int, unit: str, *, places: int = 2, required: bool = True
) -> forms.DecimalField:
    wrong = f"{label} must be a number from {low:,} to {high:,}"
    return forms.DecimalField(
        label=label, min_value=low, max_value=high, max_digits=9, decimal_places=places, required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 9, "data-unit": unit}),
        error_messages=dict.fromkeys(_WRONG, wrong),
    )  # fmt: skip


def _whole(label: str, low: int, high: int) -> forms.IntegerField:
    wrong = f"{label} must be a whole number from {low:,} to {high:,}"
    return forms.IntegerField(
        label=label, min_value=low, max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 10}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), wrong),
    )  # fmt: skip


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == other


def _percent(value: Decimal) -> str:
    return _plain(value * 100)


def _millions(pence: int) -> str:
    return _plain((Decimal(pence) / _PENCE_PER_MILLION).quantize(Decimal("0.01")))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
