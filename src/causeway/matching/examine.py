"""The process in which untrusted files are decoded: `python -m causeway.matching.examine`.

It limits itself before it reads anything: address space, no writing of files, no core dumps. On standard input it takes
requests (a letter, a length, as many bytes), on standard output it writes one line a file (see `look`), an empty one
where the file's own process was lost. Standard input's end is its own end.
"""

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from causeway.matching.apart import answer_apart, prepare_to_fork
from causeway.matching.confined import confine_this_process
from causeway.matching.examination import find_all
from causeway.matching.limited import (
    DEFAULT_CPU_SECONDS,
    DEFAULT_MEMORY_BYTES,
    allow_processor_time,
    limit_this_process,
)
from causeway.matching.look import (
    FILE,
    LENGTH_BYTES,
    LONGEST_LINE_BYTES,
    LOST_LINE,
    PATH,
    Findings,
    to_line,
)


def main(arguments: list[str] | None = None) -> None:
    """Serve requests until standard input ends."""
    parser = argparse.ArgumentParser(description="Digest untrusted files in processes that limit themselves.")
    parser.add_argument("--memory-bytes", type=int, default=DEFAULT_MEMORY_BYTES)
    parser.add_argument("--cpu-seconds", type=int, default=DEFAULT_CPU_SECONDS)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--shared", action="store_true", help="Decode all files in this one process.")
    options = parser.parse_args(arguments)
    limit_this_process(memory_bytes=options.memory_bytes)
    answer = _here if options.shared else _apart
    if options.shared:
        confine_this_process()
    else:
        _load_all()
        prepare_to_fork()
    serve(sys.stdin.buffer, sys.stdout.buffer, partial(answer, cpu_seconds=options.cpu_seconds, fast=options.fast))


def _load_all() -> None:
    """Decode a picture of our own, so that what loads when it is first needed is there for every process to come."""
    file = BytesIO()
    Image.new("RGB", (64, 64)).save(file, "JPEG")
    to_line(find_all(file.getvalue()))


def serve(requests: BinaryIO, answers: BinaryIO, answer: Callable[[bytes, bytes], bytes]) -> None:
    """Answer each request with one line."""
    while kind := requests.read(1):
        content = requests.read(int.from_bytes(requests.read(LENGTH_BYTES), "big"))
        answers.write(answer(kind, content))
        answers.flush()
        del content


def _apart(kind: bytes, content: bytes, *, cpu_seconds: int, fast: bool) -> bytes:
    """The line that a process of its own writes."""
    work = partial(_line, kind, content, fast=fast)
    line = answer_apart(work, cpu_seconds=cpu_seconds, longest_bytes=LONGEST_LINE_BYTES)
    return line if line is not None and line.find(b"\n") == len(line) - 1 else LOST_LINE


def _here(kind: bytes, content: bytes, *, cpu_seconds: int, fast: bool) -> bytes:
    """The line from this process, with a fresh allowance of processor time."""
    allow_processor_time(cpu_seconds)
    return _line(kind, content, fast=fast)


def _line(kind: bytes, content: bytes, *, fast: bool) -> bytes:
    return to_line(_found(kind, content, fast=fast))


def _found(kind: bytes, content: bytes, *, fast: bool) -> Findings:
    source = Path(os.fsdecode(content)) if kind == PATH else content
    return find_all(source, fast=fast, thorough=kind != FILE)


if __name__ == "__main__":
    main()
