"""The queue as its readers see it: filtered, found by equality, sorted, paged by a cursor that nothing shifts."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_search
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.queues.abroad import without_desk
from causeway.hub.road.queues.models import Alert, QueueItem, urgency_rank
from causeway.hub.road.queues.queries.senders import NOBODY_ELSE, AlsoToldBy, also_told_by
from causeway.hub.road.queues.queries.summaries import summary_of
from causeway.hub.road.referrals.queries.finding import ids_by_reference
from causeway.hub.road.referrals.queries.told import referrals_with_term
from causeway.hub.road.referrals.terms import as_term
from causeway.selectors import SelectorError, normalise_email, normalise_ip, normalise_phone, normalise_url
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.referral import Email, IpEvent, Phone
from causeway.vocabulary.selectors import Selector

_READINGS: tuple[Callable[[str], Selector], ...] = (
    lambda text: normalise_email(Email(address=text)),
    lambda text: normalise_phone(Phone(number=text)),
    lambda text: normalise_ip(IpEvent(address=text)),
    normalise_url,
)
"""What somebody may have typed into the search field."""

PAGE = 50


class Sort(StrEnum):
    """In which order the queue stands."""

    URGENCY = "urgency"
    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


_ORDER: dict[Sort, tuple[str, ...]] = {
    Sort.URGENCY: ("urgency_rank", "fair_at", "id"),
    Sort.DUE: ("due_at", "id"),
    Sort.NEWEST: ("-arrived_at", "-id"),
    Sort.OLDEST: ("arrived_at", "id"),
}
"""Each runs one way in all its columns, along one index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What the reader asks for; None is not asked. `text` is a reference or an identifier, found by equality.
    `sender_id` finds every line under which that sender told, whoever told first.
    """

    bands: tuple[Band, ...] = ()
    concern: str | None = None
    sender_id: UUID | None = None
    is_late: bool | None = None
    is_imminent: bool | None = None
    has_file: bool | None = None
    needs_route: bool | None = None
    is_offered: bool | None = None
    taken_by_me: bool | None = None
    is_taken: bool | None = None
    in_a_case: bool | None = None
    has_news: bool | None = None
    child_subject: bool | None = None
    is_closed: bool | None = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One line of the queue. While a hand-over waits, `handed_by` names the force that offers it to this organisation,
    or `waiting_for` whose answer is awaited. `lacks_desk_of` is the other country (ISO alpha-2) to which it points and
    which has no central desk here, `by_hand_to` the one to whose central desk it is handed by hand. `also_told_by`
    names others than its own sender who told of its event there.
    """

    referral_id: UUID
    reference: str
    sender_id: UUID
    sender_name: str
    concern: str
    band: Band
    score: float
    is_imminent: bool
    completeness: float | None
    summary: str
    has_file: bool
    child_subject: bool
    bundle_size: int
    duplicate_of_id: UUID | None
    news_at: datetime | None
    needs_route: bool
    received_at: datetime
    arrived_at: datetime
    due_at: datetime
    is_late: bool
    taken_by_id: UUID | None
    taken_by: str
    case_id: UUID | None
    closed_at: datetime | None
    is_alerting: bool
    is_paused: bool = False
    handed_by: str = ""
    waiting_for: str = ""
    lacks_desk_of: str = ""
    by_hand_to: str = ""
    also_told_by: AlsoToldBy = NOBODY_ELSE


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page, and the cursor of the next, or None when this is the last."""

    lines: tuple[QueueLine, ...]
    next_cursor: str | None


@query(Permission.READ_QUEUE)
def queue_page(
    actor: Actor,
    filters: QueueFilters | None = None,
    *,
    sort: Sort = Sort.URGENCY,
    cursor: str | None = None,
    limit: int = PAGE,
) -> QueuePage:
    """One page of the queue of the actor's organisation. A search stands in the ledger.

    Raises:
        Invalid: the cursor is not one that a page of this order gave.
    """
    now = timezone.now()
    ways = _filtered(actor, filters or QueueFilters(), now)
    if cursor:
        ways = [rows.filter(_after(sort, cursor)) for rows in ways]
    found = _first_of(ways, sort, limit + 1)
    page = found[:limit]
    if filters and filters.text.strip():
        enter_search("queue", filters.text.strip(), [item.referral_id for item in page])
    names = member_names([item.taken_by_id for item in page if item.taken_by_id])
    alerting = set(
        Alert.objects.filter(referral_id__in=[item.referral_id for item in page], acknowledged_at=None).values_list(
            "referral_id", flat=True
        )
    )
    pointed_at = {item.route_country for item in page if item.needs_route and item.route_country}
    lacking = without_desk(actor, pointed_at) if pointed_at else frozenset()
    others = also_told_by(actor, {item.referral_id: item.sender_id for item in page if item.bundle_size > 1})
    offered = {each for item in page for each in (item.offered_by_id, item.offered_to_id) if each}
    offers: dict[UUID | None, str] = dict(names_of(offered).items())
    return QueuePage(
        lines=tuple(
            replace(
                _line(item, now, names, item.referral_id in alerting),
                handed_by=offers.get(_offerer(item, actor.organisation_id), ""),
                waiting_for=offers.get(_awaited(item, actor.organisation_id), ""),
                also_told_by=others.get(item.referral_id, NOBODY_ELSE),
                lacks_desk_of=item.route_country if item.needs_route and item.route_country in lacking else "",
            )
            for item in page
        ),
        next_cursor=_cursor(sort, page[-1]) if len(found) > limit else None,
    )


def _first_of(ways: "list[QuerySet[QueueItem]]", sort: Sort, most: int) -> list[QueueItem]:
    """The first of all that these find, each along an index of its own."""
    names = [name.lstrip("-") for name in _ORDER[sort]]
    found = [item for rows in ways for item in rows.order_by(*_ORDER[sort])[:most]]
    found.sort(key=lambda item: [getattr(item, name) for name in names], reverse=_ORDER[sort][0].startswith("-"))
    return found[:most]


def _filtered(actor: Actor, filters: QueueFilters, now: datetime) -> "list[QuerySet[QueueItem]]":
    """What is asked for, found in one or two ways; nothing is found in both."""
    rows = QueueItem.objects.filter(is_line=True)
    if filters.text.strip():
        # Whoever looks for one referral finds it, bundled or closed.
        return [QueueItem.objects.filter(_found_by(filters.text.strip()))]
    if filters.bands:
        ranks = [BAND_ORDER.index(band) for band in filters.bands]
        rows = rows.filter(
            urgency_rank__in=[urgency_rank(rank, is_imminent=each) for rank in ranks for each in (True, False)]
        )
    flags = {
        "closed_at__isnull": None if filters.is_closed is None else not filters.is_closed,
        "is_imminent": filters.is_imminent,
        "has_file": filters.has_file,
        "needs_route": filters.needs_route,
        "offered_by_id__isnull": None if filters.is_offered is None else not filters.is_offered,
        "child_subject": filters.child_subject,
        "case_id__isnull": None if filters.in_a_case is None else not filters.in_a_case,
        "news_at__isnull": None if filters.has_news is None else not filters.has_news,
        "taken_by_id__isnull": None if filters.is_taken is None else not filters.is_taken,
        "concern": filters.concern,
    }
    rows = rows.filter(**{name: value for name, value in flags.items() if value is not None})
    if filters.is_late is not None:
        late = Q(due_at__lt=now, is_paused=False)
        rows = rows.filter(late if filters.is_late else ~late)
    if filters.taken_by_me and actor.member_id:
        rows = rows.filter(taken_by_id=actor.member_id)
    if filters.sender_id is None:
        return [rows]
    told_under = QueueItem.objects.filter(sender_id=filters.sender_id, is_line=False).values("duplicate_of_id")
    return [
        rows.filter(sender_id=filters.sender_id),
        rows.filter(referral_id__in=told_under).exclude(sender_id=filters.sender_id),
    ]


def _found_by(text: str) -> Q:
    """By a reference, or by any identifier however it is spelled."""
    terms = {as_term(text)}
    for normalise in _READINGS:
        try:
            terms.add(as_term(normalise(text).value))
        except SelectorError:
            continue
    found = {referral_id for term in terms for referral_id in referrals_with_term(None, term)}
    return Q(referral_id__in=found | set(ids_by_reference(text)))


def _line(item: QueueItem, now: datetime, names: Mapping[UUID, str], is_alerting: bool) -> QueueLine:
    return QueueLine(
        referral_id=item.referral_id,
        reference=item.reference,
        sender_id=item.sender_id,
        sender_name=item.sender_name,
        concern=item.concern,
        band=Band(item.band),
        score=item.score,
        is_imminent=item.is_imminent,
        completeness=item.completeness,
        summary=summary_of(item.reasons),
        has_file=item.has_file,
        child_subject=item.child_subject,
        bundle_size=item.bundle_size,
        duplicate_of_id=item.duplicate_of_id,
        news_at=item.news_at,
        needs_route=item.needs_route,
        by_hand_to="" if item.needs_route else item.route_country,
        received_at=item.received_at,
        arrived_at=item.arrived_at,
        due_at=item.due_at,
        is_late=item.closed_at is None and item.due_at < now and not item.is_paused,
        is_paused=item.is_paused,
        taken_by_id=item.taken_by_id,
        taken_by=names.get(item.taken_by_id, "") if item.taken_by_id else "",
        case_id=item.case_id,
        closed_at=item.closed_at,
        is_alerting=is_alerting,
    )


def _offerer(item: QueueItem, own_id: UUID) -> UUID | None:
    """The force that offers it to this organisation."""
    return item.offered_by_id if item.offered_to_id == own_id else None


def _awaited(item: QueueItem, own_id: UUID) -> UUID | None:
    """Whose answer is awaited, where it is not this organisation's own."""
    return item.offered_to_id if item.offered_to_id != own_id else None


def _cursor(sort: Sort, item: QueueItem) -> str:
    values = [getattr(item, name.lstrip("-")) for name in _ORDER[sort]]
    plain = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([sort.value, *plain]).encode()).decode()


def _after(sort: Sort, cursor: str) -> RawSQL:
    """What stands behind the cursor. Compared as a row, so that the index begins there, however deep the page lies."""
    names = _ORDER[sort]
    try:
        given, *values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if given != sort.value or len(values) != len(names):
            raise ValueError
        typed = [_typed(name, value) for name, value in zip(names, values, strict=True)]
    except (ValueError, TypeError) as fault:
        raise Invalid(_("This is not the cursor of a page of this order."), field="cursor") from fault
    columns = ", ".join(f"queues_queueitem.{name.lstrip('-')}" for name in names)
    beyond = "<" if names[0].startswith("-") else ">"
    row = f"({columns}) {beyond} ({', '.join(['%s'] * len(typed))})"
    return RawSQL(row, typed, output_field=BooleanField())  # noqa: S611 our own names


def _typed(name: str, value: str) -> Any:
    column = name.lstrip("-")
    if column == "id":
        return UUID(str(value))
    return int(value) if column == "urgency_rank" else datetime.fromisoformat(value)
