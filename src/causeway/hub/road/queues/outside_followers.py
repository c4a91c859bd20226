"""How queues follow what is handed to central desks outside this hub: the desk runs a clock until the answer is
entered, and the line says where the referral is.
"""

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.queues.projecting import project_item
from causeway.hub.road.routes.commands.outside import set_outside_due
from causeway.hub.road.routes.queries.outside import all_outside_of, outside_of
from causeway.timing import BAND_DUTIES, Duty
from causeway.vocabulary.findings import Band


@follows(Act.OUTSIDE_HAND_OVER_OWED)
def wait_for_a_central_desk(actor: Actor, entry: EntryFact) -> None:
    """Run the clock: as long as the answer to a hand-over may take, and never longer than the band allows."""
    referral_id = entry.subjects[0]
    owed = outside_of(referral_id)
    if owed is None or not owed.waits or owed.desk_id != actor.organisation_id:
        return
    priority, at = priority_of(referral_id), owed.proposed_at
    is_imminent = priority is not None and bool(priority.found.alarms)
    band = priority.band if priority else Band.VERY_HIGH
    duties = (Duty.HAND_OVER_IMMINENT,) if is_imminent else (Duty.HAND_OVER, BAND_DUTIES[band])
    due_at = min(terms_for(actor, duty, at=at).due_at(at) for duty in duties)
    set_outside_due(owed.id, due_at)
    start_clock(owed.id, ClockKind.OUTSIDE_HAND_OVER, due_at - at, started_at=at)
    project_item(actor, referral_id)


@follows(
    Act.OUTSIDE_HAND_OVER_SENT, Act.OUTSIDE_HAND_OVER_ACKNOWLEDGED, Act.OUTSIDE_HAND_OVER_TAKEN_BACK, Act.ROUTE_CHANGED
)
def show_what_became_of_it(actor: Actor, entry: EntryFact) -> None:
    """Stop the clock of each that has an answer, and show it in the line. A person who sends a referral on to another
    central desk outside ends one and begins one.
    """
    referral_id = entry.subjects[0]
    handed = all_outside_of(referral_id)
    if not handed or handed[0].desk_id != actor.organisation_id:
        return
    for each in handed:
        if not each.waits:
            stop_clock(each.id, ClockKind.OUTSIDE_HAND_OVER, at=each.answered_at or timezone.now())
    project_item(actor, referral_id)
