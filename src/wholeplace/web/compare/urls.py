"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.compare import views

app_name = "compare"
urlpatterns = [
    path("", views.compare, name="compare"),
    path("comparison.<str:kind>", views.download, name="download"),
]
