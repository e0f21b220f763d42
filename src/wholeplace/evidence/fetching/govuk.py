"""Finding files through GOV.UK's content API.

`https://www.gov.uk/api/content/<base path>` answers with JSON: a publication lists its files in
`details.attachments` (`title`, `url`, `content_type`, `file_size` in bytes, `filename`); a collection lists
its publications in `links.documents` (`title`, `base_path`, `public_updated_at`). Pages not republished since
the attachments were added to the API carry only HTML (`details.documents`, `details.body`): its links are
read. Schemas (publication, statistical_data_set, document_collection):
https://docs.publishing.service.gov.uk/content-schemas.html
"""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from wholeplace.evidence.fetching.names import safe_name
from wholeplace.evidence.fetching.problems import problem
from wholeplace.evidence.fetching.publication import Publication, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.fetching.client import Client

_MOST_NAMED = 6


def api_url(base: str, path: str) -> str:
    """The content API's address for a base path."""
    return f"{base.rstrip('/')}/api/content/{path.strip('/')}"


def pages(client: Client, publication: Publication) -> list[str]:
    """Base paths of the pages that hold the publication: those it names, then those its collection adds.

    Raises:
        FetchError: the collection can't be had, or no longer lists any such page.
    """
    named = [path.strip("/") for path in publication.pages]
    if not publication.collection:
        return named
    url = api_url(client.settings.govuk_url, publication.collection)
    listed = _listed(client.json(url), publication, url)
    if not listed and not named:
        raise problem(
            f"The publisher's page has changed: the collection lists nothing like "
            f"'{publication.documents.pattern if publication.documents else ''}'",
            url,
        )
    return list(dict.fromkeys(named + listed))


def _listed(answer: Any, publication: Publication, url: str) -> list[str]:
    links = answer.get("links") if isinstance(answer, dict) else None
    documents = links.get("documents") if isinstance(links, dict) else None
    if not isinstance(documents, list):
        raise problem("The publisher's page has changed: the collection no longer lists its documents", url)
    wanted = [
        (str(entry.get("public_updated_at") or ""), str(entry["base_path"]).strip("/"))
        for entry in documents
        if isinstance(entry, dict)
        and entry.get("base_path")
        and (publication.documents is None or publication.documents.search(str(entry["base_path"])))
    ]
    wanted.sort(reverse=True)
    return [path for _, path in (wanted[: publication.newest] if publication.newest else wanted)]


def targets(client: Client, publication: Publication, page: str) -> list[Target]:
    """The publication's files on one page.

    Raises:
        FetchError: the page can't be had, has changed its layout, or no longer holds such a file.
    """
    base = client.settings.govuk_url
    url = api_url(base, page)
    answer = client.json(url)
    details = answer.get("details") if isinstance(answer, dict) else None
    if not isinstance(details, dict):
        raise problem("The publisher's page has changed: it has no details, where its files were listed", url)
    published = day(answer.get("public_updated_at")) or day(answer.get("first_published_at"))
    files = list(_attachments(details)) or list(_links(details))
    found = [
        Target(
            key=publication.key,
            url=urljoin(f"{base.rstrip('/')}/", address),
            title=title,
            filename=name,
            page=f"{base.rstrip('/')}/{page}",
            published=published,
            size=size,
        )
        for title, name, address, size in files
        if publication.wants(title, name)
    ]
    if not found:
        names = [name for _, name, _, _ in files]
        shown = "; ".join(names[:_MOST_NAMED]) + ("; ..." if len(names) > _MOST_NAMED else "")
        raise problem(
            f"The publisher's page has changed: none of its {len(names)} files is '{publication.title}' "
            f"(it has: {shown or 'nothing'})",
            url,
        )
    return list({target.url: target for target in found}.values())


def day(text: Any) -> date | None:
    """The day of an API timestamp such as 2018-11-15T09:30:00.000+00:00, or None."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _attachments(details: dict[str, Any]) -> Iterator[tuple[str, str, str, int | None]]:
    listed = details.get("attachments")
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            address = entry["url"]
            size = entry.get("file_size")
            name = safe_name(str(entry.get("filename") or urlsplit(address).path))
            yield str(entry.get("title") or name), name, address, size if isinstance(size, int) else None


def _links(details: dict[str, Any]) -> Iterator[tuple[str, str, str, int | None]]:
    documents = details.get("documents")
    pieces = [*documents] if isinstance(documents, list) else []
    reader = _LinkReader()
    for piece in (*pieces, details.get("body")):
        if isinstance(piece, str):
            reader.feed(piece)
    for address, words in reader.links.items():
        name = safe_name(urlsplit(address).path)
        yield words.strip() or name, name, address, None


class _LinkReader(HTMLParser):
    """Collects addresses of links with their words; a cover picture and a title often link to one file."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = dict(attrs).get("href") or ""
            if self._open:
                self.links.setdefault(self._open, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.links[self._open] += data
