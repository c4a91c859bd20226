"""Takes an upload piece by piece, in one pass: its exact digests as it comes, and its content for the decoder.

Memory is bounded: what is larger than a few megabytes goes on into a temporary file that only this user may read, and
what no decoder would take is kept nowhere.
"""

import contextlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from causeway.matching import (
    PICTURE_TYPES,
    SNIFF_BYTES,
    UNDECODED_TYPES,
    VIDEO_TYPES,
    ExactDigester,
    ExactDigests,
    media_type,
)

MOST_IN_MEMORY_BYTES: Final = 4 * 1024 * 1024
"""Most photographs are smaller (our choice)."""
DECODED_TYPES: Final = PICTURE_TYPES | UNDECODED_TYPES | VIDEO_TYPES
"""What a decoder is asked about; of the undecoded types it says so, which is a fault and no all-clear."""


class Taking:
    """One upload on its way in. `keeps_content` False takes the digests alone.

    Close it, or use it as a context, once its content is not needed any more: that removes the temporary file.
    """

    def __init__(self, *, largest_bytes: int, keeps_content: bool) -> None:
        self._left_bytes = largest_bytes
        self._keeps_content = keeps_content
        self._digester = ExactDigester()
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._is_lost = False
        self.is_too_large = False

    def take(self, piece: bytes | bytearray | memoryview) -> bool:
        """The next piece. False once the upload is larger than allowed: then nothing of it is kept."""
        self._left_bytes -= len(piece)
        if self._left_bytes < 0:
            self.is_too_large = True
            self.close()
            return False
        self._digester.update(piece)
        if self._keeps_content:
            try:
                self._keep(piece)
            except OSError:  # A full disk must not stop the upload, nor hide that it was not decoded.
                self._is_lost = True
                self.close()
        return True

    def finish(self) -> ExactDigests:
        """The digests of all that was taken."""
        if len(self._memory) < SNIFF_BYTES and self._file is None:
            self._forget_what_no_decoder_takes()
        return self._digester.finish()

    def content(self) -> bytes | Path | None:
        """What a decoder is to see; None where none would take it. A video is a path, however short it is.

        Raises OSError where there was no room for it.
        """
        if self._is_lost:
            raise OSError("the content could not be kept")
        if not self._keeps_content:
            return None
        if self._file is None and media_type(bytes(self._memory[:SNIFF_BYTES])) not in VIDEO_TYPES:
            return bytes(self._memory)
        return self._on_disk()

    def close(self) -> None:
        """Forget the content."""
        self._keeps_content = False
        self._memory = bytearray()
        if self._file is not None:
            with contextlib.suppress(OSError):  # What is still to be written finds no room, and is not wanted.
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _keep(self, piece: bytes | bytearray | memoryview) -> None:
        if self._file is not None:
            self._file.write(piece)
            return
        was_sniffed = len(self._memory) >= SNIFF_BYTES
        self._memory += piece
        if not was_sniffed and len(self._memory) >= SNIFF_BYTES:
            self._forget_what_no_decoder_takes()
        if len(self._memory) > MOST_IN_MEMORY_BYTES:
            self._to_disk()

    def _forget_what_no_decoder_takes(self) -> None:
        if self._keeps_content and media_type(bytes(self._memory[:SNIFF_BYTES])) not in DECODED_TYPES:
            self.close()

    def _to_disk(self) -> IO[bytes]:
        self._file = tempfile.NamedTemporaryFile(prefix="causeway-upload-")  # noqa: SIM115  # `close` ends it
        self._file.write(self._memory)
        self._memory = bytearray()
        return self._file

    def _on_disk(self) -> Path:
        file = self._file or self._to_disk()
        file.flush()
        return Path(os.fsdecode(file.name))
