"""How queues follow the ledger: a referral that is accepted is owed its stages, one that is routed waits at its
force.
"""

from collections.abc import Sequence
from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows, follows_together
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.base.organisations.sharing import found_all
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.clusters.queries.cluster import linked_with, told_again_of
from causeway.hub.road.evidence.match_mail import changed_match_mail
from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
from causeway.hub.road.queues.alerting import EMERGENCY, raise_alert
from causeway.hub.road.queues.bringing import alert_to_dangers, bring
from causeway.hub.road.queues.clearing.noticing import notice_other_holders
from causeway.hub.road.queues.first_actions import note_first_action
from causeway.hub.road.queues.models import QueueItem, Work
from causeway.hub.road.queues.projecting import held_among, project_item, project_items
from causeway.hub.road.queues.working.claiming import Stage, next_version, owe_all, owe_clearing_anew, piece
from causeway.hub.road.referrals.passing_on import is_passed_on
from causeway.hub.road.referrals.queries.attachments import with_files
from causeway.hub.road.referrals.queries.facts import ReferralFact, fact_of, facts_of
from causeway.hub.road.referrals.queries.told import Told, emergencies_at, references_of, senders_of, told, told_among
from causeway.hub.road.routes.queries.decisions import routes_among
from causeway.vocabulary.organisations import Category, OrganisationKind

_AT_ONCE = 200


