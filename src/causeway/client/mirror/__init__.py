"""A copy of a feed's signals on a service's own disk, asked in microseconds and up to date in seconds.

It knows no network: give it pages (`MirrorWriter.apply`), ask it (`Mirror.look_up`).
"""

from causeway.client.mirror._manifest import Progress
from causeway.client.mirror.errors import MirrorBusy, MirrorDamaged, MirrorError, NoMirror, NotComparable, OtherSource
from causeway.client.mirror.folder import BANKS, bank_folder, bank_in, clear_unbegun, followed, forget, mirrors_in
from causeway.client.mirror.reader import Answer, Asked, Hit, Listed, Mirror
from causeway.client.mirror.writer import MirrorWriter

__all__ = [
    "BANKS",
    "Answer",
    "Asked",
    "Hit",
    "Listed",
    "Mirror",
    "MirrorBusy",
    "MirrorDamaged",
    "MirrorError",
    "MirrorWriter",
    "NoMirror",
    "NotComparable",
    "OtherSource",
    "Progress",
    "bank_folder",
    "bank_in",
    "clear_unbegun",
    "followed",
    "forget",
    "mirrors_in",
]
