"""Supervises the process that decodes untrusted files: what crashes or hangs there becomes a fault on the file, and
no more.

One `Examiner` serves one caller at a time; a program that wants more runs several.
"""

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from causeway.matching.decode import PICTURE_TYPES
from causeway.matching.digest import READ_BYTES, ExactDigester, ExactDigests
from causeway.matching.errors import EXAMINER_CRASHED, EXAMINER_TIMEOUT
from causeway.matching.limited import end, exchange, limited_command, limited_environment
from causeway.matching.look import ALL, BYTES, FILE, LENGTH_BYTES, PATH, Findings, Look, from_line, look_of
from causeway.matching.traceless import file_without_trace
from causeway.vocabulary.findings import MediaDigests

DEFAULT_TIMEOUT_SECONDS: Final = 60.0
_MODULE: Final = "causeway.matching.examine"
_LONGEST_ANSWER_BYTES: Final = 16 * 1024 * 1024
"""The frames of a video of a day, at one a second."""
_CRASHED: Final = Findings(fault=EXAMINER_CRASHED)


class Examiner:
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
        self._command = limited_command(_MODULE)
        if memory_bytes is not None:
            self._command += ["--memory-bytes", str(memory_bytes)]
        if cpu_seconds is not None:
            self._command += ["--cpu-seconds", str(cpu_seconds)]
        if fast:
            self._command.append("--fast")
        self._child: subprocess.Popen[bytes] | None = None

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
        found = self._ask(kind, content, timeout_seconds or self._timeout_seconds)
        if exact.media_type in PICTURE_TYPES and found.pdq is None and found.fault is None:
            self.close()
            found = _CRASHED
        return look_of(exact, found)

    @property
    def process_id(self) -> int | None:
        """The child's process, None while there is none."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            end(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, kind: bytes, content: bytes, timeout_seconds: float) -> Findings:
        """The child's answer, or the fault that it ended or took too long; then a new child serves the next file."""
        head = kind + len(content).to_bytes(LENGTH_BYTES, "big")
        try:
            line = exchange(
                self._living(),
                [head, content],
                is_whole=lambda answer: answer.endswith(b"\n"),
                longest_bytes=_LONGEST_ANSWER_BYTES,
                timeout_seconds=timeout_seconds,
            )
        except TimeoutError:
            self.close()
            return Findings(fault=EXAMINER_TIMEOUT)
        except BaseException:
            self.close()  # Half a request may be in the pipe.
            raise
        found = from_line(line) if line is not None else None
        if found is None:
            self.close()
        return found or _CRASHED

    def _living(self) -> "subprocess.Popen[bytes]":
        """A living child; a new one where there is none."""
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=limited_environment(),
            bufsize=0,
        )
