"""Addresses of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from wholeplace.web.home import views

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "home"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("robots.txt", views.robots, name="robots"),
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/portfolio.csv", views.portfolio_csv, name="portfolio_csv"),
]
