"""Loads rbcl, which brings libsodium along, and clears up after it.

rbcl (1.1.2) writes its copy of libsodium into a temporary file each time it is imported, loads that, and leaves both
the file and an open handle behind. Once it is loaded the file is needed no more.
"""

import contextlib
import sys
import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)  # the handle that it forgets
    import rbcl

with contextlib.suppress(OSError):  # Windows keeps the file of a loaded library
    Path(sys.modules["rbcl._sodium"].lib_path).unlink()

__all__ = ["rbcl"]
