"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.design import views

app_name = "design"
urlpatterns = [path("", views.design, name="design")]
