"""Who may send files at all, and how much. What is beyond is not kept for a moment, and the form says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from wholeplace.web.accounts.models import Role

if TYPE_CHECKING:
    from django.http import HttpRequest

FAR_BEYOND = 4  # times the limit: then the connection is closed


class SizeLimit(FileUploadHandler):
    """Counts what comes in, over all files of a request, and lets go of files once it is too much."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Start counting."""
        super().__init__(request)
        self._told = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Let go of files from whoever may upload none, before a byte of them is kept."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated or not user.has_role(Role.DATA_MANAGER):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, unless it is too much."""
        del start
        self._told += len(raw_data)
        if self._told > settings.UPLOAD_BYTES:
            if self.request is not None:
                self.request.too_much_uploaded = True
            if self._told > FAR_BEYOND * settings.UPLOAD_BYTES:
                raise StopUpload(connection_reset=True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The next handler keeps it."""
        del file_size


def too_much(request: HttpRequest) -> bool:
    """Whether the request held more than may be uploaded at once."""
    return bool(getattr(request, "too_much_uploaded", False))
