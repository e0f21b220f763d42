"""Addresses of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from wholeplace.web.places import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("find/", views.find, name="find"),
    path("<str:identifier>/", views.place, name="place"),
    path("<str:identifier>/brief.<str:kind>", views.brief, name="brief"),
]
