"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.data import feed, uploads, views

app_name = "data"
RELEASE = "releases/<str:release_id>/"
REVISED = f"{RELEASE}revised-from/<str:other_id>/"
urlpatterns = [
    path("", views.index, name="index"),
    path("releases.atom", feed.releases, name="feed"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/<uuid:job_id>/load", uploads.load_checked, name="load-checked"),
    path(RELEASE, views.release, name="release"),
    path(f"{RELEASE}set-aside.csv", views.set_aside, name="set-aside"),
    path(REVISED, views.revised, name="revisions"),
    path(f"{REVISED}revisions.csv", views.revised_csv, name="revisions-csv"),
]
