"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:job_id>/", views.show, name="job"),
    path("<uuid:job_id>/progress", views.progress, name="progress"),
    path("<uuid:job_id>/cancel", views.stop, name="cancel"),
    path("<uuid:job_id>/resume", views.take_up, name="resume"),
    path("<uuid:job_id>/result", views.result, name="result"),
]
