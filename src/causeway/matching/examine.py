"""The process in which untrusted files are decoded: `python -m causeway.matching.examine`.

It limits itself before it reads anything: address space, processor time a file, no writing of files, no core dumps.
On standard input it takes requests (a letter, a length, as many bytes), on standard output it writes one line a file:
see `look`. Standard input's end is its own end.
"""

import argparse
import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO

from causeway.matching.examination import find_all, find_picture
from causeway.matching.limited import DEFAULT_CPU_SECONDS, DEFAULT_MEMORY_BYTES, limit_this_process
from causeway.matching.look import ALL, BYTES, FILE, LENGTH_BYTES, Findings, to_line


def main(arguments: list[str] | None = None) -> None:
    """Serve requests until standard input ends."""
    parser = argparse.ArgumentParser(description="Digest untrusted files in a process that limits itself.")
    parser.add_argument("--memory-bytes", type=int, default=DEFAULT_MEMORY_BYTES)
    parser.add_argument("--cpu-seconds", type=int, default=DEFAULT_CPU_SECONDS)
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args(arguments)
    limit_this_process(memory_bytes=options.memory_bytes)
    serve(sys.stdin.buffer, sys.stdout.buffer, cpu_seconds=options.cpu_seconds, fast=options.fast)


def serve(requests: BinaryIO, answers: BinaryIO, *, cpu_seconds: int, fast: bool) -> None:
    """Answer each request with one line, with a fresh allowance of processor time for each."""
    while kind := requests.read(1):
        _allow_processor_time(cpu_seconds)
        content = requests.read(int.from_bytes(requests.read(LENGTH_BYTES), "big"))
        answers.write(to_line(_found(kind, content, fast=fast)))
        answers.flush()
        del content


def _found(kind: bytes, content: bytes, *, fast: bool) -> Findings:
    if kind == ALL:
        return find_all(Path(os.fsdecode(content)), fast=fast)
    if kind == BYTES:
        return find_picture(content, fast=fast, thorough=True)
    data = content if kind == FILE else Path(os.fsdecode(content)).read_bytes()
    return find_picture(data, fast=fast)


def _allow_processor_time(seconds: int) -> None:
    """Move the soft limit ahead of what this process has used; beyond it the kernel ends the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
