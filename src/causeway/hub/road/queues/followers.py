"""How queues follow the ledger: a referral that is accepted is owed its stages, one that is routed waits at its
force.
"""

from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.organisations.sharing import found
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.clusters.queries.cluster import linked_with
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.alerting import raise_alert
from causeway.hub.road.queues.claiming import Stage, next_version, owe
from causeway.hub.road.queues.noticing import notice_other_holders
from causeway.hub.road.queues.projecting import held_among, project_item
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.vocabulary.organisations import Category


@follows(Act.REFERRAL_ACCEPTED)
def alert_to_an_emergency(actor: Actor, entry: EntryFact) -> None:
    """The sender's own flag alerts the desk before anything is examined."""
    referral = _at_its_desk(actor, entry)
    if referral is not None and referral.referral.emergency:
        raise_alert(actor, referral.id, referral.reference, entry.at)


@follows(Act.REFERRAL_ACCEPTED)
def owe_the_stages(actor: Actor, entry: EntryFact) -> None:
    """The desk founds the dossier, and owes the referral its examination; clearing follows from that."""
    referral = _at_its_desk(actor, entry)
    if referral is None:
        return
    found(referral.dossier_id, Category.REFERRAL)
    _owe_examination(referral.id, referral.sender_id, actor, entry.at, version=1)


@follows(Act.REFERRAL_SUPPLEMENTED, Act.QUESTION_ANSWERED)
def owe_the_stages_again(actor: Actor, entry: EntryFact) -> None:
    """What was added may change everything that was found; the desk looks again, at the new files too."""
    referral = _at_its_desk(actor, entry)
    if referral is not None:
        _owe_examination(referral.id, referral.sender_id, actor, entry.at, version=next_version(referral.id))


@follows(Act.REFERRAL_ROUTED)
def wait_at_the_force(actor: Actor, entry: EntryFact) -> None:
    """A referral that came to this force waits in its queue, and alerts its duty officer where a child may be in
    danger now.
    """
    referral_id, receiver_id = entry.subjects[0], entry.subjects[1]
    if actor.organisation_id != receiver_id:
        return
    project_item(actor, referral_id)
    referral, priority = told(referral_id), priority_of(referral_id)
    if referral.referral.emergency or (priority is not None and priority.is_imminent):
        raise_alert(actor, referral_id, referral.reference, entry.at)


@follows(
    Act.PRIORITY_CHANGED,
    Act.ROUTE_CHANGED,
    Act.CASE_OPENED,
    Act.CASE_JOINED,
    Act.CASE_CLOSED,
    Act.CASE_REOPENED,
)
def renew_the_line(actor: Actor, entry: EntryFact) -> None:
    """What a person decided shows in the queue of every organisation that holds the referral."""
    for referral_id in held_among(entry.subjects):
        project_item(actor, referral_id)


@follows(Act.ROUTE_CHANGED)
def notice_at_the_new_force(actor: Actor, entry: EntryFact) -> None:
    """A force to which a person sent a referral learns of linked ones elsewhere, and their holders learn of it."""
    referral, receiver_id = _at_its_desk(actor, entry), entry.subjects[1]
    if referral is not None:
        notice_other_holders(actor, referral, receiver_id, linked_with(referral.id), entry.at)


def _at_its_desk(actor: Actor, entry: EntryFact) -> Told | None:
    """The referral that the entry is about, when the follower runs for its desk; others see the entry too."""
    if actor.organisation_kind not in DESK_KINDS:
        return None
    referral = told(entry.subjects[0])
    return referral if referral.desk_id == actor.organisation_id else None


def _owe_examination(referral_id: UUID, sender_id: UUID, actor: Actor, at: datetime, *, version: int) -> None:
    owe(
        organisation_id=actor.organisation_id,
        referral_id=referral_id,
        sender_id=sender_id,
        stage=Stage.EXAMINE,
        owed_at=at,
        version=version,
    )
