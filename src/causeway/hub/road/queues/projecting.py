"""The one projection of where a referral stands, for one organisation. Whatever it says can be made anew from what
was decided and entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, move_clock, resume, stop_clock
from causeway.hub.base.clocks.terms import ClockTerms, terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.assessments.queries.standing import PriorityView, completenesses_of, priority_of
from causeway.hub.road.clusters.queries.cluster import bundle_places, duplicates_of
from causeway.hub.road.queues.fairness import stand_in_turn
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.queries.facts import supplements_of
from causeway.hub.road.referrals.queries.told import Told, told, visible_referrals
from causeway.hub.road.routes.queries.decisions import RouteView, receivers_of, routes_of
from causeway.hub.road.routes.queries.hand_overs import HandOverView, hand_overs_of
from causeway.timing import BAND_DUTIES
from causeway.triage import has_child_subject
from causeway.vocabulary.findings import ALARM, BAND_ORDER, Band
from causeway.vocabulary.outcomes import ENDING

_CASE_ACTS = (Act.CASE_OPENED, Act.CASE_JOINED, Act.CASE_CLOSED, Act.CASE_REOPENED)
_OWN_ACTS = (Act.ITEM_TAKEN, Act.ITEM_RELEASED, Act.OUTCOME_RECORDED, *_CASE_ACTS)
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class _Held:
    """What this organisation itself has done with a referral, from its own entries."""

    taken_by_id: UUID | None = None
    taken_at: datetime | None = None
    case_id: UUID | None = None
    closed_at: datetime | None = None


def project_item(actor: Actor, referral_id: UUID, *, known: Told | None = None) -> UUID | None:
    """Make or renew the queue item of the actor's organisation; None when nothing waits for it. `known` is the referral
    where the caller has read it. Runs inside the caller's transaction.
    """
    priority = priority_of(referral_id)
    if priority is None:
        return None
    referral = known or told(referral_id)
    routes, hand_overs = routes_of(referral_id), hand_overs_of(referral_id)
    arrived_at = _arrived_at(actor, referral, routes, hand_overs)
    if arrived_at is None:
        return None
    terms = terms_for(actor, BAND_DUTIES[priority.band], at=arrived_at)
    item = _save(actor, referral, priority, (routes, hand_overs), arrived_at, terms.due_at(arrived_at))
    if item.duplicate_of_id is not None:
        project_item(actor, item.duplicate_of_id)
    else:
        if _bundle_later_tellings(actor, referral_id):
            _grow(item, is_by_a_person=priority.member_id is not None)
    _time(actor, item, terms)
    stand_in_turn(item)
    return item.id


def held_among(subjects: Iterable[UUID]) -> list[UUID]:
    """Which of these have a line in the acting organisation's queue. Runs inside the caller's transaction."""
    return list(QueueItem.objects.filter(referral_id__in=list(subjects)).values_list("referral_id", flat=True))


@command(Permission.KEEP_LEDGER)
def rebuild_queue(actor: Actor) -> int:
    """Make the whole queue of the actor's organisation anew, as its program, and give how many items it has."""
    QueueItem.objects.filter(organisation_id=actor.organisation_id).delete()
    made = [project_item(actor, referral_id) for referral_id in visible_referrals()]
    return sum(item is not None for item in made)


def _arrived_at(
    actor: Actor, referral: Told, routes: tuple[RouteView, ...], hand_overs: tuple[HandOverView, ...]
) -> datetime | None:
    """When it came to this organisation, or was first offered to it; None when it does not wait there at all."""
    own = actor.organisation_id
    if own == referral.desk_id:
        return referral.received_at
    sent = [route.decided_at for route in routes if route.receiver_id == own]
    offered = [each.proposed_at for each in hand_overs if each.receiver_id == own]
    return min((*sent, *offered), default=None)


