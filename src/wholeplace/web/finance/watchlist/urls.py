"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.finance.watchlist import views

app_name = "watchlist"
urlpatterns = [
    path("", views.index, name="index"),
    path("export.<str:kind>", views.export, name="export"),
    path("<str:place>/", views.council, name="council"),
]
