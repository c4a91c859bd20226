"""Agreements, as either side sees them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import Agreement
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.walls.identity import current_organisation
from causeway.vocabulary.organisations import Category, Purpose


class AgreementState(StrEnum):
    """Where an agreement stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """An agreement from the acting organisation's side: `is_given` where it is the one that gives."""

    id: UUID
    is_given: bool
    other_id: UUID
    other_name: str
    categories: tuple[Category, ...]
    purpose: Purpose
    basis: str
    proposed_at: datetime
    accepted_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    suspended_at: datetime | None
    is_suspended_by_us: bool
    suspension_reason: str
    version: int
    renews_id: UUID | None
    state: AgreementState

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, in the reader's zone: `until` is the first moment after it."""
        return timezone.localtime(self.until - timedelta(microseconds=1)).date() if self.until else None

    @property
    def direction(self) -> Literal["given", "received"]:
        """Which way it lets pass."""
        return "given" if self.is_given else "received"

    @property
    def can_accept(self) -> bool:
        """Whether the acting organisation is asked to accept it."""
        return self.state is AgreementState.PROPOSED and not self.is_given

    @property
    def can_end(self) -> bool:
        """Whether there is something to end."""
        return self.state in {AgreementState.PROPOSED, AgreementState.IN_FORCE, AgreementState.SUSPENDED}

    @property
    def can_renew(self) -> bool:
        """Whether the acting organisation, as the giving side, may propose the next version."""
        return self.is_given and self.accepted_at is not None and self.ended_at is None


@query(Permission.MANAGE_AGREEMENTS)
def agreements(actor: Actor) -> list[AgreementRow]:
    """All agreements that the actor's organisation is a side of, newest first."""
    return _rows(actor, list(Agreement.objects.order_by("-proposed_at")))


@query(Permission.MANAGE_AGREEMENTS)
def agreement(actor: Actor, agreement_id: UUID) -> AgreementRow:
    """One agreement.

    Raises:
        NotFound: the actor's organisation is no side of such an agreement.
    """
    found = list(Agreement.objects.filter(id=agreement_id))
    if not found:
        raise NotFound(_("There is no such agreement."))
    return _rows(actor, found)[0]


@query(Permission.MANAGE_AGREEMENTS)
def history(actor: Actor, agreement_id: UUID) -> list[AgreementRow]:
    """All versions of one agreement, newest first: those that it renews, and those that renew it.

    Raises:
        NotFound: the actor's organisation is no side of such an agreement.
    """
    every = {one.id: one for one in Agreement.objects.all()}
    if agreement_id not in every:
        raise NotFound(_("There is no such agreement."))
    chain = {agreement_id}
    while more := {
        each
        for one in every.values()
        if one.renews_id and {one.id, one.renews_id} & chain
        for each in (one.id, one.renews_id)
        if each in every and each not in chain
    }:
        chain |= more
    return _rows(actor, sorted((every[each] for each in chain), key=lambda one: one.proposed_at, reverse=True))


@query(Permission.MANAGE_AGREEMENTS)
def running_out(actor: Actor, *, now: datetime, within: timedelta) -> list[AgreementRow]:
    """Agreements in force whose end comes within this time and which no accepted version follows, soonest first."""
    found = Agreement.objects.filter(accepted_at__isnull=False, ended_at=None, until__gt=now, until__lte=now + within)
    return _rows(actor, list(found.order_by("until", "id")))


def _rows(actor: Actor, found: list[Agreement]) -> list[AgreementRow]:
    now, own = timezone.now(), actor.organisation_id
    names = names_of({one.giver_id for one in found} | {one.receiver_id for one in found})
    rows = []
    for one in found:
        is_given = one.giver_id == own
        other = one.receiver_id if is_given else one.giver_id
        rows.append(
            AgreementRow(
                id=one.id,
                is_given=is_given,
                other_id=other,
                other_name=names.get(other, ""),
                categories=tuple(Category(category) for category in one.categories),
                purpose=Purpose(one.purpose),
                basis=one.basis,
                proposed_at=one.proposed_at,
                accepted_at=one.accepted_at,
                until=one.until,
                ended_at=one.ended_at,
                suspended_at=one.suspended_at,
                is_suspended_by_us=one.suspended_by_id == own,
                suspension_reason=one.suspension_reason,
                version=one.version,
                renews_id=one.renews_id,
                state=_state(one, now),
            )
        )
    return rows


def _state(one: Agreement, now: datetime) -> AgreementState:
    if one.ended_at:
        return AgreementState.ENDED
    if one.until and one.until <= now:
        return AgreementState.LAPSED
    if one.suspended_at:
        return AgreementState.SUSPENDED
    return AgreementState.IN_FORCE if one.accepted_at else AgreementState.PROPOSED


def partners_in_force() -> list[UUID]:
    """The organisations with which the acting one has an agreement in force, given or received. Runs inside the
    caller's transaction.
    """
    now, identity = timezone.now(), current_organisation()
    found = Agreement.objects.filter(Q(until=None) | Q(until__gt=now), accepted_at__isnull=False, ended_at=None)
    sides = {side for pair in found.values_list("giver_id", "receiver_id") for side in pair}
    return sorted(side for side in sides if side != identity)
