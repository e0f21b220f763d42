"""The form of an upload."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from wholeplace.evidence.dataset import datasets

MOST_FILES = 100
EARLIEST = date(1974, 4, 1)  # councils as they are counted here began on that day


class Files(forms.FileInput):
    """Takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """All of them; the widget it is made from would give the last."""
        del data
        return list(files.getlist(name))


class FilesField(forms.FileField):
    """One or several files, each checked."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """A list of files."""
        if len(data or ()) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files at a time")
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    """Published files, and what their loader knows of them."""

    files = FilesField(
        widget=Files, label="Files", allow_empty_file=True, error_messages={"required": "Choose at least one file"}
    )
    day = forms.IntegerField(required=False, label="Day")
    month = forms.IntegerField(required=False, label="Month")
    year = forms.IntegerField(required=False, label="Year")
    dataset = forms.ChoiceField(
        required=False, label="What they are", error_messages={"invalid_choice": "Choose a dataset from the list"}
    )
    action = forms.ChoiceField(
        label="What to do",
        widget=forms.RadioSelect,
        choices=[("check", "Check only: say what would be loaded, change nothing"), ("load", "Load them")],
        initial="check",
        error_messages={"required": "Choose whether to check or to load", "invalid_choice": "Choose one of the two"},
    )

    def __init__(self, *args: Any, too_much: bool = False, **kwargs: Any) -> None:
        """`too_much` is set where the files together were larger than may be uploaded."""
        super().__init__(*args, **kwargs)
        self._too_much = too_much
        known = sorted(((d.key, d.title) for d in datasets().values()), key=lambda pair: pair[1].casefold())
        self.fields["dataset"].choices = [("", "Tell it from the content"), *known]

    def clean(self) -> dict[str, Any]:
        """The publication date from its parts; a refusal of what was too large."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self._too_much:
            self._errors.pop("files", None)
            self.add_error("files", f"The files must be smaller than {megabytes()} MB together; upload fewer at a time")
        data["published"] = self._published(data)
        return data

    def _published(self, data: dict[str, Any]) -> date | None:
        parts = [data.get(name) for name in ("year", "month", "day")]
        if {"year", "month", "day"} & self._errors.keys():
            for name in ("month", "year"):
                self._errors.pop(name, None)
            self._errors.pop("day", None)
            self.add_error("day", "The publication date must be a real date, like 16 11 2017")
            return None
        if not any(part is not None for part in parts):
            return None
        try:
            found = date(*(int(part or 0) for part in parts))
        except (ValueError, OverflowError):
            self.add_error("day", "The publication date must be a real date, like 16 11 2017")
            return None
        if not EARLIEST <= found <= date.today():  # noqa: DTZ011 - the day here
            self.add_error("day", "The publication date must be in the past, after March 1974")
            return None
        return found


def megabytes() -> str:
    """The most that may be uploaded at once."""
    return f"{settings.UPLOAD_BYTES / 1_000_000:,.3g}"
