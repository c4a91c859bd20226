"""A process that ends with the one that started it, however that one ends (Linux; elsewhere nothing happens)."""

import ctypes
import os
import sys

ENDS_WITH_PARENT = "CAUSEWAY_ENDS_WITH_PARENT"
"""Set in the environment of what `serving` starts: the web process then ends with the master that started it."""
_PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def end_with_parent(signal_number: int, parent: int | None = None) -> None:
    """Have the kernel send this process a signal when the thread that started it ends. `parent` is the process expected
    to have done so: where it is gone already, this one ends at once.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
