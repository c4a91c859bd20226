"""How much work is owed, and whether any of it keeps failing: for whoever keeps the hub."""

from dataclasses import dataclass

from django.db.models import Count

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import Work

FAILING_AFTER = 3
"""Attempts after which a piece is said to keep failing: our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedWork:
    """What is owed by the actor's organisation. `faults` are the codes of what keeps failing, with how many pieces."""

    count: int
    faults: dict[str, int]

    @property
    def failing(self) -> int:
        """How many pieces keep failing."""
        return sum(self.faults.values())


@query(Permission.READ_QUEUE)
def owed_work(actor: Actor) -> OwedWork:
    """The owed work of the actor's organisation, in two queries."""
    owed = Work.objects.filter(organisation_id=actor.organisation_id, done_at=None)
    failing = owed.filter(attempts__gte=FAILING_AFTER)
    return OwedWork(count=owed.count(), faults=dict(failing.values_list("fault").annotate(n=Count("id"))))
