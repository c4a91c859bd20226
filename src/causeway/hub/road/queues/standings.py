"""Where referrals stand for one organisation, read from what was decided and entered: of many at once in as many
queries as of one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timelines_of
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.road.assessments.queries.standing import PriorityView, completeness_scores, priorities_among
from causeway.hub.road.clusters.queries.cluster import BundlePlace, bundle_places, cleared_here
from causeway.hub.road.referrals.queries.told import Told, told_among
from causeway.hub.road.routes.queries.decisions import RouteView, places_among, receivers_of, routes_among
from causeway.hub.road.routes.queries.hand_overs import HandOverView, hand_overs_among
from causeway.hub.road.routes.queries.outside import OutsideView, outside_among
from causeway.vocabulary.outcomes import ENDING

_CASE_ACTS = (Act.CASE_OPENED, Act.CASE_JOINED, Act.CASE_CLOSED, Act.CASE_REOPENED)
_OWN_ACTS = (Act.ITEM_TAKEN, Act.ITEM_RELEASED, Act.OUTCOME_RECORDED, Act.ITEM_END_KEPT, *_CASE_ACTS)


@dataclass(frozen=True, slots=True)
class Held:
    """What an organisation itself has done with a referral, from its own entries."""

    taken_by_id: UUID | None = None
    taken_at: datetime | None = None
    case_id: UUID | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One referral at one organisation. `arrived_at` is when it came there, or was first offered to it. `head_id` is
    the first telling of its event as far as that came there too, `head_closed_at` when work on that ended, and
    `head_went_on` says that it is elsewhere by now. `outside` is what was handed to a central desk outside this hub.
    `left_at` is when a person put it under that first telling, although its line here had ended. `stands_apart`: what
    would be its line is flooded by another sender (`beside_floods`).
    """

    own_id: UUID
    referral: Told
    sender_name: str
    priority: PriorityView
    completeness: float | None
    routes: tuple[RouteView, ...]
    hand_overs: tuple[HandOverView, ...]
    held: Held
    arrived_at: datetime
    head_id: UUID | None = None
    head_closed_at: datetime | None = None
    head_went_on: bool = False
    brings_news: bool = False
    outside: OutsideView | None = None
    left_at: datetime | None = None
    stands_apart: bool = False

    @property
    def needs_route(self) -> bool:
        """Whether a person must decide where it goes."""
        return not self.routes or (self.receiver_id is None and not self.routes[0].is_outside)

    @property
    def route_country(self) -> str:
        """The country that its newest decision names, where no force is told of it yet."""
        return self.routes[0].country if self.routes and self.receiver_id is None else ""

    @property
    def receiver_id(self) -> UUID | None:
        """The force to which it was sent last."""
        return self.routes[0].receiver_id if self.routes else None

    @property
    def offer(self) -> HandOverView | None:
        """The hand-over that waits for an answer."""
        return self.hand_overs[0] if self.hand_overs and self.hand_overs[0].waits else None

    @property
    def is_line(self) -> bool:
        """Whether it stands by itself: a later telling does where it says something new and nobody would look at the
        line of the first any more, where a person put it under such a line while it waited, where it is offered here
        by itself or is for a central desk outside, where the first went on without it, or where another sender's flood
        would hide it.
        """
        is_heads_closed = self.head_closed_at is not None and self.head_closed_at < self.arrived_at
        waited = self.left_at is not None and (self.closed_at is None or self.closed_at > self.left_at)
        is_for_outside = bool(self.routes) and self.routes[0].is_outside
        is_alone = self.acts_here and (self.head_went_on or is_for_outside)
        is_offered = self.offer is not None and self.offer.receiver_id == self.own_id
        stays = waited or is_alone or is_offered or self.stands_apart
        return self.head_id is None or (self.brings_news and is_heads_closed) or stays

    @property
    def acts_here(self) -> bool:
        """Whether this organisation is responsible for it."""
        is_desk = self.own_id == self.referral.desk_id
        return self.receiver_id == self.own_id or (is_desk and self.receiver_id is None)

    @property
    def news_at(self) -> datetime | None:
        """When the sender or the desk last added to it, after it had come here."""
        return max((at for at in self.referral.added_at if at > self.arrived_at), default=None)

    @property
    def closed_at(self) -> datetime | None:
        """When work on it ended here, or it left."""
        return self.held.closed_at or self._went_on()

    def _went_on(self) -> datetime | None:
        """When it left this organisation, or an offer to it ended; its line closes then, and opens again should it come
        back. What is offered to it stays open until it has answered.
        """
        is_desk = self.own_id == self.referral.desk_id
        offers = [each for each in self.hand_overs if each.receiver_id == self.own_id]
        if not self.routes or any(each.waits for each in offers):
            return None
        taken_over_at = self.outside.taken_over_at if self.outside and self.routes[0].is_outside else None
        if is_desk and taken_over_at is not None:
            # What is added later has to be sent by hand as well, so the line opens again.
            return None if self.news_at is not None and self.news_at > taken_over_at else taken_over_at
        if self.acts_here:
            return None
        ended = [each.answered_at for each in offers if each.answered_at is not None and not is_desk]
        return max((self.routes[0].decided_at, *ended))


