"""Follows a bank by pages of one change, two of them a commit, and is killed while it asks for the fourth.

Run as a program: the hub's address, name, secret, the bank, the hub's key, the mirror's folder.
"""

import os
import signal
import sys
from pathlib import Path

from causeway.client import Client
from causeway.client.following import Follower
from causeway.client.mirror import writer as writer_module
from causeway.interchange.signal_feed import FeedPage
from causeway.transparency import VerifierKey

LAST = 3


class SmallPages(Client):
    """Asks for one change at a time."""

    def bank_changes(self, bank: str, key: VerifierKey, *, after: int = 0, limit: int = 1) -> FeedPage:
        """The page, unless it is the one that the kill comes before."""
        if after >= LAST:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().bank_changes(bank, key, after=after, limit=limit)


def main(server: str, username: str, secret: str, bank: str, key: str, folder: str) -> None:
    """Follow until the end."""
    writer_module.CHANGES_A_COMMIT = 2  # type: ignore[misc]
    with SmallPages(server, username, secret) as client:
        Follower(client, bank, VerifierKey.parse(key), Path(folder)).round()


if __name__ == "__main__":
    main(*sys.argv[1:])
