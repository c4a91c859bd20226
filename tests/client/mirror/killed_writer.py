"""Applies pages to a mirror and is killed at the n-th moment at which it changes the disk, as a loss of power would.

Run as a program: folder, n. It ends by itself, with exit code 0, where n comes after its last change.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from causeway.client.mirror import MirrorWriter
from client.mirror.feeds import change, page
from client.mirror.feeds import signal as listed

PAGES = 6


def main(folder: Path, last: int) -> None:
    """Apply all pages, or as many as come before the end."""
    count = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def changing(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return changing

    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "mkdir"), (shutil, "rmtree"), (Path, "unlink")):
        setattr(owner, name, counted(getattr(owner, name)))
    writer = MirrorWriter(folder, indexed_rows=2)
    for number in range(writer.feed_state("example.org/bank/1").cursor, PAGES):
        writer.apply(page(number, [change("the entry", listed("the entry", value=f"{number + 1:032x}"))]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
