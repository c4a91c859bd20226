"""How the files of a form are kept until they are sealed, for Django's `FILE_UPLOAD_HANDLERS`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from causeway.hub.base.vault.veiled import VeiledFile


def passing_place() -> VeiledFile:
    """A new veiled file in this installation's own folder for them."""
    return VeiledFile(Path(settings.FILE_UPLOAD_TEMP_DIR))


class VeiledUploadHandler(FileUploadHandler):
    """Streams each file into a veiled one, whatever its length: nothing of it lies on the disk in plain."""

    _veiled: VeiledFile

    def new_file(self, *arguments: Any, **named: Any) -> None:
        super().new_file(*arguments, **named)
        self._veiled = passing_place()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        del start
        self._veiled.write(raw_data)
        return None  # no other handler is to have it

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._veiled.seek(0)
        return UploadedFile(
            file=self._veiled,  # type: ignore[arg-type]  # a raw file does all that is asked of it
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