@follows_together(Act.REFERRAL_ACCEPTED, Act.REFERRAL_SUPPLEMENTED, Act.QUESTION_ANSWERED, goes_first=True)
def alert_to_an_emergency(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """The sender's own flag, at first or in what was added, alerts the desk before anything is examined or even read:
    a referral whose document cannot be read must alert all the same.
    """
    if actor.organisation_kind not in DESK_KINDS:
        return
    flagged = emergencies_at(actor.organisation_id, {entry.subjects[0] for entry in entries})
    references, senders = (references_of(flagged), senders_of(flagged)) if flagged else ({}, {})
    for entry in entries:
        if (referral_id := entry.subjects[0]) in flagged:
            sender_id = senders.get(referral_id)
            raise_alert(actor, referral_id, references[referral_id], {EMERGENCY}, entry.at, sender_id=sender_id)


@follows_together(Act.REFERRAL_ACCEPTED, goes_first=True)
def owe_the_stages(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """The desk founds the dossiers, and owes the referrals their examination, from which clearing follows; or clearing
    at once, where no file came along.
    """
    if actor.organisation_kind not in DESK_KINDS:
        return
    known = facts_of({entry.subjects[0] for entry in entries})
    accepted = [(known[entry.subjects[0]], entry.at) for entry in entries]
    own = [(referral, at) for referral, at in accepted if referral.desk_id == actor.organisation_id]
    found_all((referral.dossier_id for referral, _at in own), Category.REFERRAL)
    having_files = with_files({referral.id for referral, _at in own})
    owe_all(
        _work(referral, actor, Stage.EXAMINE if referral.id in having_files else Stage.CLEAR, at, version=1)
        for referral, at in own
    )


@follows(Act.REFERRAL_SUPPLEMENTED, Act.QUESTION_ANSWERED, goes_first=True)
def owe_the_stages_again(actor: Actor, entry: EntryFact) -> None:
    """What was added may change everything that was found; the desk looks again, at the new files too."""
    referral = None if is_passed_on(entry) else _fact_at_its_desk(actor, entry)
    if referral is not None:
        owe_all([_work(referral, actor, Stage.EXAMINE, entry.at, version=next_version(referral.id))])


@follows_together(Act.REFERRAL_ROUTED, goes_first=True)
def wait_at_the_force(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A referral that came to this force waits in its queue, and alerts its duty officer where a child may be in
    danger now.
    """
    own = actor.organisation_id
    came_at = {entry.subjects[0]: entry.at for entry in reversed(entries) if entry.subjects[1] == own}
    if came_at:
        bring(actor, came_at)


@follows_together(Act.REFERRAL_CLEARED)
def renew_what_was_cleared(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """What the desk found shows in its own queue and, when it looked anew, at each force that holds the referral; the
    one that is to act on it is alerted.
    """
    own = actor.organisation_id
    here = project_items(actor, {entry.subjects[0] for entry in entries})
    anew_at = {entry.subjects[0]: entry.at for entry in reversed(entries) if entry.organisation_id != own}
    held = anew_at.keys() & here.keys()
    routes = routes_among(held) if held else {}
    to_act = {one: anew_at[one] for one, decided in routes.items() if decided[0].receiver_id == own}
    if to_act:
        alert_to_dangers(actor, to_act, told_among(to_act))


@follows_together(
    Act.PRIORITY_CHANGED,
    Act.ROUTE_CHANGED,
    Act.CASE_OPENED,
    Act.CASE_JOINED,
    Act.CASE_CLOSED,
    Act.CASE_REOPENED,
    Act.OUTCOME_RECORDED,
)
def renew_the_line(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """What a person decided shows in the queue of every organisation that holds the referral."""
    project_items(actor, held_among({subject for entry in entries for subject in entry.subjects}))


@follows(Act.BUNDLE_CHANGED)
def renew_both_lines(actor: Actor, entry: EntryFact) -> None:
    """A telling that left its bundle, or went back, changes the line of the first telling too, and the lines of those
    that stood under it for what they say anew.
    """
    for referral_id in held_among(entry.subjects):
        head_id = QueueItem.objects.filter(referral_id=referral_id).values_list("duplicate_of_id", flat=True).first()
        project_item(actor, referral_id)
        if head_id is not None:
            project_item(actor, head_id)
        under = QueueItem.objects.filter(duplicate_of_id=referral_id).exclude(
            referral_id__in=told_again_of([referral_id])
        )
        for some in in_batches(under.values_list("referral_id", flat=True), _AT_ONCE):
            project_items(actor, some)


@follows(
    Act.REFERRAL_READ,
    Act.ITEM_TAKEN,
    Act.ALERT_ACKNOWLEDGED,
    Act.CASE_OPENED,
    Act.CASE_JOINED,
    Act.PACKAGE_DOWNLOADED,
    Act.OUTCOME_RECORDED,
)
def let_the_desk_know_when(actor: Actor, entry: EntryFact) -> None:
    """The first of these by a person of the force is told to the desk, as a moment and no more."""
    is_own = entry.organisation_id == actor.organisation_id and entry.member_id is not None
    if is_own and actor.organisation_kind is OrganisationKind.POLICE_FORCE:
        note_first_action(actor, held_among(entry.subjects), entry.at)


@follows(Act.ROUTE_CHANGED)
def clear_for_the_new_holder(actor: Actor, entry: EntryFact) -> None:
    """The priority is made anew for the force to which a person sent a referral. It comes before whatever else is owed
    to this sender.
    """
    referral = _at_its_desk(actor, entry)
    if referral is not None:
        owe_clearing_anew(actor, referral)


@follows(Act.ROUTE_CHANGED)
def notice_at_the_new_force(actor: Actor, entry: EntryFact) -> None:
    """A force to which a person sent a referral learns of linked ones elsewhere, and their holders learn of it."""
    referral, receiver_id = _at_its_desk(actor, entry), entry.subjects[1]
    if referral is not None and not routes_among([referral.id])[referral.id][0].is_outside:
        notice_other_holders(actor, referral, receiver_id, linked_with(referral.id), entry.at)


@follows(Act.MATCH_CHANGED)
@in_own_language
def tell_of_a_changed_match(actor: Actor, entry: EntryFact) -> None:
    """Whoever has taken the referral hears that a signal behind one of its matches changed; where nobody has, the
    organisation's mailbox. Of a referral in a case, the case tells.
    """
    item = QueueItem.objects.filter(referral_id=entry.subjects[0], closed_at=None, case_id=None).first()
    if item is not None:
        own = actor.organisation_id
        to = (address_of_member(item.taken_by_id) if item.taken_by_id else "") or mailboxes_of({own})[own]
        owe_mail(own, to, *changed_match_mail(item.reference, item.referral_id), item.referral_id)


def _at_its_desk(actor: Actor, entry: EntryFact) -> Told | None:
    """The referral that the entry is about, when the follower runs for its desk; others see the entry too."""
    fact = _fact_at_its_desk(actor, entry)
    return None if fact is None else told(fact.id)


def _fact_at_its_desk(actor: Actor, entry: EntryFact) -> ReferralFact | None:
    """The same without its document."""
    if actor.organisation_kind not in DESK_KINDS:
        return None
    fact = fact_of(entry.subjects[0])
    return fact if fact.desk_id == actor.organisation_id else None


def _work(referral: ReferralFact, actor: Actor, stage: Stage, at: datetime, *, version: int) -> Work:
    return piece(
        organisation_id=actor.organisation_id,
        referral_id=referral.id,
        sender_id=referral.sender_id,
        stage=stage,
        owed_at=at,
        version=version,
    )
