"""The collector of garbage, held back while one process takes in a million things that it will keep."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _YOUNG_ROUNDS, _NEVER = 50_000, 20, 1_000_000_000


@contextmanager
def only_young_collected() -> Iterator[None]:
    """Within this the collector looks for cycles among what is new, and never walks over all that is kept: of
    20,000 referrals linked, that walk took most of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, _YOUNG_ROUNDS, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
