"""Fetching: from the keys of publications to files on the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.errors import FetchError
from wholeplace.core.progress import Progress, silent
from wholeplace.evidence.fetching import govuk, package
from wholeplace.evidence.fetching.catalogue import Catalogue
from wholeplace.evidence.fetching.client import Client
from wholeplace.evidence.fetching.download import download
from wholeplace.evidence.fetching.problems import PartlyFetchedError
from wholeplace.evidence.fetching.publication import DATA_PACKAGE, Fetched, Publication, Target
from wholeplace.evidence.fetching.settings import FetchSettings
from wholeplace.evidence.fetching.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# Progress counts thousandths of a file, because sizes are not known until each has begun.
_STEPS = 1000


def fetch(
    keys: Sequence[str],
    into: Path,
    *,
    settings: FetchSettings | None = None,
    progress: Progress = silent,
    catalogue: Catalogue | None = None,
) -> list[Fetched]:
    """Download the current files of the publications named by `keys` (all the usual ones if empty) to `into`.

    Files that are there already and unchanged at the publisher's are not transferred again. A file that
    fails does not keep the others from coming. `progress` counts thousandths of a file.

    Raises:
        FetchError: a key is not in the catalogue, or nothing came and for one reason (`OfflineError` when
            there is no connection).
        PartlyFetchedError: several things failed, or some files came and others did not; it carries both.
    """
    settings = settings or FetchSettings.from_environment()
    publications = (catalogue or Catalogue.standard()).choose(keys)
    shelf = Shelf(into)
    failures: list[FetchError] = []
    fetched: list[Fetched] = []
    with shelf.locked(), Client(settings) as client:
        found = _find_all(client, publications, failures, progress)
        for number, target in enumerate(found):
            tell = _teller(progress, number, len(found), target)
            tell(0, 0)
            try:
                fetched.append(download(client, target, shelf, tell))
            except FetchError as error:
                failures.append(error)
        if found:
            progress(_STEPS * len(found), _STEPS * len(found), "Fetched")
    # A host out of reach fails every file it holds with one and the same error.
    different = list({id(failure): failure for failure in failures}.values())
    if len(different) == 1 and not fetched:
        raise different[0]
    if different:
        raise PartlyFetchedError(fetched, different)
    return fetched


def _find_all(
    client: Client, publications: Sequence[Publication], failures: list[FetchError], progress: Progress
) -> list[Target]:
    """Every file of every publication, each address once. Failures are put aside."""
    found: dict[str, Target] = {}
    for number, publication in enumerate(publications):
        progress(number, len(publications), f"Looking for {publication.title}")
        if publication.found_by == DATA_PACKAGE:
            pages, find = list(publication.pages), package.targets
        else:
            pages, find = _pages(client, publication, failures), govuk.targets
        for page in pages:
            try:
                for target in find(client, publication, page):
                    found.setdefault(target.url, target)
            except FetchError as error:
                failures.append(error)
    return list(found.values())


def _pages(client: Client, publication: Publication, failures: list[FetchError]) -> list[str]:
    """The pages to read; when the collection can't be read, those the catalogue names."""
    try:
        return govuk.pages(client, publication)
    except FetchError as error:
        failures.append(error)
        return list(publication.pages)


def _teller(progress: Progress, number: int, count: int, target: Target) -> Callable[[int, int], None]:
    def tell(got: int, expected: int) -> None:
        done = min(_STEPS, _STEPS * got // expected) if expected else 0
        progress(_STEPS * number + done, _STEPS * count, f"{target.filename} ({number + 1} of {count})")

    return tell