def standings_of(own_id: UUID, referral_ids: Collection[UUID], known: Mapping[UUID, Told]) -> list[Standing]:
    """Where these referrals stand for the acting organisation, `own_id`: those that came to it and were judged for it.
    `known` are those of them that the caller has read. They come in the order of their identifiers, in which rows are
    locked. Runs inside the caller's transaction.
    """
    priorities = {one: views[0] for one, views in priorities_among(referral_ids).items()}
    if not priorities:
        return []
    unread = set(priorities) - set(known)
    referrals = {**known, **(told_among(unread) if unread else {})}
    routes, hand_overs = routes_among(priorities), hand_overs_among(priorities)
    arrived = {
        one: at
        for one in priorities
        if one in referrals
        and (at := _arrived_at(own_id, referrals[one], routes.get(one, ()), hand_overs.get(one, ()))) is not None
    }
    if not arrived:
        return []
    places = bundle_places(arrived)
    heads = {one: place.head_id for one, place in places.items()}
    came_here = _that_came(own_id, {one: referrals[one] for one in places}, heads)
    held = _held(own_id, {*arrived, *(heads[one] for one in came_here if places[one].brings_news)})
    abroad = [one for one in arrived if one in routes and routes[one][0].is_outside]
    outside = outside_among(abroad) if abroad else {}
    gone = _gone(own_id, {one: heads[one] for one in came_here}, routes)
    left = _left(own_id, {one: places[one] for one in came_here if places[one].joined_at}, priorities)
    scores, names = completeness_scores(arrived), names_of({referrals[one].sender_id for one in arrived})
    found = []
    for one in sorted(arrived):
        referral, place = referrals[one], places[one] if one in came_here else None
        brings_news = place is not None and place.brings_news
        found.append(
            Standing(
                own_id=own_id,
                referral=referral,
                sender_name=names.get(referral.sender_id, ""),
                priority=priorities[one],
                completeness=scores.get(one),
                routes=routes.get(one, ()),
                hand_overs=hand_overs.get(one, ()),
                held=held[one],
                arrived_at=arrived[one],
                head_id=place.head_id if place else None,
                head_closed_at=held[place.head_id].closed_at if place and brings_news else None,
                head_went_on=one in gone,
                brings_news=brings_news,
                outside=outside.get(one),
                left_at=left.get(one),
            )
        )
    return found


def _arrived_at(
    own_id: UUID, referral: Told, routes: tuple[RouteView, ...], hand_overs: tuple[HandOverView, ...]
) -> datetime | None:
    """When it came to this organisation, or was first offered to it; None when it does not wait there at all."""
    if own_id == referral.desk_id:
        return referral.received_at
    sent = [route.decided_at for route in routes if route.receiver_id == own_id]
    offered = [each.proposed_at for each in hand_overs if each.receiver_id == own_id]
    return min((*sent, *offered), default=None)


