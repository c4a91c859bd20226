"""How much work is owed, and whether any of it keeps failing: for whoever keeps the hub; and how far the program is
behind with what came in, for whoever reads a queue in which that does not stand yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.claiming import Stage

LATE_AFTER = timedelta(minutes=1)
"""What came in is looked at within seconds while the program keeps up."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """How many referrals came in and were not looked at yet, and since when the first of them waits."""

    count: int
    since: datetime


@query(Permission.READ_QUEUE)
def is_behind(actor: Actor, now: datetime) -> bool:
    """Whether something that came in has waited for the program for more than a minute."""
    return _unseen(actor).filter(owed_at__lt=now - LATE_AFTER).exists()


@query(Permission.READ_QUEUE)
def behind(actor: Actor) -> Behind | None:
    """How far the program is behind; None where it has seen all that came in."""
    found = _unseen(actor).aggregate(count=Count("id"), since=Min("owed_at"))
    return Behind(count=found["count"], since=found["since"]) if found["count"] else None


def _unseen(actor: Actor) -> QuerySet[Work]:
    own = actor.organisation_id
    # The first version: what is owed again stands in the queue already.
    stages = (Stage.EXAMINE.value, Stage.CLEAR.value)
    return Work.objects.filter(organisation_id=own, can_wait=False, done_at=None, version=1, stage__in=stages)


@query(Permission.READ_QUEUE)
def owed_work(actor: Actor) -> OwedWork:
    """The owed work of the actor's organisation, in two queries."""
    owed = Work.objects.filter(organisation_id=actor.organisation_id, done_at=None)
    failing = owed.filter(attempts__gte=FAILING_AFTER)
    return OwedWork(count=owed.count(), faults=dict(failing.values_list("fault").annotate(n=Count("id"))))
