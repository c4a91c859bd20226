"""How much of its weight a shared file keeps: the more referrals hold it, the less it tells."""

from math import log2

FEW_REFERRALS = 8
"""Up to this many referrals a shared file says as much as it can; beyond, every doubling halves what it says."""


def media_rarity(shared_by: int) -> float:
    """The share of a file's weight that is left, from 1 down to nearly 0."""
    return 1 / max(1.0, 2 ** (log2(max(shared_by, 1) / FEW_REFERRALS)))
