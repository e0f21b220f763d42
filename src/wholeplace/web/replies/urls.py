"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.replies import views

app_name = "replies"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<str:place>.json", views.export, name="export"),
    path("<int:number>/hide/", views.hide, name="hide"),
    path("<int:number>/show/", views.show, name="show"),
    path("<str:measure>/<str:place>/<str:period>/", views.write, name="write"),
    path("<str:measure>/<str:place>/<str:period>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:measure>/<str:place>/<str:period>/history/", views.history, name="history"),
]
