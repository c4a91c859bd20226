"""Applies pages to a mirror and is killed at the n-th moment at which it changes the disk, as a loss of power would.

Run as a program: folder, n, and `apply` or `catch_up`, which takes two pages a commit. It ends by itself, with exit
code 0, where n comes after its last change.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from causeway.client.mirror import MirrorWriter
from causeway.client.mirror import writer as writer_module
from causeway.interchange.signal_feed import FeedPage
from client.mirror.feeds import FEED, change, page
from client.mirror.feeds import signal as listed

PAGES = 6


def main(folder: Path, last: int, how: str) -> None:
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
    if how == "catch_up":
        writer_module.CHANGES_A_COMMIT = 2  # type: ignore[misc]
        writer.catch_up(FEED, page_after)
        return
    for number in range(writer.feed_state(FEED).cursor, PAGES):
        writer.apply(page_after(number))


def page_after(number: int) -> FeedPage:
    """One that gives the entry another value."""
    listing = listed("the entry", value=f"{number + 1:032x}")
    return page(number, [change("the entry", listing)] if number < PAGES else [], head=PAGES)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
