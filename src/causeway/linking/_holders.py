"""How an account selector is built, and whether a handle has changed hands.

`selectors` writes `service#identifier` for the service's lasting identifier and `service@handle` for the name shown.
"""

import re

from causeway.linking.model import LinkInput, SelectorKey
from causeway.vocabulary.selectors import SelectorKind

LASTING, SHOWN = "#", "@"
_SERVICE = re.compile(r"([^#@]*)([#@])")


def account_sort(key: SelectorKey) -> tuple[str, str] | None:
    """The service of an account and the manner in which it is named (`LASTING` or `SHOWN`); None for anything else."""
    match = _SERVICE.match(key[1]) if key[0] is SelectorKind.ACCOUNT else None
    return None if match is None else (match[1], match[2])


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
    holders = next((keys for keys in (side.subjects, side.victims) if key in keys), side.keyed().keys())
    return {other for other in holders if account_sort(other) == (service, LASTING)}
