"""One process a file: a decoder that one file has taken over is gone before the next file comes.

The process that serves has all modules loaded, reads no file's content, and forks for each. What it forks can reach
neither it nor any other process (see `confined`), and has one pipe to answer by.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from typing import Final, NoReturn

from causeway.matching.confined import C_LIBRARY, confine_this_process, prepare_to_confine
from causeway.matching.digest import READ_BYTES
from causeway.matching.limited import allow_processor_time

_STANDARD: Final = (0, 1)
"""Standard input and output, by which the process that forks is asked and answers."""
_DIE_WITH_PARENT: Final = 1
"""`prctl(2)`: PR_SET_PDEATHSIG."""


def prepare_to_fork() -> None:
    """Let the memory of what is loaded stay as it is, so that processes to come share it and need not copy it, and make
    what each of them needs.
    """
    prepare_to_confine()
    gc.collect()
    gc.disable()
    gc.freeze()


def answer_apart(work: Callable[[], bytes], *, cpu_seconds: int, longest_bytes: int) -> bytes | None:
    """What `work` gives in a process of its own, which is gone afterwards; None where it ends without an answer or
    writes more. One that crashes or uses more processor time may leave half an answer.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        _answer_and_end(work, writing, cpu_seconds)
    os.close(writing)
    try:
        answer = _read(reading, longest_bytes)
    finally:
        os.close(reading)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return answer or None


def _read(descriptor: int, longest_bytes: int) -> bytes | None:
    """All until the end, None where that is too much."""
    answer = bytearray()
    while received := os.read(descriptor, READ_BYTES):
        answer += received
        if len(answer) > longest_bytes:
            return None
    return bytes(answer)


def _answer_and_end(work: Callable[[], bytes], answers: int, cpu_seconds: int) -> NoReturn:
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in _STANDARD:
            os.dup2(nothing, descriptor)
        allow_processor_time(cpu_seconds)
        if sys.platform.startswith("linux"):
            C_LIBRARY.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        confine_this_process()
        with os.fdopen(answers, "wb") as pipe:
            pipe.write(work())
        os._exit(0)
    finally:
        os._exit(1)
