"""The collector of garbage in a process that serves or works for days."""

import gc

_YOUNG, _YOUNG_ROUNDS, _OLD_ROUNDS = 20_000, 20, 20


def collect_seldom() -> None:
    """What is loaded by now stays and is never walked over again; what comes later is looked through less often than
    Python would, which took a twentieth of the time a referral costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _YOUNG_ROUNDS, _OLD_ROUNDS)
