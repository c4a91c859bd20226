"""How many processors this process may use."""

import os
from typing import Final

PROCESSORS: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""Those that the system lets it run on: a container or `taskset` may give it fewer than the machine has."""
