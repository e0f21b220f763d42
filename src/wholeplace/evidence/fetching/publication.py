"""What can be had, what was found at the publisher's, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from datetime import date
    from pathlib import Path

GOVUK_PAGES = "govuk"
DATA_PACKAGE = "data-package"


@dataclass(frozen=True)
class Publication:
    """One entry of the catalogue: a publication and how its current files are found.

    `found_by` is `govuk` (the content API: `pages` are base paths, and `collection` is one whose documents
    matching `documents` are added, the `newest` of them or all when 0) or `data-package` (`pages` are paths
    of datapackage.json under the register's address). Files are those whose title or file name matches
    `attachment` and not `leave_out`, in one of `formats`.
    """

    key: str
    title: str
    publisher: str
    licence: str
    found_by: str
    pages: tuple[str, ...]
    attachment: re.Pattern[str]
    formats: tuple[str, ...]
    collection: str = ""
    documents: re.Pattern[str] | None = None
    newest: int = 0
    leave_out: re.Pattern[str] | None = None
    only_when_named: bool = False
    confirmed: str = ""
    note: str = ""

    @property
    def where(self) -> str:
        """The page or collection a person would open, as a path under the publisher's address."""
        return self.collection or self.pages[-1]

    def wants(self, title: str, filename: str) -> bool:
        """Whether a file so titled and named belongs to this publication."""
        if not filename.lower().endswith(tuple(f".{form}" for form in self.formats)):
            return False
        if self.leave_out and (self.leave_out.search(title) or self.leave_out.search(filename)):
            return False
        return bool(self.attachment.search(title) or self.attachment.search(filename))


@dataclass(frozen=True)
class Target:
    """A file found at the publisher's, not yet downloaded. `size` is in bytes, where given."""

    key: str
    url: str
    title: str
    filename: str
    page: str
    published: date | None = None
    size: int | None = None
    md5: str = ""


@dataclass(frozen=True)
class Fetched:
    """A file that is now at `path`. `unchanged` when it was there already and nothing was transferred anew.

    `published` is the day the publisher's page says the publication was last changed, so the file was public
    from then at the latest; None where the publisher says nothing.
    """

    key: str
    path: Path
    url: str
    title: str
    published: date | None
    sha256: str
    bytes: int
    unchanged: bool
