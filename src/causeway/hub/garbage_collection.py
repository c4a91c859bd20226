"""The collector of garbage in a process that loads the hub, and in one that serves or works for days."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _YOUNG_ROUNDS, _OLD_ROUNDS = 20_000, 20, 20


@contextmanager
def loading() -> Iterator[None]:
    """Within this nothing is collected: modules are there to stay, and to walk over them while ever more come took a
    seventh of the time that the hub takes to load.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect_seldom() -> None:
    """What is loaded by now stays and is never walked over again; what comes later is looked through less often than
    Python would, which took a twentieth of the time a referral costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _YOUNG_ROUNDS, _OLD_ROUNDS)