def _save(
    actor: Actor,
    referral: Told,
    priority: PriorityView,
    moves: tuple[tuple[RouteView, ...], tuple[HandOverView, ...]],
    arrived_at: datetime,
    due_at: datetime,
) -> QueueItem:
    routes, hand_overs = moves
    offer = hand_overs[0] if hand_overs and hand_overs[0].waits else None
    held = _held(actor.organisation_id, referral.id)
    receiver_id = routes[0].receiver_id if routes else None
    completeness = completenesses_of(referral.id)
    place = bundle_places([referral.id]).get(referral.id)
    head_id = place.head_id if place and _stands_here(actor, referral, place.head_id) else None
    brings_news = head_id is not None and place is not None and place.brings_news
    document = referral.referral
    return _put(
        actor.organisation_id,
        referral.id,
        {
            "reference": referral.reference,
            "sender_id": referral.sender_id,
            "sender_name": names_of({referral.sender_id}).get(referral.sender_id, ""),
            "concern": document.concern.value,
            "band": priority.band.value,
            "band_rank": BAND_ORDER.index(priority.band),
            "score": priority.score,
            "is_imminent": priority.is_imminent,
            "completeness": completeness[0].found.score if completeness else None,
            "reasons": _heaviest(priority),
            "has_file": document.has_file,
            "child_subject": has_child_subject(document, on=referral.received_at.date()),
            "duplicate_of_id": head_id,
            "is_line": head_id is None or (brings_news and _was_closed(actor.organisation_id, head_id, arrived_at)),
            "brings_news": brings_news,
            "news_at": _added_at(referral.id, arrived_at),
            "needs_route": receiver_id is None,
            "receiver_id": receiver_id,
            "is_paused": False,
            "offered_by_id": offer.giver_id if offer else None,
            "offered_to_id": offer.receiver_id if offer else None,
            "offer_due_at": offer.due_at if offer else None,
            "received_at": referral.received_at,
            "arrived_at": arrived_at,
            "due_at": due_at,
            "fair_at": due_at,
            "taken_by_id": held.taken_by_id,
            "taken_at": held.taken_at,
            "case_id": held.case_id,
            "closed_at": held.closed_at or _went_on(actor, referral, routes, hand_overs),
        },
    )


def _put(organisation_id: UUID, referral_id: UUID, values: dict[str, Any]) -> QueueItem:
    """The item with these values, new or renewed; its row is locked until the transaction ends."""
    item = QueueItem(organisation_id=organisation_id, referral_id=referral_id, **values)
    QueueItem.objects.bulk_create(
        [item],
        update_conflicts=True,
        unique_fields=["organisation_id", "referral_id"],
        update_fields=["bundle_size", *values],
    )
    # A row that was there keeps its own key.
    item.id = QueueItem.objects.values_list("id", flat=True).get(
        organisation_id=organisation_id, referral_id=referral_id
    )
    return item


def _added_at(referral_id: UUID, arrived_at: datetime) -> datetime | None:
    """When the sender or the desk last added to it, after it had come here."""
    added = [supplement.added_at for supplement in supplements_of(referral_id)]
    return max((at for at in added if at > arrived_at), default=None)


def _held(organisation_id: UUID, referral_id: UUID) -> _Held:
    own = [fact for fact in timeline_of(referral_id, acts=_OWN_ACTS) if fact.organisation_id == organisation_id]
    lock = next((fact for fact in own if fact.act in (Act.ITEM_TAKEN, Act.ITEM_RELEASED)), None)
    case = next((fact for fact in own if fact.act in _CASE_ACTS), None)
    is_taken = lock is not None and lock.act is Act.ITEM_TAKEN
    return _Held(
        taken_by_id=lock.member_id if lock and is_taken else None,
        taken_at=lock.at if lock and is_taken else None,
        case_id=next((subject for subject in case.subjects if subject != referral_id), None) if case else None,
        closed_at=_ended_at(own, case),
    )


def _ended_at(own: list[EntryFact], case: EntryFact | None) -> datetime | None:
    """When the work ended here: its case was closed, or an outcome since the last step of a case says so."""
    if case is not None and case.act is Act.CASE_CLOSED:
        return case.at
    outcome = next((fact for fact in own if fact.act is Act.OUTCOME_RECORDED), None)
    if outcome is None or outcome.details.get("status") not in ENDING or (case is not None and case.at > outcome.at):
        return None
    return outcome.at


def _went_on(
    actor: Actor, referral: Told, routes: tuple[RouteView, ...], hand_overs: tuple[HandOverView, ...]
) -> datetime | None:
    """When it left this organisation, or an offer to it ended; its line closes then, and opens again should it come
    back. What is offered to it stays open until it has answered.
    """
    own, is_desk = actor.organisation_id, actor.organisation_id == referral.desk_id
    offers = [each for each in hand_overs if each.receiver_id == own]
    if not routes or any(each.waits for each in offers):
        return None
    if routes[0].receiver_id == own or (is_desk and routes[0].receiver_id is None):
        return None
    ended = [each.answered_at for each in offers if each.answered_at is not None and not is_desk]
    return max((routes[0].decided_at, *ended))


