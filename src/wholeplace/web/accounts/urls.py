"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from wholeplace.web.accounts import audit_views, own_views, people_views

app_name = "accounts"
urlpatterns = [
    path("account/", own_views.me, name="me"),
    path("account/invitation/<str:token>/", own_views.invitation, name="invitation"),
    path("people/", people_views.index, name="index"),
    path("people/invite/", people_views.invite, name="invite"),
    path("people/audit/", audit_views.audit, name="audit"),
    path("people/audit/audit.csv", audit_views.audit_csv, name="audit_csv"),
    path("people/<int:number>/", people_views.person, name="person"),
    path("people/<int:number>/details/", people_views.details, name="details"),
    path("people/<int:number>/roles/", people_views.give, name="give"),
    path("people/<int:number>/roles/<int:grant>/end/", people_views.end, name="end"),
    path("people/<int:number>/portfolio/", people_views.portfolio, name="portfolio"),
    path("people/<int:number>/<slug:action>/", people_views.act, name="act"),
]
