"""The page about the API, made from its OpenAPI document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup, escape

from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.api.asked import MOST_ROWS
from wholeplace.web.api.examples import examples
from wholeplace.web.api.faults import CODES, MEANING
from wholeplace.web.api.limits import OLDER_COST, rate
from wholeplace.web.api.service import document
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Parameter:
    """A parameter in words."""

    name: str
    where: str
    kind: str
    description: Markup
    example: str


@dataclass(frozen=True)
class Operation:
    """An operation in words."""

    id: str
    path: str
    summary: str
    description: Markup
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]


@allow(PUBLIC)
@evidence_page
def about(request: HttpRequest) -> HttpResponse:
    """What the API offers, with examples."""
    contract = document()
    where = reverse("api:openapi")
    base = request.build_absolute_uri(where.removesuffix("openapi.json"))
    per_minute, burst = rate()
    known = {
        "operations": [_operation(path, each["get"], contract) for path, each in contract["paths"].items()],
        "examples": examples(current(), base),
        "contract": where,
        "base": base,
        "faults": [(status, CODES[status], in_words(MEANING[status])) for status in MEANING],
        "per_minute": round(per_minute),
        "burst": burst,
        "most": MOST_ROWS,
        "older": OLDER_COST,
    }
    return render(request, "api/about.html", known)


def _operation(path: str, told: dict[str, Any], contract: dict[str, Any]) -> Operation:
    schema = told["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        told["operationId"],
        path,
        told["summary"],
        in_words(told.get("description", "")),
        tuple(_parameter(p) for p in told["parameters"]),
        tuple(_fields(schema, contract)),
    )


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    repeated = schema.get("type") == "array"
    example = next(iter(told.get("examples", [])), "")
    return Parameter(
        told["name"], "in the path" if told["in"] == "path" else "repeatable" if repeated else "",
        _kind(schema), in_words(told.get("description", "")),
        ", ".join(example) if isinstance(example, list) else str(example),
    )  # fmt: skip


def _fields(schema: dict[str, Any], contract: dict[str, Any]) -> list[Parameter]:
    """The fields of an answer, or of the items of a list."""
    told = _resolved(schema, contract)
    if "items" in told.get("properties", {}):
        told = _resolved(told["properties"]["items"]["items"], contract)
    return [
        Parameter(
            name, "", _kind(each), in_words(each.get("description", "")), str(next(iter(each.get("examples", [])), ""))
        )
        for name, each in told["properties"].items()
    ]


def in_words(text: str) -> Markup:
    """A description with what stands between backticks set as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def _resolved(schema: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = contract["components"]["schemas"][name] if name else schema
    return found


def _kind(schema: dict[str, Any]) -> str:
    """A type in words."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"] if each.get("type") != "null"))
    if "$ref" in schema:
        return "object"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"])) if len(schema["enum"]) < 4 else "word"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    kind = schema.get("format") or schema.get("type", "any")
    return words.get(kind, kind)