def _that_came(own_id: UUID, referrals: Mapping[UUID, Told], heads: Mapping[UUID, UUID]) -> set[UUID]:
    """Those whose first telling came to this organisation too, and is there still at the desk: elsewhere, a later
    telling is the first one seen.
    """
    of_the_desk = {one for one, referral in referrals.items() if referral.desk_id == own_id}
    asked = {heads[one] for one in referrals if one not in of_the_desk}
    there = cleared_here({heads[one] for one in of_the_desk}) if of_the_desk else set()
    at_the_desk = {one for one in of_the_desk if heads[one] in there}
    went = receivers_of(asked) if asked else {}
    here = {head for head, sent in went.items() if any(receiver_id == own_id for receiver_id, _at in sent)}
    return at_the_desk | {one for one in referrals if heads[one] in here}


def _gone(own_id: UUID, heads: Mapping[UUID, UUID], routes: Mapping[UUID, tuple[RouteView, ...]]) -> set[UUID]:
    """Those whose route nobody has decided, while the first telling of their event went on, and those that were sent
    here, while it is anywhere else: back at the desk too.
    """
    here = {one: heads[one] for one in heads if one not in routes or routes[one][0].receiver_id in (None, own_id)}
    sent_here = {one for one in here if one in routes and routes[one][0].receiver_id == own_id}
    places = places_among(here.values()) if here else {}
    elsewhere = {one for one, place in places.items() if place.receiver_id != own_id}
    went_on = {one for one in elsewhere if places[one].went_on}
    return {one for one, head_id in here.items() if head_id in (elsewhere if one in sent_here else went_on)}


def _left(
    own_id: UUID, joined: Mapping[UUID, BundlePlace], priorities: Mapping[UUID, PriorityView]
) -> dict[UUID, datetime]:
    """Which of these, that a person put under a first telling, came there after its line here had ended, and when. Of a
    whole bundle its own first telling, and what says something new or that a child may be in danger now.
    """
    heads = {place.head_id for place in joined.values()}
    ended = {one.referral.id: one.closed_at for one in standings_of(own_id, heads, {})} if heads else {}
    found: dict[UUID, datetime] = {}
    for one, place in joined.items():
        at, counts = ended.get(place.head_id), place.was_first or place.brings_news or priorities[one].is_imminent
        if counts and at is not None and place.joined_at is not None and at < place.joined_at:
            found[one] = place.joined_at
    return found


def _held(own_id: UUID, referral_ids: Collection[UUID]) -> dict[UUID, Held]:
    return {
        referral_id: _held_by(referral_id, [fact for fact in facts if fact.organisation_id == own_id])
        for referral_id, facts in timelines_of(referral_ids, acts=_OWN_ACTS).items()
    }


def _held_by(referral_id: UUID, own: list[EntryFact]) -> Held:
    lock = next((fact for fact in own if fact.act in (Act.ITEM_TAKEN, Act.ITEM_RELEASED)), None)
    case = next((fact for fact in own if fact.act in _CASE_ACTS), None)
    is_taken = lock is not None and lock.act is Act.ITEM_TAKEN
    return Held(
        taken_by_id=lock.member_id if lock and is_taken else None,
        taken_at=lock.at if lock and is_taken else None,
        case_id=next((subject for subject in case.subjects if subject != referral_id), None) if case else None,
        closed_at=_ended_at(own, case),
    )


def _ended_at(own: list[EntryFact], case: EntryFact | None) -> datetime | None:
    """When the work ended here: its case was closed, or since the last step of a case an outcome says so, or that it
    had ended with a first telling that is erased.
    """
    if case is not None and case.act is Act.CASE_CLOSED:
        return case.at
    said = next((fact for fact in own if fact.act in (Act.OUTCOME_RECORDED, Act.ITEM_END_KEPT)), None)
    if said is None or (case is not None and case.at > said.at):
        return None
    if said.act is Act.ITEM_END_KEPT:
        ended_at = said.details.get("ended_at")
        return datetime.fromisoformat(ended_at) if ended_at else None
    return said.at if said.details.get("status") in ENDING else None
