"""The API keeps its contract whatever is asked: schemathesis tries it in all its phases, with every check it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = 40
PHASES = ["examples", "coverage", "fuzzing"]


@pytest.fixture
def counted_here(settings: Any) -> None:
    """Requests are counted in this process: schemathesis asks in threads that see no test's transaction."""
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
    settings.CACHES = {**settings.CACHES, "limits": local}


def uncompressed(application: Any) -> Any:
    """The tool reads answers as they are: it does not take compressed ones apart."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return application(environ, start)

    return answer


@pytest.mark.django_db
@pytest.mark.filterwarnings("default")  # what the tool itself warns of is not our business
def test_every_answer_is_one_the_contract_declares(sector: Path, unlimited: None, counted_here: None) -> None:
    import schemathesis
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from schemathesis.engine import from_schema

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", uncompressed(get_wsgi_application()))
    schema.config.generation.update(max_examples=EXAMPLES, deterministic=True, database="none")
    schema.config.phases.update(phases=PHASES)
    schema.config.update(workers=1, continue_on_failure=True)
    asked, faults = 0, []
    for event in from_schema(schema).execute():
        kind = type(event).__name__
        if kind in {"NonFatalError", "FatalError"}:
            faults.append(str(getattr(event, "info", event)))
        if kind == "ScenarioFinished":
            for name, checks in event.recorder.checks.items():
                asked += 1
                told = event.recorder.cases[name].value
                faults += [
                    f"{told.method} {told.formatted_path} {told.query}: {check.name}: {check.failure_info.failure}"
                    for check in checks
                    if check.failure_info is not None
                ]
    assert not faults, "\n".join(dict.fromkeys(faults))[:20_000]
    assert asked > 8 * EXAMPLES
