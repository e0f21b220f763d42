"""The baseline of the workbench's bench: one Django view that lists the same rows as a measure's page, nothing more."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

FOLDER = Path(os.environ["WHOLEPLACE_BENCH_FOLDER"])
settings.configure(
    SECRET_KEY="only for a measurement on this machine",  # noqa: S106 - nothing is signed with it
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "plain.sqlite3"}},
)
django.setup()


class Row(models.Model):
    """A row of the table."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    status = models.CharField(max_length=200)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return str(self.name)


PAGE = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Table</title></head><body><h1>Table</h1>
<table><thead><tr><th>Place</th><th>Class</th><th>Value</th><th>Status</th></tr></thead><tbody>
{% for row in rows %}<tr><th scope="row"><a href="/places/{{ row.pk }}/">{{ row.name }}</a></th><td>{{ row.kind }}</td>
<td>{{ row.value }}</td><td>{{ row.status }}</td></tr>{% endfor %}</tbody></table></body></html>""")


def page(request: HttpRequest) -> HttpResponse:
    """All rows, by name."""
    return HttpResponse(PAGE.render({"rows": Row.objects.order_by("name")}, request))


urlpatterns = [path("", page)]
application = get_wsgi_application()


def fill() -> None:
    """Make the table from rows.json, once, before the server starts."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(Row(**row) for row in json.loads((FOLDER / "rows.json").read_text("utf-8")))


if __name__ == "__main__":
    fill()
