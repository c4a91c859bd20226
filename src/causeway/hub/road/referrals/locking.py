"""Holding referrals and desks, so that what is decided of one is decided once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

_KEYS = 1 << 62


def lock_referrals(referral_ids: Iterable[UUID]) -> None:
    """Clear or route each of these referrals once at a time, until the transaction ends. Whoever takes a desk's lock as
    well takes these first.
    """
    _lock(*sorted(referral_ids))


def lock_desk(desk_id: UUID) -> None:
    """Look at how a desk's referrals hang together one at a time, until the transaction ends: two that tell of one
    event must find each other.
    """
    _lock(desk_id)


def _lock(*things: UUID) -> None:
    keys = [one.int % _KEYS for one in things]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) AS k", [keys])
