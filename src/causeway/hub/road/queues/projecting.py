"""The one projection of where a referral stands, for one organisation. Whatever it says can be made anew from what
was decided and entered (`standings`, `commands/rebuild`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, move_clocks, resume, stop_clock, with_running_clock
from causeway.hub.base.clocks.terms import ClockTerms, terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.rows.remembering import remembering
from causeway.hub.base.rows.updating import update_each
from causeway.hub.road.assessments.queries.standing import PriorityView
from causeway.hub.road.clusters.queries.cluster import heads_of, later_tellings, was_told_again
from causeway.hub.road.queues.beside_floods import beside_floods
from causeway.hub.road.queues.fairness import stand_in_turn
from causeway.hub.road.queues.growing import Came, Stood, came_under, grow, grow_by, stood_among
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.news_lines import open_lines_of_news, under_lines_of_news, with_tellings_under
from causeway.hub.road.queues.standings import Standing, standings_of
from causeway.hub.road.referrals.queries.told import Told
from causeway.timing import BAND_DUTIES
from causeway.triage import has_child_subject
from causeway.vocabulary.findings import ALARM, BAND_ORDER, Band

_MOST_REASONS = 3
_AT_ONCE = 200
_GROWN = ("band", "band_rank", "score", "due_at", "reasons", "is_imminent", "bundle_size", "has_file", "child_subject")
_RENEWED = (*_GROWN, "news_at", "is_paused", "fair_at")
"""What a line takes over from its bundle, its clock and its turn."""


def project_item(actor: Actor, referral_id: UUID, *, known: Told | None = None) -> UUID | None:
    """Make or renew the queue item of the actor's organisation; None when nothing waits for it. `known` is the referral
    where the caller has read it. Runs inside the caller's transaction.
    """
    return project_items(actor, [referral_id], known={known.id: known} if known else {}).get(referral_id)


def project_items(
    actor: Actor, referral_ids: Collection[UUID], *, known: Mapping[UUID, Told] | None = None
) -> dict[UUID, UUID]:
    """Make or renew the queue items of the actor's organisation, and give them by referral: those of which anything
    waits for it. `known` are those of the referrals that the caller has read. Runs inside the caller's transaction.
    """
    return _project(actor, referral_ids, known or {}, {})


def _project(
    actor: Actor, referral_ids: Collection[UUID], known: Mapping[UUID, Told], came: Mapping[UUID, Came]
) -> dict[UUID, UUID]:
    """The same; `came` is what came under lines that are made anew for nothing else."""
    before = hold_lines(actor.organisation_id, referral_ids)
    standings = standings_of(actor.organisation_id, referral_ids, known) if referral_ids else []
    if not standings:
        return {}
    placed = under_lines_of_news(actor.organisation_id, standings)
    standings = beside_floods(actor.organisation_id, standings, placed)
    with remembering():
        terms = {
            one.referral.id: terms_for(actor, BAND_DUTIES[one.priority.band], at=one.arrived_at) for one in standings
        }
    items = _put([_item(one, due_at=terms[one.referral.id].due_at(one.arrived_at)) for one in standings])
    said = {one.referral.id: one.priority.assessed_at for one in standings if one.priority.member_id is not None}
    grown = before.keys() & came.keys()
    with _saved(items):
        _gather(actor, [item for item in items if item.referral_id not in grown], said)
        for item in items:
            if item.referral_id in grown:
                grow_by(item, before[item.referral_id], came[item.referral_id], said_at=said.get(item.referral_id))
        _time(actor, items, terms)
    above = {item.duplicate_of_id for item in items}
    above |= {before[item.referral_id].duplicate_of_id for item in items if item.referral_id in before}
    _project(actor, sorted(one for one in above if one is not None), {}, came_under(before, items))
    with _saved(items):  # A line's turn is counted among lines that stand where they belong.
        stand_in_turn(items)
    return {item.referral_id: item.id for item in items}


def hold_lines(own_id: UUID, referral_ids: Collection[UUID]) -> dict[UUID, Stood]:
    """Lock the lines that there are, in the order in which rows are put, before anything is read of them: what somebody
    does meanwhile, such as taking one, is not written over. Lines of first tellings and of news, which are made anew
    afterwards, are locked at once with them: else whoever began at such a line would wait for one of these, and these
    for it. Runs inside the caller's transaction.
    """
    heads = heads_of(referral_ids)
    ids = {*referral_ids, *heads, *(open_lines_of_news(own_id, heads) if heads else ())}
    rows = QueueItem.objects.filter(organisation_id=own_id, referral_id__in=ids)
    list(rows.order_by("referral_id").select_for_update().values_list("id"))
    # A statement of its own: it sees what was put under a line while the locks were waited for.
    return stood_among(rows)


def held_among(subjects: Iterable[UUID]) -> list[UUID]:
    """Which of these have a line in the acting organisation's queue. Runs inside the caller's transaction."""
    return list(QueueItem.objects.filter(referral_id__in=list(subjects)).values_list("referral_id", flat=True))


def _item(standing: Standing, *, due_at: datetime) -> QueueItem:
    referral, priority = standing.referral, standing.priority
    document = referral.referral
    return QueueItem(
        organisation_id=standing.own_id,
        referral_id=referral.id,
        reference=referral.reference,
        sender_id=referral.sender_id,
        sender_name=standing.sender_name,
        concern=document.concern.value,
        band=priority.band.value,
        band_rank=BAND_ORDER.index(priority.band),
        score=priority.score,
        is_imminent=priority.is_imminent,
        completeness=standing.completeness,
        reasons=_heaviest(priority),
        has_file=document.has_file,
        child_subject=has_child_subject(document, on=referral.received_at.date()),
        duplicate_of_id=standing.head_id,
        is_line=standing.is_line,
        brings_news=standing.brings_news,
        news_at=standing.news_at,
        needs_route=standing.needs_route,
        route_country=standing.route_country,
        receiver_id=standing.receiver_id,
        offered_by_id=standing.offer.giver_id if standing.offer else None,
        offered_to_id=standing.offer.receiver_id if standing.offer else None,
        offer_due_at=standing.offer.due_at if standing.offer else None,
        received_at=referral.received_at,
        arrived_at=standing.arrived_at,
        due_at=due_at,
        fair_at=due_at,
        taken_by_id=standing.held.taken_by_id,
        taken_at=standing.held.taken_at,
        case_id=standing.held.case_id,
        closed_at=standing.closed_at,
    )


_KEYS = ("organisation_id", "referral_id")
_NOT_PROJECTED = ("id", "begun_by_id")
_VALUES = [
    field.name
    for field in QueueItem._meta.concrete_fields
    if field.name not in (*_KEYS, *_NOT_PROJECTED) and not field.generated
]


def _put(items: list[QueueItem]) -> list[QueueItem]:
    """The items, new or renewed; their rows are locked until the transaction ends."""
    QueueItem.objects.bulk_create(items, update_conflicts=True, unique_fields=list(_KEYS), update_fields=_VALUES)
    # A row that was there keeps its own key.
    stored = QueueItem.objects.filter(
        organisation_id=items[0].organisation_id, referral_id__in=[item.referral_id for item in items]
    )
    ids = dict(stored.values_list("referral_id", "id"))
    for item in items:
        item.id = ids[item.referral_id]
    return items


@contextmanager
def _saved(items: list[QueueItem]) -> Iterator[None]:
    """Save those of the items that change meanwhile."""
    before = [_renewed(item) for item in items]
    yield
    renewed = [item for item, was in zip(items, before, strict=True) if _renewed(item) != was]
    update_each(renewed, _RENEWED)


def _renewed(item: QueueItem) -> list[Any]:
    return [getattr(item, name) for name in _RENEWED]


def _gather(actor: Actor, items: list[QueueItem], said: Mapping[UUID, datetime]) -> None:
    """First tellings that come after others of their event, or are made anew, take them into their bundle and grow by
    it; so do later tellings that stand by themselves for what they say anew, by those that came under them. `said` is
    when a person said where one stands.
    """
    firsts = {item.referral_id: item for item in items if item.duplicate_of_id is None}
    lines = QueueItem.objects.filter(organisation_id=actor.organisation_id)
    told_again = lines.filter(was_told_again("referral_id"), referral_id__in=firsts) if firsts else lines.none()
    head_ids = list(told_again.values_list("referral_id", flat=True))
    if head_ids:
        strays = lines.filter(referral_id__in=later_tellings(head_ids), duplicate_of_id=None)
        stray_ids = list(strays.order_by("arrived_at", "id").values_list("referral_id", flat=True))
        for some in in_batches(stray_ids, _AT_ONCE):
            project_items(actor, some)
    for line in (*(firsts[head_id] for head_id in head_ids), *with_tellings_under(actor.organisation_id, items)):
        grow(line, said_at=said.get(line.referral_id))


def _time(actor: Actor, items: list[QueueItem], terms: Mapping[UUID, ClockTerms]) -> None:
    """Let a clock run while a line waits for somebody to take it into a case, with the line's own deadline, which its
    pauses move, whatever its band. A clock that stands runs on by itself once a child may be in danger now, and the
    ledger says so.
    """
    waiting = [item for item in items if item.is_line and item.closed_at is None and item.case_id is None]
    _stop([item for item in items if item not in waiting])
    wanted = {item.referral_id: (_terms_of(actor, item, terms[item.referral_id]), item.arrived_at) for item in waiting}
    clocks = move_clocks(wanted, ClockKind.QUEUE) if wanted else {}
    for item in waiting:
        clock = clocks[item.referral_id]
        if clock.is_paused and item.is_imminent:
            clock = resume(item.referral_id, ClockKind.QUEUE, at=timezone.now())
            enter(Act.CLOCK_RESUMED, subjects=[item.referral_id], details={"is_imminent": True})
        item.due_at, item.is_paused = clock.due_at, clock.is_paused


def _stop(items: list[QueueItem]) -> None:
    running = with_running_clock({item.referral_id for item in items}, ClockKind.QUEUE) if items else set()
    for item in items:
        if item.referral_id in running:
            stop_clock(item.referral_id, ClockKind.QUEUE, at=item.closed_at or timezone.now())


def _terms_of(actor: Actor, item: QueueItem, terms: ClockTerms) -> ClockTerms:
    # A bundle's line takes over the band and the deadline of its most urgent telling.
    if terms.duty is not BAND_DUTIES[Band(item.band)]:
        terms = terms_for(actor, BAND_DUTIES[Band(item.band)], at=item.arrived_at)
    return replace(terms, allowance=item.due_at - item.arrived_at)


def _heaviest(priority: PriorityView) -> list[Any]:
    """The heaviest reasons; they repeat nothing that anybody wrote."""
    found = [reason for reason in priority.found.reasons if reason.contribution or reason.code.startswith(ALARM)]
    return [to_document(reason) for reason in found[:_MOST_REASONS]]
