"""Finding referrals by a reference: ours, the sender's, another clearing-house's, or the number from the door."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.referrals.models import Referral, SearchTerm
from causeway.hub.road.referrals.references import read_reference
from causeway.hub.road.referrals.terms import REFERENCE_KINDS, as_term

MOST_FOUND = 50
"""A sender's own reference may be used many times; nobody reads further than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A referral that bears the reference."""

    id: UUID
    reference: str


@query(Permission.READ_REFERRAL)
def find_by_reference(actor: Actor, text: str) -> list[Found]:
    """The referrals that the actor's organisation sees and that bear this reference, newest first; characters that
    people misread are mended.
    """
    rows = Referral.objects.filter(id__in=ids_by_reference(text)).order_by("-received_at")[:MOST_FOUND]
    return [Found(id=row.id, reference=row.reference) for row in rows]


def ids_by_reference(text: str) -> list[UUID]:
    """The same as identifiers, in any order. Runs inside the caller's transaction."""
    if "\x00" in text:
        return []
    asked = {as_term(text), as_term(read_reference(text) or text)}
    found = SearchTerm.objects.filter(kind__in=REFERENCE_KINDS, term__in=asked)
    return list(found.values_list("referral_id", flat=True).distinct()[: MOST_FOUND * 2])
