"""Sweeping out what no row names: bytes whose transaction never came, and files left half written by a crash."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.base.vault.backend import Backend
from causeway.hub.base.vault.models import SealedObject
from causeway.hub.base.vault.places import default_backend

GRACE = timedelta(days=1)
"""Far longer than any request lasts between writing bytes and recording them."""

_BATCH = 500
"""Addresses asked for at once."""


def sweep(now: datetime, *, backend: Backend | None = None) -> int:
    """Remove what has lain for a day without a row, and give how many things went. Run by the worker, outside any
    transaction.

    Rows stand behind walls, so every organisation is asked in turn; each object's root has a founder among them.
    """
    backend = backend or default_backend()
    old = [thing for thing in backend.stored() if thing.since < now - GRACE]
    removed = 0
    for batch in in_batches(old, _BATCH):
        named = _named(thing.name for thing in batch if thing.is_published)
        for thing in batch:
            if thing.name not in named:
                backend.remove(thing.name)
                removed += 1
    return removed


def _named(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that a row names which has not been erased."""
    asked, found = set(addresses), set[str]()
    if not asked:
        return found
    for organisation in Organisation.objects.all():
        with acting_as(program_actor(organisation)):
            rows = SealedObject.objects.filter(address__in=asked, erased_at=None)
            found.update(rows.values_list("address", flat=True))
    return found
