"""The work-bench: two referrals beside each other, with what holds them together and who works on which. To look at
them is to look at both.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for, names_of
from causeway.hub.road.assessments.queries.standing import PriorityView, priority_of
from causeway.hub.road.clusters.queries.cluster import bundle_places, place_of
from causeway.hub.road.clusters.queries.verdicts import Decision, decisions_at
from causeway.hub.road.clusters.queries.widely_shared import CommonThing, widely_shared_in
from causeway.hub.road.queues.cluster_pages.ways import ShownTie, way_between
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.holding import Holder, holders_here
from causeway.hub.road.referrals.comparing import Compared, ComparedGroup, compare
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of
from causeway.hub.road.referrals.queries.finding import ids_by_reference
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.referrals.words import DOOR_NAMES
from causeway.hub.road.routes.queries.hand_overs import responsible_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a queue, as far as the work-bench shows it."""

    due_at: datetime
    is_paused: bool
    closed_at: datetime | None
    case_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two. `line` is how it stands in the reader's own queue, if it does; `with_whom` names who must act."""

    fact: ReferralFact
    priority: PriorityView | None
    line: Line | None
    holder: Holder | None
    with_whom: str
    is_ours: bool
    cluster_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Two referrals, compared. `ties` lead from one to the other where they stand in one cluster, else they are what
    the two share. `word` is what a person said of the two, as far as it counts,
    `widely_shared` what both hold and so many others that it links little or nothing. `may_be_one_event`: they stand in
    two bundles, and nobody keeps them apart.
    """

    left: Side
    right: Side
    groups: tuple[ComparedGroup, ...]
    ties: tuple[ShownTie, ...]
    is_one_cluster: bool
    is_desks: bool
    widely_shared: tuple[CommonThing, ...]
    word: Decision | None
    may_be_one_event: bool = False


@query(Permission.READ_QUEUE)
def bench(actor: Actor, left_id: UUID, right_id: UUID) -> Bench:
    """Two referrals beside each other; both looks stand in the ledger.

    Raises:
        NotFound: the actor's organisation sees one of them not.
        Invalid: they are one.
    """
    if left_id == right_id:
        raise Invalid(_("Choose two different referrals."), field="second")
    facts = facts_of([left_id, right_id])
    if len(facts) < 2:
        raise NotFound(_("There is no such referral."))
    for referral_id in (left_id, right_id):
        enter(Act.REFERRAL_READ, subjects=[referral_id], details={"page": "bench"})
    places = [place_of(one) for one in (left_id, right_id)]
    decisions = decisions_at([left_id]) if all(places) else ()
    holders = holders_here(actor, [left_id, right_id])
    word = next((said for said in decisions if said.counts and _is_of(said, left_id, right_id)), None)
    sides = [
        _side(actor, facts[one], holders.get(one), place[1] if place else 0)
        for one, place in zip((left_id, right_id), places, strict=True)
    ]
    return Bench(
        left=sides[0],
        right=sides[1],
        groups=compare(_compared(facts[left_id]), _compared(facts[right_id])),
        ties=way_between(left_id, right_id) if all(places) else (),
        is_one_cluster=all(places) and places[0] == places[1],
        is_desks=all(places),
        widely_shared=widely_shared_in([left_id, right_id]),
        word=word,
        may_be_one_event=all(places) and not (word and not word.is_same) and not _is_one_bundle(left_id, right_id),
    )


@query(Permission.READ_QUEUE)
def ids_of_references(actor: Actor, references: tuple[str, ...]) -> list[UUID | None]:
    """The referral that each of these references names, or None where the actor's organisation sees none."""
    return [next(iter(ids_by_reference(reference.strip())), None) for reference in references]


def _is_one_bundle(left_id: UUID, right_id: UUID) -> bool:
    found = bundle_places([left_id, right_id])
    heads = {found[one].head_id if one in found else one for one in (left_id, right_id)}
    return len(heads) == 1


def _is_of(said: Decision, left_id: UUID, right_id: UUID) -> bool:
    return {left_id, right_id} <= {said.referral_id, *said.other_ids} and said.referral_id in (left_id, right_id)


def _side(actor: Actor, fact: ReferralFact, holder: Holder | None, cluster_size: int) -> Side:
    responsible = responsible_for(fact.id, fact.desk_id)
    return Side(
        fact=fact,
        priority=priority_of(fact.id),
        line=_line(fact.id),
        holder=holder,
        with_whom=names_of({responsible}).get(responsible, ""),
        is_ours=responsible == actor.organisation_id,
        cluster_size=cluster_size,
    )


def _line(referral_id: UUID) -> Line | None:
    columns = ("due_at", "is_paused", "closed_at", "case_id")
    found = QueueItem.objects.filter(referral_id=referral_id).values(*columns).first()
    return Line(**found) if found else None


def _compared(fact: ReferralFact) -> Compared:
    sender = listing_for(fact.sender_id)
    return Compared(
        referral=told(fact.id).referral,
        sender_id=fact.sender_id,
        sender=sender.name if sender else "",
        door=str(DOOR_NAMES[fact.door]),
        received_at=fact.received_at,
        region=sender.country if sender else None,
    )
