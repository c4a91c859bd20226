"""How an account selector is built, and whether a handle has changed hands.

`selectors` writes `service#identifier` for the service's lasting identifier and `service@handle` for the name shown.
"""

import re
from functools import lru_cache

from causeway.linking.model import LinkInput, SelectorKey
from causeway.vocabulary.selectors import SelectorKind

LASTING, SHOWN = "#", "@"
STRONG = frozenset({SelectorKind.EMAIL, SelectorKind.PHONE, SelectorKind.ACCOUNT, SelectorKind.DEVICE})
"""What one person holds, or few of one household."""
_SERVICE = re.compile(r"([^#@]*)([#@])")


@lru_cache(maxsize=65_536)
def account_sort(key: SelectorKey) -> tuple[str, str] | None:
    """The service of an account and the manner in which it is named (`LASTING` or `SHOWN`); None for anything else."""
    match = _SERVICE.match(key[1]) if key[0] is SelectorKind.ACCOUNT else None
    return None if match is None else (match[1], match[2])


def sort_of(key: SelectorKey) -> tuple[object, ...] | None:
    """What must be equal before two identifiers can contradict each other: an account's service and manner of naming.
    None for what may be shared.
    """
    kind, value = key
    if kind is SelectorKind.ACCOUNT:
        return account_sort(key)
    return (kind, value.partition(":")[0]) if kind is SelectorKind.DEVICE else (kind,) if kind in STRONG else None


def changed_hands(key: SelectorKey, left: LinkInput, right: LinkInput) -> bool:
    """Whether a shared handle belongs to two accounts: both sides state the lasting identifier beside it, and they
    differ.
    """
    sort = account_sort(key)
    if sort is None or sort[1] != SHOWN:
        return False
    beside = [_held_beside(key, sort[0], side) for side in (left, right)]
    return all(beside) and not beside[0] & beside[1]


def _held_beside(key: SelectorKey, service: str, side: LinkInput) -> set[SelectorKey]:
    """The lasting identifiers at a service of those in whose role the handle stands."""
    holders = next((keys for keys in (side.subjects, side.victims) if key in keys), None)
    held = side.keyed() if holders is None else holders
    return {other for other in held if account_sort(other) == (service, LASTING)}
