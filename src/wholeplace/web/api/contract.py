"""The OpenAPI document: what ninja knows of the operations, and everything that all of them share."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from wholeplace.web.api.faults import MEANING
from wholeplace.web.api.told import ErrorTold

HEADERS = {
    "ETag": "Changes whenever the answer may. Send it back as If-None-Match.",
    "Last-Modified": "When evidence was last loaded.",
    "Cache-Control": "How long a cache may answer without asking.",
}
LIMITS = {
    "RateLimit-Limit": "How many requests at once after a rest.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "In how many seconds all will be there again.",
}
WAIT = {"Retry-After": "In how many seconds to ask again."}


def contract(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """The document, every status declared."""
    document: dict[str, Any] = dict(OpenAPISchema(api, prefix))
    fault = ErrorTold.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    document["components"]["schemas"] |= fault.pop("$defs") | {"ErrorTold": fault}
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    good = operation["responses"].pop(200)
    listed = any(p["name"] == "limit" for p in operation["parameters"])
    good["headers"] = _headers(HEADERS | LIMITS | ({"Link": 'The next page, as rel="next".'} if listed else {}))
    good["description"] = "Found."
    if listed:
        good["content"]["text/csv"] = {"schema": {"type": "string"}}
    responses = {"200": good, "304": {"description": "Nothing has changed since the ETag sent.",
                                      "headers": _headers(HEADERS | LIMITS)}}  # fmt: skip
    for status, meaning in MEANING.items():
        told = LIMITS | WAIT if status in {429, 503} else LIMITS
        responses[str(status)] = {
            "description": meaning,
            "headers": _headers(told if status != 405 else {"Allow": "What is answered."}),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorTold"}}},
        }
    operation["responses"] = responses


def _headers(told: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": words, "schema": {"type": "string"}} for name, words in told.items()}
