"""Identifiers in the order in which they are made: RFC 9562, UUID version 7, with the counter of its section 6.2.

A long list with random ones would write each row to a page of its own in every index that holds them.
"""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 36
MOST = 1 << 38
"""So many of one moment: twelve bits of the counter stand before the variant, 26 behind it."""


def ordered_ids(now: datetime, first: int, count: int) -> list[UUID]:
    """The identifiers of this moment from number `first` on, each with 36 random bits."""
    head = (now - _EPOCH) // timedelta(milliseconds=1) << 80 | 7 << 76
    return [
        UUID(int=head | _counted(number) | secrets.randbits(_RANDOM_BITS)) for number in range(first, first + count)
    ]


def _counted(number: int) -> int:
    return (number >> 26) << 64 | 2 << 62 | (number & (1 << 26) - 1) << _RANDOM_BITS
