"""Looks at many things at once: a search for what somebody knows of a person, a list taken away as a file.

A look at one thing is entered by whoever opens it; these show parts of many without opening any.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import NobodyActs, enter
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.walls.identity import Identity, current_identity

_ONE_LOOK = timedelta(hours=1)
"""Our own choice: a list that stands open renews itself, which is not another search as long as it shows nothing more.
"""


def enter_search(kind: str, sought: str, found: Collection[UUID]) -> None:
    """Enter what was sought in a list of this kind, and what was shown. Runs inside the caller's transaction."""
    by = _whoever_acts(_identity())
    shown = {str(each) for each in found}
    for fact in timeline_of(by, limit=1, acts=[Act.LIST_SEARCHED]):
        known = fact.details
        is_recent = fact.at > timezone.now() - _ONE_LOOK
        if is_recent and (known.get("list"), known.get("sought")) == (kind, sought) and shown <= set(known["found"]):
            return
    enter(Act.LIST_SEARCHED, subjects=[by], details={"list": kind, "sought": sought, "found": sorted(shown)})


def enter_export(kind: str, narrowed_to: Mapping[str, Any]) -> None:
    """Enter that a list of this kind was taken away, and to what it was narrowed. Runs inside the caller's
    transaction.
    """
    enter(Act.LIST_EXPORTED, subjects=[_whoever_acts(_identity())], details={"list": kind, **narrowed_to})


def _identity() -> Identity:
    identity = current_identity()
    if identity is None:
        raise NobodyActs("A look needs an actor.")
    return identity


def _whoever_acts(identity: Identity) -> UUID:
    return identity.member_id or identity.credential_id or identity.organisation_id
