"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.measures import views

app_name = "measures"
urlpatterns = [
    path("measures/", views.index, name="index"),
    path("measures/<str:identifier>/", views.measure, name="measure"),
    path("measures/<str:identifier>/figures.<str:kind>", views.download, name="download"),
    path("figures/<str:identifier>/<str:place>/<str:period>/", views.figure, name="figure"),
]
