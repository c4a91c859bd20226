"""Opening a referral: all that this organisation may know of it, read in one transaction, and the look entered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.assessments.queries.standing import (
    CompletenessView,
    PriorityView,
    completenesses_of,
    priorities_of,
)
from causeway.hub.road.clusters.queries.cluster import ClusterView, cluster_of
from causeway.hub.road.evidence.queries.files import FileView, files_of
from causeway.hub.road.evidence.queries.matches import (
    FileMatch,
    MentionMatch,
    file_matches_of,
    mention_matches_of,
)
from causeway.hub.road.queues.first_actions import first_actions
from causeway.hub.road.queues.models import Alert, QueueItem
from causeway.hub.road.queues.queries.holding import Holder, case_on_event, holders_here, others_on_event
from causeway.hub.road.queues.queries.tellings import ToldTogether, told_together
from causeway.hub.road.referrals.passing_on import is_passed_on
from causeway.hub.road.referrals.queries.facts import (
    QuestionFact,
    ReferralFact,
    SupplementFact,
    facts_of,
    questions_of,
    supplements_of,
)
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at, named
from causeway.hub.road.routes.queries.decisions import RouteView, routes_of
from causeway.hub.road.routes.queries.hand_overs import HandOverView, hand_overs_of, responsible_for
from causeway.hub.road.routes.queries.outside import OutsideView, outside_of
from causeway.vocabulary.findings import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How the referral stands in the actor's own queue: at what band, with what others told under it."""

    band: Band
    is_imminent: bool
    due_at: datetime
    arrived_at: datetime
    taken_by_id: UUID | None
    taken_by: str
    case_id: UUID | None
    closed_at: datetime | None
    bundle_size: int
    duplicate_of_id: UUID | None
    needs_route: bool
    is_paused: bool = False
    paused: "Happening | None" = None
    told_together: ToldTogether | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of the timeline in words."""

    title: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReferral:
    """A referral as the actor's organisation may see it. What receivers found is empty for the sender.

    `earlier_acknowledgement` is how the organisation answered an alert that is open again; `first_acted_at` when the
    force that has it now first did something with it, `holder` who of the actor's own has taken it on, and `others` the
    colleagues who have taken on it or its event. `event_case_id` is the case on another telling of that. `outside` is
    what is handed to `central_desk`, outside this hub; `could_go_to` are the desk's central desks of the country;
    `asked_for` is the body outside to which a force asks the desk to send it.
    """

    fact: ReferralFact
    told: Told
    sender: str
    files: tuple[FileView, ...]
    matches: tuple[FileMatch, ...]
    mentions: tuple[MentionMatch, ...]
    priorities: tuple[PriorityView, ...]
    completeness: CompletenessView | None
    routes: tuple[RouteView, ...]
    hand_overs: tuple[HandOverView, ...]
    responsible_id: UUID
    cluster: ClusterView | None
    questions: tuple[QuestionFact, ...]
    supplements: tuple[SupplementFact, ...]
    happenings: tuple[Happening, ...]
    waiting: Waiting | None
    alert_raised_at: datetime | None
    earlier_acknowledgement: Happening | None
    linked: dict[UUID, ReferralFact]
    names: dict[UUID, str]
    first_acted_at: datetime | None = None
    is_alert_acknowledged: bool = False
    is_do_not_alert_acknowledged: bool = False
    not_understood: tuple[str, ...] = ()
    holder: Holder | None = None
    others: tuple[Holder, ...] = ()
    event_case_id: UUID | None = None
    outside: OutsideView | None = None
    central_desk: CentralDeskView | None = None
    could_go_to: tuple[CentralDeskView, ...] = ()
    asked_for: CentralDeskView | None = None


@query(Permission.READ_REFERRAL)
def open_referral(actor: Actor, referral_id: UUID) -> OpenReferral:
    """The referral with everything around it. The look stands in the ledger.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    fact = facts_of([referral_id]).get(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    enter(Act.REFERRAL_READ, subjects=[referral_id])
    receives = may(actor, Permission.READ_QUEUE)
    cluster = cluster_of(actor, referral_id) if receives else None
    entries = timeline_of(referral_id)
    routes, hand_overs = routes_of(referral_id), hand_overs_of(referral_id)
    alert = Alert.objects.filter(referral_id=referral_id).order_by("-raised_at").first()
    organisations = {fact.sender_id, fact.desk_id, *(route.receiver_id for route in routes if route.receiver_id)}
    organisations |= {number for each in hand_overs for number in (each.giver_id, each.receiver_id)}
    questions = questions_of(referral_id)
    organisations |= {question.asked_by_id for question in questions} | {entry.organisation_id for entry in entries}
    names = names_of(organisations)
    return OpenReferral(
        fact=fact,
        told=told(referral_id),
        sender=names.get(fact.sender_id, ""),
        files=tuple(files_of(actor, referral_id)),
        matches=file_matches_of(referral_id),
        mentions=mention_matches_of(referral_id, timezone.now()),
        priorities=priorities_of(referral_id),
        completeness=next(iter(completenesses_of(referral_id)), None),
        routes=routes,
        hand_overs=hand_overs,
        responsible_id=responsible_for(referral_id, fact.desk_id),
        cluster=cluster,
        questions=questions,
        supplements=supplements_of(referral_id),
        happenings=happenings(entries, names),
        waiting=_waiting(actor, referral_id),
        alert_raised_at=alert.raised_at if alert else None,
        earlier_acknowledgement=_earlier_acknowledgement(actor, alert, names),
        first_acted_at=_first_acted_at(routes, referral_id),
        is_alert_acknowledged=bool(alert and alert.acknowledged_at),
        linked=facts_of({node.referral_id for node in cluster.nodes}) if cluster else {},
        names=names,
        is_do_not_alert_acknowledged=any(
            entry.act is Act.DO_NOT_ALERT_ACKNOWLEDGED
            and entry.organisation_id == actor.organisation_id
            and not is_passed_on(entry)
            for entry in entries
        ),
        not_understood=not_understood(referral_id),
        holder=holders_here(actor, [referral_id]).get(referral_id),
        others=others_on_event(actor, [referral_id]) if receives else (),
        event_case_id=case_on_event(referral_id) if receives else None,
        asked_for=_asked_for(hand_overs),
        **_abroad(actor, fact, routes),
    )


def _abroad(actor: Actor, fact: ReferralFact, routes: tuple[RouteView, ...]) -> dict[str, Any]:
    """What is known of another country's central desk, of a referral that points there."""
    newest = routes[0] if routes else None
    if newest is None or newest.receiver_id is not None or not newest.country:
        return {}
    outside = outside_of(fact.id) if newest.is_outside else None
    is_desks = actor.organisation_id == fact.desk_id
    desks = in_force_at(fact.desk_id) if is_desks and not newest.is_outside else ()
    return {
        "outside": outside,
        "central_desk": named({outside.central_desk_id}).get(outside.central_desk_id) if outside else None,
        "could_go_to": tuple(desk for desk in desks if newest.country in desk.countries),
    }


def _asked_for(hand_overs: tuple[HandOverView, ...]) -> CentralDeskView | None:
    """For whom outside this hub the newest hand-over is."""
    wanted_id = hand_overs[0].for_central_desk_id if hand_overs else None
    return named({wanted_id}).get(wanted_id) if wanted_id else None


def not_understood(referral_id: UUID) -> tuple[str, ...]:
    """Where the original has elements that the telling lacks, as the acceptance noted it; sender and desk know. Runs
    inside the caller's transaction.
    """
    accepted = timeline_of(referral_id, acts=[Act.REFERRAL_ACCEPTED], limit=1)
    return tuple(path for entry in accepted for path in entry.details.get("not_understood", ()))


def happenings(entries: list[EntryFact], organisations: dict[UUID, str]) -> tuple[Happening, ...]:
    """Entries in words: own people by name, others by their organisation. Runs inside the caller's transaction."""
    people = member_names({entry.member_id for entry in entries if entry.member_id})
    return tuple(
        Happening(
            title=str(ACT_TEXTS[entry.act]),
            by=_by(entry, people, organisations),
            at=entry.at,
            text=str(entry.details.get("reason") or ""),
        )
        for entry in entries
    )


def _earlier_acknowledgement(actor: Actor, alert: Alert | None, names: dict[UUID, str]) -> Happening | None:
    if alert is None or alert.acknowledged_at is not None:
        return None
    answers = timeline_of(alert.referral_id, acts=[Act.ALERT_ACKNOWLEDGED])
    own = [entry for entry in answers if entry.organisation_id == actor.organisation_id]
    return next(iter(happenings(own[:1], names)), None)


def _by(entry: EntryFact, people: dict[UUID, str], organisations: dict[UUID, str]) -> str:
    name = people.get(entry.member_id, "") if entry.member_id else ""
    organisation = organisations.get(entry.organisation_id, "")
    return ", ".join(part for part in (name, organisation) if part)


def _first_acted_at(routes: tuple[RouteView, ...], referral_id: UUID) -> datetime | None:
    receiver_id = routes[0].receiver_id if routes else None
    return first_actions([referral_id]).get(referral_id, {}).get(receiver_id) if receiver_id else None


def _pause(actor: Actor, referral_id: UUID) -> Happening | None:
    """Who let the clock stand, when and why."""
    entries = timeline_of(referral_id, acts=[Act.CLOCK_PAUSED])
    own = [entry for entry in entries if entry.organisation_id == actor.organisation_id]
    return next(iter(happenings(own[:1], {})), None)


def _waiting(actor: Actor, referral_id: UUID) -> Waiting | None:
    item = QueueItem.objects.filter(referral_id=referral_id).first()
    if item is None:
        return None
    taken_by = member_names([item.taken_by_id]).get(item.taken_by_id, "") if item.taken_by_id else ""
    return Waiting(
        band=Band(item.band),
        is_imminent=item.is_imminent,
        due_at=item.due_at,
        arrived_at=item.arrived_at,
        taken_by_id=item.taken_by_id,
        taken_by=taken_by,
        case_id=item.case_id,
        closed_at=item.closed_at,
        bundle_size=item.bundle_size,
        duplicate_of_id=item.duplicate_of_id,
        needs_route=item.needs_route,
        is_paused=item.is_paused,
        paused=_pause(actor, referral_id) if item.is_paused else None,
        told_together=told_together(actor, item) if item.bundle_size > 1 else None,
    )
