"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.finance.scenarios import views

app_name = "scenarios"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:key>/", views.scenario, name="scenario"),
    path("<str:key>/scenario.<str:kind>", views.download, name="download"),
]
