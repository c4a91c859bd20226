"""Appeals: for the desk that decides them, and for whoever made one and has its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.commands.decide_appeal import has_judged
from causeway.hub.knowledge.banks.commands.make_appeal import DECIDE_WITHIN, secret_hash
from causeway.hub.knowledge.banks.deciding import may_be_decided
from causeway.hub.knowledge.banks.models import Appeal, ReceivedAppeal
from causeway.vocabulary.signals import SignalKind

MOST_SHOWN = 200
MOST_TEXTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """An appeal as the desk sees it. Without a signal, nothing was found under `named`. `may_decide` is false for who
    added the signal or voted on it, and `needs_somebody` says that it is so for all of the desk. `joined` are the texts
    of those that say the same, the newest of them, and `joined_count` is how many there are.
    """

    id: UUID
    reference: str
    signal_id: UUID | None
    bank: str
    kind: SignalKind | None
    value: str
    named: str
    text: str
    made_at: datetime
    due_at: datetime
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str
    may_decide: bool
    needs_somebody: bool
    joined: tuple[str, ...]
    joined_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedAppeal:
    """An appeal of one desk as whoever made it sees it, once all under its code are decided (`undecided_until`)."""

    organisation: str
    made_at: datetime
    due_at: datetime
    decided_at: datetime | None
    is_upheld: bool | None
    reasons: str


@query(Permission.DECIDE_APPEALS)
def appeals(actor: Actor, *, is_decided: bool = False) -> list[AppealView]:
    """The desk's appeals: those that wait, due first, or the newest that are decided."""
    found = Appeal.objects.filter(decided_at__isnull=not is_decided, joins=None).select_related("signal__bank")
    rows = list(found.order_by("-decided_at" if is_decided else "due_at", "id")[:MOST_SHOWN])
    joined = Appeal.objects.filter(joins__in=rows).values_list("joins_id").annotate(Count("id"))
    counts: dict[UUID | None, int] = dict(joined.order_by())
    may_be = may_be_decided(actor, [] if is_decided else rows)
    return [_view(actor, row, count=counts.get(row.id, 0), needs_somebody=not may_be.get(row.id, True)) for row in rows]


@query(Permission.DECIDE_APPEALS)
def appeal_view(actor: Actor, appeal_id: UUID) -> AppealView:
    """One appeal.

    Raises:
        NotFound: the desk has no such appeal.
    """
    row = Appeal.objects.filter(id=appeal_id).select_related("signal__bank").first()
    if row is None:
        raise NotFound(_("There is no such appeal."))
    joined = Appeal.objects.filter(joins=row).order_by("-made_at")
    texts = tuple(joined.values_list("text", flat=True)[:MOST_TEXTS])
    needs_somebody = row.decided_at is None and not may_be_decided(actor, [row])[row.id]
    return _view(actor, row, texts=texts, count=joined.count(), needs_somebody=needs_somebody)


@query(Permission.APPEAL_SIGNAL)
def followed_appeals(actor: Actor, reference: str, secret: str) -> list[FollowedAppeal]:
    """What this desk decides under a code, or has received and not sorted; nothing where reference and secret do not
    belong together.
    """
    code = {"reference": reference.strip().upper(), "secret_hash": secret_hash(secret)}
    found, received = Appeal.objects.filter(**code), ReceivedAppeal.objects.filter(**code)
    return [
        *(_waiting(actor, at) for at in received.values_list("received_at", flat=True)),
        *(_followed(actor, row) for row in found.order_by("made_at", "id")),
    ]


def _waiting(actor: Actor, at: datetime) -> FollowedAppeal:
    """Read as one that a desk has."""
    return FollowedAppeal(
        organisation=actor.organisation_name,
        made_at=at,
        due_at=at + DECIDE_WITHIN,
        decided_at=None,
        is_upheld=None,
        reasons="",
    )


def _followed(actor: Actor, row: Appeal) -> FollowedAppeal:
    return FollowedAppeal(
        organisation=actor.organisation_name,
        made_at=row.made_at,
        due_at=row.made_at + DECIDE_WITHIN,
        decided_at=row.decided_at,
        is_upheld=row.is_upheld,
        reasons=row.reasons,
    )


def undecided_until(found: Sequence[FollowedAppeal]) -> datetime | None:
    """By when all that runs under one code is decided; None where it is. Until then whoever appealed reads no more: how
    many decide, and who, would say whether something is listed and by whom.
    """
    is_open = any(each.decided_at is None for each in found)
    return max(each.due_at for each in found) if is_open else None


def _view(
    actor: Actor, row: Appeal, *, texts: tuple[str, ...] = (), count: int = 0, needs_somebody: bool
) -> AppealView:
    signal = row.signal
    kind = signal.kind if signal else row.kind
    has_no_part = signal is None or actor.member_id is None or not has_judged(signal, actor.member_id)
    return AppealView(
        id=row.id,
        reference=row.reference,
        signal_id=signal.id if signal else None,
        bank=signal.bank.name if signal else "",
        kind=SignalKind(kind) if kind else None,
        value=signal.value if signal else "",
        named=row.named,
        text=row.text,
        made_at=row.made_at,
        due_at=row.due_at,
        decided_at=row.decided_at,
        is_upheld=row.is_upheld,
        reasons=row.reasons,
        may_decide=row.decided_at is None and row.joins_id is None and has_no_part,
        needs_somebody=needs_somebody,
        joined=texts,
        joined_count=count,
    )
