"""Every address of the workbench, a room at a time."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("wholeplace.web.home.urls")),
    path("places/", include("wholeplace.web.places.urls")),
    path("", include("wholeplace.web.measures.urls")),
    path("compare/", include("wholeplace.web.compare.urls")),
    path("replies/", include("wholeplace.web.replies.urls")),
    path("watchlist/", include("wholeplace.web.finance.watchlist.urls")),
    path("scenarios/", include("wholeplace.web.finance.scenarios.urls")),
    path("data/", include("wholeplace.web.data.urls")),
    path("jobs/", include("wholeplace.web.jobs.urls")),
    path("search/", include("wholeplace.web.search.urls")),
    path("help/", include("wholeplace.web.help.urls")),
    path("design/", include("wholeplace.web.design.urls")),
    path("health/", include("wholeplace.web.operations.urls")),
    path("", include("wholeplace.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("api/", include("wholeplace.web.api.urls")),
]

handler400 = "wholeplace.web.design.errors.bad_request"
handler403 = "wholeplace.web.design.errors.permission_denied"
handler404 = "wholeplace.web.design.errors.page_not_found"
handler500 = "wholeplace.web.design.errors.server_error"
