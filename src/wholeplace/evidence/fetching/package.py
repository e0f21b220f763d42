"""Finding files through a data package (specs.frictionlessdata.io), as the councils register is published.

`datapackage.json` lists `resources`, each with `path` (relative to it), `title`, `hash` (MD5 of the file) and
perhaps `bytes`. It carries a version but no date: the day the file's server gives as Last-Modified is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from wholeplace.evidence.fetching.names import safe_name
from wholeplace.evidence.fetching.problems import problem
from wholeplace.evidence.fetching.publication import Publication, Target

if TYPE_CHECKING:
    from wholeplace.evidence.fetching.client import Client


def targets(client: Client, publication: Publication, page: str) -> list[Target]:
    """The publication's files in one data package.

    Raises:
        FetchError: the package can't be had, has changed its layout, or no longer holds such a file.
    """
    url = f"{client.settings.register_url.rstrip('/')}/{page.strip('/')}"
    answer = client.json(url)
    resources = answer.get("resources") if isinstance(answer, dict) else None
    if not isinstance(resources, list):
        raise problem("The publisher's page has changed: the data package lists no resources", url)
    version = str(answer.get("version") or "")
    found = [_target(publication, entry, url, version) for entry in resources if _is_file(entry)]
    wanted = [target for target in found if publication.wants(target.title, target.filename)]
    if not wanted:
        names = "; ".join(target.filename for target in found) or "nothing"
        raise problem(
            f"The publisher's page has changed: the data package does not hold '{publication.title}' (it has: {names})",
            url,
        )
    return wanted


def _is_file(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("path"), str) and bool(entry["path"])


def _target(publication: Publication, entry: dict[str, Any], url: str, version: str) -> Target:
    address = urljoin(url, entry["path"])
    title = str(entry.get("title") or entry.get("name") or entry["path"])
    size = entry.get("bytes")
    return Target(
        key=publication.key,
        url=address,
        title=f"{title}, version {version}" if version else title,
        filename=safe_name(urlsplit(address).path),
        page=url,
        size=size if isinstance(size, int) else None,
        md5=_md5(entry.get("hash")),
    )


def _md5(text: Any) -> str:
    """An MD5 in hexadecimal, or nothing where the hash is of another kind."""
    value = str(text or "").lower().removeprefix("md5:")
    return value if len(value) == 32 and all(c in "0123456789abcdef" for c in value) else ""
