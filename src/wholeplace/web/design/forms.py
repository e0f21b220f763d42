"""A Django form's fields as what GOV.UK's macros take, so that a form is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import widgets

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField

# Widths that suit what is typed; by a field's longest value.
WIDTHS = ((5, "govuk-input--width-5"), (12, "govuk-input--width-10"), (24, "govuk-input--width-20"))
KEPT = ("autocomplete", "inputmode", "pattern", "spellcheck", "accept", "autofocus", "maxlength", "minlength")


def form_errors(form: BaseForm) -> list[dict[str, str]]:
    """All that is wrong with a form, each linked to its field, in the order of the fields."""
    found = [{"text": text, "href": ""} for text in form.non_field_errors()]
    for field in form:
        found += [{"text": text, "href": f"#{target(field)}"} for text in field.errors]
    return found


def target(field: BoundField) -> str:
    """The id that a link to a field must name: of its first choice or part where it has several."""
    return str(field.auto_id or field.html_name)  # the macros give it to the first choice, too


def field_view(field: BoundField) -> dict[str, Any]:
    """A field as plain data: its kind, name, value, choices, hint, errors and attributes."""
    widget = field.field.widget
    data = {
        "kind": _kind(widget),
        "id": str(field.auto_id or field.html_name),
        "name": field.html_name,
        "label": field.label,
        # A form that only filters (it says `filters = True`) need not say of each field that it may be left out.
        "optional": not field.field.required
        and _kind(widget) not in {"checkbox", "hidden"}
        and not getattr(field.form, "filters", False),
        "hint": str(field.help_text or ""),
        "error": " ".join(str(error) for error in field.errors),
        "type": getattr(widget, "input_type", "text"),
        "value": _value(field),
        "width": _width(field),
        "attributes": _attributes(field),
        "rows": int(widget.attrs.get("rows", 5)),
    }
    if data["kind"] in {"select", "radios", "checkboxes"}:
        data["choices"] = _choices(field)
    return data


def _kind(widget: Any) -> str:
    kinds = (
        (widgets.HiddenInput, "hidden"),
        (widgets.CheckboxSelectMultiple, "checkboxes"),
        (widgets.RadioSelect, "radios"),
        (widgets.SelectDateWidget, "date"),
        (widgets.Select, "select"),
        (widgets.CheckboxInput, "checkbox"),
        (widgets.Textarea, "textarea"),
        (widgets.FileInput, "file"),
        (widgets.PasswordInput, "password"),
    )
    return next((name for kind, name in kinds if isinstance(widget, kind)), "text")


def _value(field: BoundField) -> str:
    value = field.value()
    widget = field.field.widget
    if value is None or isinstance(widget, widgets.PasswordInput | widgets.FileInput):
        return ""  # what is secret or a file is never sent back
    if isinstance(widget, widgets.CheckboxInput):
        return "on" if value and value != "False" else ""
    shown = widget.format_value(value) if hasattr(widget, "format_value") else value
    return "" if shown is None else str(shown)


def _width(field: BoundField) -> str:
    longest = getattr(field.field, "max_length", None)
    return next((name for most, name in WIDTHS if longest and longest <= most), "")


def _attributes(field: BoundField) -> dict[str, Any]:
    """What the browser may be told of a field: how it is filled in and how long it may be."""
    built = field.build_widget_attrs(dict(field.field.widget.attrs), field.field.widget)
    kept = {name: value for name, value in built.items() if name in KEPT}
    if isinstance(field.field.widget, widgets.SelectMultiple):
        kept["multiple"] = True
    if isinstance(field.field.widget, widgets.FileInput) and field.field.widget.allow_multiple_selected:
        kept["multiple"] = True
    return {name: value for name, value in kept.items() if value not in (None, False)}


def _choices(field: BoundField) -> list[dict[str, Any]]:
    chosen = field.value()
    chosen = {str(each) for each in chosen} if isinstance(chosen, list | tuple | set) else {str(chosen or "")}
    found = []
    for value, text in field.field.widget.choices:
        if isinstance(text, list | tuple):  # a group of choices
            found += [_choice(inner, label, chosen) for inner, label in text]
        else:
            found.append(_choice(value, text, chosen))
    return found


def _choice(value: Any, text: Any, chosen: set[str]) -> dict[str, Any]:
    value = "" if value is None else str(value)
    return {"value": value, "text": str(text), "checked": value in chosen, "selected": value in chosen}
