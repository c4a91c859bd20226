"""How queues follow a hand-over: both forces and the desk each run a clock on the answer, the receiver is alerted where
a child may be in danger now, and every line says with whom the referral is.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.road.queues.alerting import raise_alert
from causeway.hub.road.queues.projecting import project_item
from causeway.hub.road.queues.working.claiming import owe_clearing_anew
from causeway.hub.road.referrals.queries.told import reference_of, senders_of, told
from causeway.hub.road.routes.queries.hand_overs import hand_overs_of, waiting_hand_over
from causeway.vocabulary.organisations import Role


@follows(Act.HAND_OVER_PROPOSED)
def wait_for_an_answer(actor: Actor, entry: EntryFact) -> None:
    """Run the clock in each of the three, and tell the receiver. The desk looks at the referral anew, so that the
    receiver has a priority of its own.
    """
    referral_id = entry.subjects[0]
    hand_over = waiting_hand_over(referral_id)
    if hand_over is None:
        return
    allowance = hand_over.due_at - hand_over.proposed_at
    start_clock(hand_over.id, ClockKind.HAND_OVER, allowance, started_at=hand_over.proposed_at)
    project_item(actor, referral_id)
    if actor.organisation_id == hand_over.desk_id:
        owe_clearing_anew(actor, told(referral_id))
    if actor.organisation_id == hand_over.receiver_id:
        alarms = entry.details.get("alarms", ())
        if alarms:
            sender_id = senders_of([referral_id]).get(referral_id)
            reference = reference_of(referral_id)
            raise_alert(actor, referral_id, reference, set(alarms), entry.at, sender_id=sender_id)
        _tell(actor, referral_id, is_offered=True)


@follows(Act.HAND_OVER_ACKNOWLEDGED, Act.HAND_OVER_DECLINED, Act.HAND_OVER_WITHDRAWN, Act.ROUTE_CHANGED)
def wait_no_longer(actor: Actor, entry: EntryFact) -> None:
    """Stop the clock, show the answer in every line, and tell the force that waited for it."""
    referral_id = entry.subjects[0]
    answered = [each for each in hand_overs_of(referral_id) if not each.waits]
    for each in answered:
        stop_clock(each.id, ClockKind.HAND_OVER, at=each.answered_at or timezone.now())
    if answered:
        project_item(actor, referral_id)
        is_answer = entry.act in (Act.HAND_OVER_ACKNOWLEDGED, Act.HAND_OVER_DECLINED)
        if is_answer and answered[0].giver_id == actor.organisation_id:
            _tell(actor, referral_id, is_offered=False)


@in_own_language
def _tell(actor: Actor, referral_id: UUID, *, is_offered: bool) -> None:
    """Mail the duty officers, or the mailbox where there are none."""
    reference = {"reference": reference_of(referral_id)}
    if is_offered:
        subject = _("Referral %(reference)s is offered to you") % reference
        body = _(
            "Another force asks you to take over referral %(reference)s. Sign in, open it, and acknowledge or decline. "
            "Until you acknowledge, the other force stays responsible."
        )
    else:
        subject = _("Your hand-over of referral %(reference)s was answered") % reference
        body = _("Sign in and open referral %(reference)s to see whether it was taken over or stays with you.")
    addresses = addresses_of([Role.DUTY_OFFICER]) or [
        mailboxes_of({actor.organisation_id})[actor.organisation_id],
    ]
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body % reference, referral_id)