def _stands_here(actor: Actor, referral: Told, head_id: UUID) -> bool:
    """Whether the first telling came to this organisation too: elsewhere, a later telling is the first one seen."""
    if actor.organisation_id == referral.desk_id:
        return True
    return any(receiver_id == actor.organisation_id for receiver_id, _ in receivers_of([head_id]).get(head_id, ()))


def _was_closed(organisation_id: UUID, head_id: UUID, at: datetime) -> bool:
    """Whether work on the first telling had ended, so that nobody would look at its line any more."""
    return (_held(organisation_id, head_id).closed_at or at) < at


def _grow(head: QueueItem, *, is_by_a_person: bool) -> None:
    """Let a line grow by its bundle: it has a file where one telling has. It stands as high as the most urgent telling,
    unless a person said where it stands.
    """
    bundle = QueueItem.objects.filter(organisation_id=head.organisation_id, duplicate_of_id=head.referral_id)
    found = bundle.aggregate(
        size=Count("id"),
        told_at=Max("arrived_at", filter=Q(brings_news=True)),
        added_at=Max("news_at"),
        imminent=Count("id", filter=Q(is_imminent=True)),
        with_file=Count("id", filter=Q(has_file=True)),
        with_child_subject=Count("id", filter=Q(child_subject=True)),
    )
    head.bundle_size = 1 + found["size"]
    head.has_file = head.has_file or found["with_file"] > 0
    head.child_subject = head.child_subject or found["with_child_subject"] > 0
    head.news_at = max(filter(None, (head.news_at, found["told_at"], found["added_at"])), default=None)
    most_urgent = bundle.order_by("band_rank", "-score").first()
    if most_urgent is not None and not is_by_a_person:
        head.is_imminent = head.is_imminent or found["imminent"] > 0
        if most_urgent.band_rank < head.band_rank:
            head.band, head.band_rank, head.score = most_urgent.band, most_urgent.band_rank, most_urgent.score
            head.due_at, head.reasons = min(head.due_at, most_urgent.due_at), most_urgent.reasons
    head.save()


def _time(actor: Actor, item: QueueItem, terms: ClockTerms) -> None:
    """Let a clock run while a line waits for somebody to take it into a case, with the line's own deadline, which its
    pauses move. A clock that stands runs on by itself once a child may be in danger now.
    """
    if not item.is_line or item.closed_at is not None or item.case_id is not None:
        stop_clock(item.referral_id, ClockKind.QUEUE, at=item.closed_at or timezone.now())
        return
    # A bundle's line takes over the band and the deadline of its most urgent telling.
    if terms.duty is not BAND_DUTIES[Band(item.band)]:
        terms = terms_for(actor, BAND_DUTIES[Band(item.band)], at=item.arrived_at)
    terms = replace(terms, allowance=item.due_at - item.arrived_at)
    clock = move_clock(item.referral_id, ClockKind.QUEUE, terms, started_at=item.arrived_at)
    if clock.is_paused and item.is_imminent:
        clock = resume(item.referral_id, ClockKind.QUEUE, at=timezone.now())
    if (item.due_at, item.is_paused) != (clock.due_at, clock.is_paused):
        item.due_at, item.is_paused = clock.due_at, clock.is_paused
        item.save(update_fields=["due_at", "is_paused"])


def _bundle_later_tellings(actor: Actor, referral_id: UUID) -> bool:
    """A first telling that comes after others of its event, or is made anew, takes them into its bundle. Gives whether
    there are any.
    """
    later = duplicates_of(referral_id)
    if not later:
        return False
    strays = QueueItem.objects.filter(
        organisation_id=actor.organisation_id, referral_id__in=later, duplicate_of_id=None
    )
    for stray in list(strays.values_list("referral_id", flat=True)):
        project_item(actor, stray)
    return True


def _heaviest(priority: PriorityView) -> list[Any]:
    """The heaviest reasons; they repeat nothing that anybody wrote."""
    found = [reason for reason in priority.found.reasons if reason.contribution or reason.code.startswith(ALARM)]
    return [to_document(reason) for reason in found[:_MOST_REASONS]]
