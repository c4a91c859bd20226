"""How much of its weight a shared thing keeps: the more referrals hold it, the less it tells."""

from collections.abc import Sequence
from functools import lru_cache
from math import log2

from causeway.linking._sightings import weigh_sightings
from causeway.linking.model import SelectorKey
from causeway.selectors import Weighed, telling, worn_out_from
from causeway.vocabulary.selectors import Selector, SelectorKind

FEW_REFERRALS = 8
"""Up to this many referrals a shared file says as much as it can; beyond, every doubling halves what it says."""


def media_rarity(shared_by: int) -> float:
    """The share of a file's weight that is left, from 1 down to nearly 0."""
    return 1 / max(1.0, 2 ** (log2(max(shared_by, 1) / FEW_REFERRALS)))


@lru_cache(maxsize=65_536)
def key_telling(key: SelectorKey, shared_by: int, *, is_proxy: bool = False, is_verified: bool = False) -> Weighed:
    """How telling a shared identifier is, seen without port and time, and why."""
    kind, value = key
    return telling(Selector(kind=kind, value=value), shared_by=shared_by, verified=is_verified, possible_proxy=is_proxy)


@lru_cache(maxsize=65_536)
def worn_out_at(key: SelectorKey) -> int:
    """How many referrals must share a selector before it links nothing, however it was seen."""
    return worn_out_from(*key)


def most_telling(
    key: SelectorKey, seen: Sequence[Selector], shared_by: int, *, is_proxy: bool = False, is_verified: bool = False
) -> float:
    """The most that a shared identifier can tell, from 0 to 1: to one who saw it just as it was `seen` here."""
    if key[0] is SelectorKind.IP:
        return weigh_sightings(seen, seen, shared_by, is_proxy=is_proxy)[0]
    return key_telling(key, shared_by, is_proxy=is_proxy, is_verified=is_verified)[0]
