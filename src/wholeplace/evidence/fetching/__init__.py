"""Publishers' current files, found and downloaded: `fetch(keys, into)`.

`Catalogue.standard()` says what can be had; `FetchSettings` holds addresses, patience and limits. No other
part of Wholeplace uses the network.
"""

from wholeplace.evidence.fetching.catalogue import Catalogue
from wholeplace.evidence.fetching.problems import OfflineError, PartlyFetchedError
from wholeplace.evidence.fetching.publication import Fetched, Publication
from wholeplace.evidence.fetching.run import fetch
from wholeplace.evidence.fetching.settings import FetchSettings

__all__ = [
    "Catalogue",
    "FetchSettings",
    "Fetched",
    "OfflineError",
    "PartlyFetchedError",
    "Publication",
    "fetch",
]
