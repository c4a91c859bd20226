"""Supervises the processes that decode untrusted files: what crashes or hangs there becomes a fault on the file, and
no more.

One `Examiner` serves one caller at a time; a program that wants more runs several.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from causeway.matching.decode import PICTURE_TYPES, UNDECODED_TYPES
from causeway.matching.digest import READ_BYTES, ExactDigester, ExactDigests, digest_stream
from causeway.matching.errors import EXAMINER_CRASHED, EXAMINER_TIMEOUT
from causeway.matching.frames import telling_frames
from causeway.matching.limited import KEPT_MEMORY, LARGE_PAGES, LimitedChild
from causeway.matching.look import (
    BYTES,
    FILE,
    LENGTH_BYTES,
    LONGEST_LINE_BYTES,
    LOST_LINE,
    PATH,
    Findings,
    Look,
    from_line,
    look_of,
)
from causeway.matching.media_type import SNIFF_BYTES, media_type
from causeway.matching.pdq import RECOMMENDED_QUALITY
from causeway.matching.traceless import file_without_trace
from causeway.matching.video import VIDEO_TYPES
from causeway.vocabulary.findings import MediaDigests

DEFAULT_TIMEOUT_SECONDS: Final = 60.0
_MODULE: Final = "causeway.matching.examine"
_PICTURES: Final = PICTURE_TYPES | UNDECODED_TYPES
_CRASHED: Final = Findings(fault=EXAMINER_CRASHED)


class Examiner(LimitedChild):
    """Digests files in limited processes: each file has one of its own, forked by a child that is started when needed
    and replaced when it is lost.

    `shared` decodes all files in that child itself: faster, but one file that takes it over could lie about the next.
    `fast` is that of `to_pixels`, `upright` that of `digest_file`. `memory_bytes` and `cpu_seconds` are limits of the
    processes (their defaults where None); `timeout_seconds` is the wall clock's.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        memory_bytes: int | None = None,
        cpu_seconds: int | None = None,
        fast: bool = False,
        shared: bool = False,
        upright: bool = False,
    ) -> None:
        self._is_upright = upright
        self._timeout_seconds = timeout_seconds
        options = {"--memory-bytes": memory_bytes, "--cpu-seconds": cpu_seconds}
        stated = [part for name, value in options.items() if value is not None for part in (name, str(value))]
        chosen = [name for name, is_chosen in (("--fast", fast), ("--shared", shared)) if is_chosen]
        super().__init__(_MODULE, *stated, *chosen, memory=KEPT_MEMORY if shared else LARGE_PAGES)

    def examine(self, data: bytes, *, timeout_seconds: float | None = None) -> MediaDigests:
        """The digests of a file given as bytes, those of a video's frames too. `fault` says where its examination
        crashed or took too long.
        """
        return _with_frames(self._of_bytes(FILE, data, timeout_seconds))

    def examine_path(self, path: Path, *, timeout_seconds: float | None = None) -> MediaDigests:
        """The digests of a file on disk. Raises OSError where it cannot be read."""
        return _with_frames(self._of_path(FILE, path, timeout_seconds))

    def look_at(self, path: Path, *, timeout_seconds: float | None = None) -> Look:
        """All that can be said of a file on disk: a video's frames, the camera's notes and the turned hashes too.
        Raises OSError where it cannot be read.
        """
        return self._of_path(BYTES, path, timeout_seconds)

    def look_into(self, data: bytes, *, timeout_seconds: float | None = None) -> Look:
        """As `look_at`, of a file given as bytes."""
        return self._of_bytes(BYTES, data, timeout_seconds)

    def look_beyond(self, exact: ExactDigests, content: bytes | Path) -> Look:
        """All that can be said of a file whose exact digests were taken as it came in: it is not read again for them. A
        video is given by its path.
        """
        if isinstance(content, Path):
            return self._complete(PATH, os.fsencode(content.absolute()), None, lambda: exact)
        return self._complete(BYTES, content, None, lambda: exact)

    def _of_path(self, kind: bytes, path: Path, timeout_seconds: float | None) -> Look:
        """A picture is read once; a video, which may be larger than memory, by the process that decodes it too."""
        digester = ExactDigester()
        with file_without_trace(path) as file:
            # More than there is would be memory that is taken, and given back, for nothing.
            chunk = file.read(min(READ_BYTES, os.fstat(file.fileno()).st_size + 1))
            found = media_type(chunk[:SNIFF_BYTES])
            if found in _PICTURES:
                return self._of_bytes(kind, chunk + file.read(), timeout_seconds)
            while chunk:
                digester.update(chunk)
                chunk = file.read(READ_BYTES)
        if found in VIDEO_TYPES:
            return self._complete(PATH, os.fsencode(path.absolute()), timeout_seconds, digester.finish)
        return look_of(digester.finish(), Findings())

    def _of_bytes(self, kind: bytes, data: bytes, timeout_seconds: float | None) -> Look:
        def exact() -> ExactDigests:
            return digest_stream([data])

        found = media_type(data[:SNIFF_BYTES])
        if found in _PICTURES or found in VIDEO_TYPES:
            return self._complete(kind, data, timeout_seconds, exact)
        return look_of(exact(), Findings())

    def _complete(
        self, kind: bytes, content: bytes, timeout_seconds: float | None, take_exact: Callable[[], ExactDigests]
    ) -> Look:
        """What the child found with the exact digests, which are taken on this side while it decodes. A picture of
        which it says nothing at all is no answer of ours: the child is not asked again.
        """
        take_exact = cache(take_exact)
        found = self._found(kind, content, timeout_seconds or self._timeout_seconds, take_exact)
        exact = take_exact()
        if exact.media_type in PICTURE_TYPES and found.pdq is None and found.fault is None:
            self.close()
            found = _CRASHED
        look = look_of(exact, found)
        return look.upright() if self._is_upright else look

    def _found(self, kind: bytes, content: bytes, timeout_seconds: float, meanwhile: Callable[[], object]) -> Findings:
        """The child's answer, or the fault that it was lost or took too long; then a new child serves the next file."""
        head = kind + len(content).to_bytes(LENGTH_BYTES, "big")
        try:
            line = self.ask(
                head,
                content,
                is_whole=lambda answer: answer.endswith(b"\n"),
                longest_bytes=LONGEST_LINE_BYTES,
                timeout_seconds=timeout_seconds,
                meanwhile=meanwhile,
            )
        except TimeoutError:
            return Findings(fault=EXAMINER_TIMEOUT)
        if line == LOST_LINE:
            return _CRASHED
        found = from_line(line) if line is not None else None
        if found is None:
            self.close()
        return found or _CRASHED


def _with_frames(look: Look) -> MediaDigests:
    return replace(look.digests, frames=telling_frames(look.frames, RECOMMENDED_QUALITY))
