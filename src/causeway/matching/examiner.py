"""Supervises the process that decodes untrusted files: what crashes or hangs there becomes a fault on the file, and
no more.

One `Examiner` serves one caller at a time; a program that wants more runs several.
"""

import os
from pathlib import Path
from typing import Final

from causeway.matching.decode import PICTURE_TYPES
from causeway.matching.digest import READ_BYTES, ExactDigester, ExactDigests
from causeway.matching.errors import EXAMINER_CRASHED, EXAMINER_TIMEOUT
from causeway.matching.limited import LimitedChild
from causeway.matching.look import ALL, BYTES, FILE, LENGTH_BYTES, PATH, Findings, Look, from_line, look_of
from causeway.matching.traceless import file_without_trace
from causeway.vocabulary.findings import MediaDigests

DEFAULT_TIMEOUT_SECONDS: Final = 60.0
_MODULE: Final = "causeway.matching.examine"
_LONGEST_ANSWER_BYTES: Final = 16 * 1024 * 1024
"""The frames of a video of a day, at one a second."""
_CRASHED: Final = Findings(fault=EXAMINER_CRASHED)


class Examiner(LimitedChild):
    """Digests files in a limited child process, which it starts when needed and replaces when it is lost.

    `fast` is that of `to_pixels`. `memory_bytes` and `cpu_seconds` are the child's own limits (its defaults where
    None); `timeout_seconds` is the wall clock's.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        memory_bytes: int | None = None,
        cpu_seconds: int | None = None,
        fast: bool = False,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        options = {"--memory-bytes": memory_bytes, "--cpu-seconds": cpu_seconds}
        stated = [part for name, value in options.items() if value is not None for part in (name, str(value))]
        super().__init__(_MODULE, *stated, *(["--fast"] if fast else []))

    def examine(self, data: bytes, *, timeout_seconds: float | None = None) -> MediaDigests:
        """The digests of a file given as bytes. `fault` says where its examination crashed or took too long."""
        digester = ExactDigester()
        digester.update(data)
        return self._complete(digester.finish(), FILE, data, timeout_seconds).digests

    def examine_path(self, path: Path, *, timeout_seconds: float | None = None) -> MediaDigests:
        """The digests of a file on disk, which the child reads itself. Raises OSError where it cannot be read."""
        return self._read(PATH, path, timeout_seconds).digests

    def look_at(self, path: Path, *, timeout_seconds: float | None = None) -> Look:
        """All that can be said of a file on disk: a video's frames, the camera's notes and the turned hashes too.
        Raises OSError where it cannot be read.
        """
        return self._read(ALL, path, timeout_seconds)

    def look_into(self, data: bytes, *, timeout_seconds: float | None = None) -> Look:
        """As `look_at`, of a picture given as bytes."""
        digester = ExactDigester()
        digester.update(data)
        return self._complete(digester.finish(), BYTES, data, timeout_seconds)

    def look_beyond(self, exact: ExactDigests, content: bytes | Path) -> Look:
        """All that can be said of a file whose exact digests were taken as it came in: it is not read again for them. A
        video is given by its path.
        """
        if isinstance(content, Path):
            return self._complete(exact, ALL, os.fsencode(content.absolute()), None)
        return self._complete(exact, BYTES, content, None)

    def _read(self, kind: bytes, path: Path, timeout_seconds: float | None) -> Look:
        digester = ExactDigester()
        with file_without_trace(path) as file:
            while chunk := file.read(READ_BYTES):
                digester.update(chunk)
        return self._complete(digester.finish(), kind, os.fsencode(path.absolute()), timeout_seconds)

    def _complete(self, exact: ExactDigests, kind: bytes, content: bytes, timeout_seconds: float | None) -> Look:
        """The exact digests, taken on this side as nothing is decoded for them, with what the child found. A picture of
        which it says nothing at all is no answer of ours: the child is not asked again.
        """
        found = self._found(kind, content, timeout_seconds or self._timeout_seconds)
        if exact.media_type in PICTURE_TYPES and found.pdq is None and found.fault is None:
            self.close()
            found = _CRASHED
        return look_of(exact, found)

    def _found(self, kind: bytes, content: bytes, timeout_seconds: float) -> Findings:
        """The child's answer, or the fault that it ended or took too long; then a new child serves the next file."""
        head = kind + len(content).to_bytes(LENGTH_BYTES, "big")
        try:
            line = self.ask(
                head,
                content,
                is_whole=lambda answer: answer.endswith(b"\n"),
                longest_bytes=_LONGEST_ANSWER_BYTES,
                timeout_seconds=timeout_seconds,
            )
        except TimeoutError:
            return Findings(fault=EXAMINER_TIMEOUT)
        found = from_line(line) if line is not None else None
        if found is None:
            self.close()
        return found or _CRASHED
