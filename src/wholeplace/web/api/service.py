"""The API put together: ninja's operations under one guard."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from wholeplace.web.api.contract import contract
from wholeplace.web.api.faults import Fault
from wholeplace.web.api.guard import JSON, guarded
from wholeplace.web.api.operations import router

if TYPE_CHECKING:
    from django.urls import URLPattern

api = NinjaAPI(
    title="Wholeplace",
    version="1",
    description=(
        "Published figures about councils, each with its status and the releases it is made from. Reading is open to "
        "everyone without a key. Figures that could not be had say why; nothing is imputed."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
api.add_router("", router)


@api.exception_handler(ValidationError)
def _refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    first: Any = error.errors[0]
    where = [str(part) for part in first["loc"] if not isinstance(part, int)]
    name = where[-1] if where else None
    return Fault(422, f"'{name}' is not as it should be: {_words(first)}.", name).response()


@api.exception_handler(Exception)
def _let_through(request: HttpRequest, error: Exception) -> HttpResponse:
    """The guard answers all other errors, so that they have one shape."""
    del request
    raise error


def _words(error: dict[str, Any]) -> str:
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".").lower()


def addresses() -> list[URLPattern]:
    """The operations' addresses, the document's, and an answer for every other one."""
    found = [path(str(p.pattern), guarded(p.callback), name=p.name) for p in api.urls[0] if p.name != "api-root"]
    return [
        *found,
        path("openapi.json", guarded(openapi), name="openapi"),
        path("", guarded(nothing)),
        path("<path:rest>", guarded(nothing)),
    ]


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document; addresses in it start where this API stands."""
    return contract(api, reverse("api:openapi").removesuffix("openapi.json").lstrip("/"))


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    del request
    return HttpResponse(orjson.dumps(document()), content_type=JSON)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Where there is no operation."""
    del rest
    where = request.build_absolute_uri(reverse("api:openapi"))
    raise Fault(404, f"There is nothing at this address. {where} lists what there is.")
