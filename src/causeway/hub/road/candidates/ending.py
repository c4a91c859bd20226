"""Counting a candidate's end, apart from the candidate: the counts remain when it is erased."""

from datetime import datetime

from causeway.hub.road.candidates.models import Candidate, Ending
from causeway.hub.road.candidates.settling import Opinion
from causeway.vocabulary.candidates import Decision


def note_ending(row: Candidate, decision: Decision | None, opinion: Opinion, now: datetime) -> None:
    """Count that a candidate was decided, or erased before anybody did (`decision` None). Days are UTC. Runs inside the
    caller's transaction.
    """
    waited = int((now - row.received_at).total_seconds()) if decision else None
    Ending(
        organisation_id=row.organisation_id,
        source=row.source,
        rule=row.rule,
        decision=decision.value if decision else "",
        opinion=opinion.value,
        received_on=row.received_at.date(),
        ended_on=now.date(),
        waited_seconds=waited,
    ).save(force_insert=True)
