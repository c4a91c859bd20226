"""Telling two forces that their referrals hang together: each learns that the other's exists, since when, and whom to
ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.clusters.models import LinkNotice

Wanted = tuple[UUID, UUID, str]
"""Whom a notice is for, of which referral, and whom to ask."""
_PUT_NEW = """
INSERT INTO clusters_linknotice (id, organisation_id, desk_id, referral_id, other_since, contact, noticed_at)
SELECT w.id, w.organisation_id, %(desk)s, w.referral_id, w.since, w.contact, %(now)s
FROM unnest(%(ids)s::uuid[], %(organisations)s::uuid[], %(referrals)s::uuid[], %(since)s::timestamptz[],
  %(contacts)s::text[]) AS w(id, organisation_id, referral_id, since, contact)
ON CONFLICT (organisation_id, referral_id, contact) DO NOTHING RETURNING organisation_id, referral_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A referral and the organisation that holds it."""

    referral_id: UUID
    holder_id: UUID
    since: datetime
    contact: str


def notice_links(desk_id: UUID, one: Held, others: Mapping[UUID, Held], now: datetime) -> int:
    """Notice both sides of each link between two holders, each pair and contact once. Gives how many notices are new.

    Runs inside the transaction of the desk, which alone may write a notice.
    """
    wanted: dict[Wanted, datetime] = {}
    for other in others.values():
        if other.holder_id == one.holder_id:
            continue
        for mine, theirs in ((one, other), (other, one)):
            key = (mine.holder_id, mine.referral_id, theirs.contact)
            if key not in wanted or theirs.since < wanted[key]:
                wanted[key] = theirs.since
    known = set(
        LinkNotice.objects.filter(referral_id__in={referral_id for _, referral_id, _ in wanted}).values_list(
            "organisation_id", "referral_id", "contact"
        )
    )
    fresh = put_new(desk_id, {key: since for key, since in wanted.items() if key not in known}, now)
    for organisation_id, referral_id in fresh:
        enter(Act.LINK_NOTICED, subjects=[referral_id], audience=[organisation_id])
    return len(fresh)


def put_new(desk_id: UUID, wanted: Mapping[Wanted, datetime], now: datetime) -> list[tuple[UUID, UUID]]:
    """Put in what nobody else put in meanwhile: of two transactions that notice one link at once, the second waits for
    the first here, and notices nothing. Gives whom each new notice is for, and the referral. Runs inside the desk's
    transaction.
    """
    if not wanted:
        return []
    organisations, referrals, contacts = (list(column) for column in zip(*wanted, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT_NEW,
            {
                "ids": [uuid4() for _ in wanted],
                "organisations": organisations,
                "desk": desk_id,
                "referrals": referrals,
                "since": list(wanted.values()),
                "contacts": contacts,
                "now": now,
            },
        )
        return list(cursor.fetchall())
