"""Requests to services: for the force that asks, and for the service that is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.terms import term_at
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import directory, names_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.road.cases.queries.finding import case_of
from causeway.hub.road.data_requests.models import (
    DataRequest,
    DataRequestAnswer,
    DataRequestOrigin,
    PreservationExtension,
)
from causeway.hub.road.data_requests.preserving import last_end
from causeway.hub.road.data_requests.words import FINAL, MEETS_THE_CLOCK, AnswerKind, RequestKind, RequestState
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.timing import Duty, Term
from causeway.vocabulary.organisations import Category, OrganisationKind
from causeway.vocabulary.referral import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer of the service, and when that was asked to which it is the answer."""

    kind: AnswerKind
    text: str
    acknowledges_do_not_alert: bool
    asked_at: datetime
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionView:
    """The force asked to preserve for longer."""

    until: datetime
    legal_basis: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request, its answers and its extensions, oldest first. Only the force knows `referral_id` and `case_id`.

    `due_at` is by when an answer is owed to what was asked last. `preserve_until` is the last end that was asked for
    and not refused; None where nothing is preserved. `first_end` is the one that was asked for at first. `released_at`
    is when the force needed it no longer.
    """

    id: UUID
    reference: str
    kind: RequestKind
    force_id: UUID
    force: str
    service_id: UUID
    service: str
    referral_id: UUID | None
    case_id: UUID | None
    identifiers: tuple[str, ...]
    text: str
    legal_basis: str
    contact: str
    do_not_alert_until: date | None
    made_at: datetime
    due_at: datetime
    days_off: tuple[date, ...]
    is_paused: bool
    first_end: datetime | None
    preserve_until: datetime | None
    released_at: datetime | None
    answers: tuple[AnswerView, ...]
    extensions: tuple[ExtensionView, ...]

    @property
    def asked_at(self) -> datetime:
        """When it was asked for last."""
        return self.extensions[-1].asked_at if self.extensions else self.made_at

    @property
    def current_answers(self) -> tuple[AnswerView, ...]:
        """What the service said to what was asked last."""
        return tuple(answer for answer in self.answers if answer.asked_at == self.asked_at)

    @property
    def state(self) -> RequestState:
        """What was answered last, to what was asked last."""
        current = self.current_answers
        return RequestState(current[-1].kind.value) if current else RequestState.WAITING

    @property
    def is_over(self) -> bool:
        """Whether nothing more is owed."""
        return self.released_at is not None or any(answer.kind in FINAL for answer in self.current_answers)

    @property
    def sure_until(self) -> datetime | None:
        """The last end of which the service said that it preserves until then; None while it said so of none."""
        said = {answer.asked_at for answer in self.answers if answer.kind is AnswerKind.PRESERVED}
        ends = [(self.made_at, self.first_end), *((each.asked_at, each.until) for each in self.extensions)]
        return next((until for asked_at, until in reversed(ends) if asked_at in said), None)

    @property
    def met_at(self) -> datetime | None:
        """When the service did what the clock asks of it; None while it has not."""
        met = (answer.answered_at for answer in self.current_answers if answer.kind in MEETS_THE_CLOCK[self.kind])
        return min(met, default=None)

    @property
    def do_not_alert_acknowledged(self) -> bool:
        """Whether the service has confirmed that it will not tell the account's holder."""
        return any(answer.acknowledges_do_not_alert for answer in self.answers)

    def is_late(self, now: datetime) -> bool:
        """Whether the service did not answer, or has not yet, within its time; not while its clock stands."""
        return not self.is_paused and (self.met_at or self.released_at or now) > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestProposal:
    """What the form begins with: services that may be asked (the sender first), accounts, the force's mailbox, and how
    long the service has to acknowledge and to answer.
    """

    referral_id: UUID
    reference: str
    case_id: UUID | None
    services: tuple[tuple[UUID, str], ...]
    identifiers: tuple[str, ...]
    contact: str
    do_not_alert_until: date | None
    acknowledge_within: Term
    answer_within: Term


@query(Permission.ANSWER_DATA_REQUEST)
def requests_received(actor: Actor, *, is_over: bool | None = None, limit: int = 500) -> list[RequestView]:
    """What the actor's organisation was asked: what is open first, least time left first."""
    rows = DataRequest.objects.filter(service_id=actor.organisation_id).order_by("-made_at")[:limit]
    views = request_views(rows)
    if is_over is not None:
        views = [view for view in views if view.is_over is is_over]
    return sorted(views, key=lambda view: (view.is_over, view.due_at if not view.is_over else view.made_at))


@query(Permission.MAKE_DATA_REQUEST)
def request_made(actor: Actor, request_id: UUID) -> RequestView:
    """One request, as the force that made it; the look is entered.

    Raises:
        NotFound: the actor's organisation made no such request.
    """
    row = DataRequest.objects.filter(id=request_id, force_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    enter(Act.DATA_REQUEST_READ, subjects=[row.id])
    return request_views([row])[0]


@query(Permission.MAKE_DATA_REQUEST)
def request_proposal(actor: Actor, referral_id: UUID) -> RequestProposal:
    """What may be asked about a referral, and of whom. The look is entered.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    enter(Act.REFERRAL_READ, subjects=[referral_id])
    allowed = set(receivers(Category.DATA_REQUEST))
    services = [item for item in directory(actor, kind=OrganisationKind.SERVICE) if item.id in allowed]
    services.sort(key=lambda item: (item.id != referral.sender_id, item.name))
    own, case, now = listing_by_id(actor.organisation_id), case_of(referral_id), timezone.now()
    return RequestProposal(
        referral_id=referral_id,
        reference=referral.reference,
        case_id=case.id if case else None,
        services=tuple((item.id, item.name) for item in services),
        identifiers=_accounts(referral),
        contact=own.mailbox if own else "",
        do_not_alert_until=referral.referral.do_not_alert_until,
        acknowledge_within=term_at(Duty.PRESERVE_ACKNOWLEDGEMENT, now),
        answer_within=term_at(Duty.DATA_QUESTION, now),
    )


def requests_about(referral_ids: Iterable[UUID], *, force_id: UUID) -> list[RequestView]:
    """What the force asked about these referrals, newest first. Runs inside the caller's transaction."""
    rows = DataRequest.objects.filter(origin__referral_id__in=list(referral_ids), force_id=force_id)
    return request_views(rows.order_by("-made_at", "id"))


def request_views(rows: Iterable[DataRequest]) -> list[RequestView]:
    """Rows as views. Runs inside the caller's transaction."""
    found = list(rows)
    names = names_of({row.force_id for row in found} | {row.service_id for row in found})
    ids = [row.id for row in found]
    origins = {each.request_id: each for each in DataRequestOrigin.objects.filter(request_id__in=ids)}
    answers: dict[UUID, list[DataRequestAnswer]] = {}
    for answer in DataRequestAnswer.objects.filter(request_id__in=ids).order_by("answered_at"):
        answers.setdefault(answer.request_id, []).append(answer)
    extensions: dict[UUID, list[PreservationExtension]] = {}
    for each in PreservationExtension.objects.filter(request_id__in=ids).order_by("asked_at"):
        extensions.setdefault(each.request_id, []).append(each)
    return [
        _view(row, origins.get(row.id), answers.get(row.id, []), extensions.get(row.id, []), names) for row in found
    ]


def _view(
    row: DataRequest,
    origin: DataRequestOrigin | None,
    answers: list[DataRequestAnswer],
    extensions: list[PreservationExtension],
    names: dict[UUID, str],
) -> RequestView:
    return RequestView(
        id=row.id,
        reference=row.reference,
        kind=RequestKind(row.kind),
        force_id=row.force_id,
        service_id=row.service_id,
        force=names.get(row.force_id, ""),
        service=names.get(row.service_id, ""),
        referral_id=origin.referral_id if origin else None,
        case_id=origin.case_id if origin else None,
        identifiers=tuple(row.identifiers),
        text=row.text,
        legal_basis=row.legal_basis,
        contact=row.contact,
        do_not_alert_until=row.do_not_alert_until,
        made_at=row.made_at,
        due_at=extensions[-1].due_at if extensions else row.due_at,
        days_off=() if extensions else tuple(row.days_off),
        is_paused=row.paused_at is not None,
        first_end=row.preserve_until,
        preserve_until=_preserved_until(row, answers, extensions),
        released_at=row.released_at,
        extensions=tuple(
            ExtensionView(until=each.until, legal_basis=each.legal_basis, asked_at=each.asked_at, due_at=each.due_at)
            for each in extensions
        ),
        answers=tuple(
            AnswerView(
                kind=AnswerKind(answer.kind),
                text=answer.text,
                acknowledges_do_not_alert=answer.acknowledges_do_not_alert,
                asked_at=answer.asked_at or row.made_at,
                answered_at=answer.answered_at,
            )
            for answer in answers
        ),
    )


def _preserved_until(
    row: DataRequest, answers: list[DataRequestAnswer], extensions: list[PreservationExtension]
) -> datetime | None:
    if row.preserve_until is None:
        return None
    asked = [(row.made_at, row.preserve_until), *((each.asked_at, each.until) for each in extensions)]
    refused = [answer.asked_at or row.made_at for answer in answers if answer.kind == AnswerKind.CANNOT.value]
    return last_end(asked, refused)


def _accounts(referral: Told) -> tuple[str, ...]:
    """The accounts told of, a line each: what the service needs to find them."""
    lines = [_line(account) for party in referral.referral.parties for account in party.accounts]
    return tuple(dict.fromkeys(line for line in lines if line))


def _line(account: Account) -> str:
    known = [f"id {account.identifier}" if account.identifier else "", account.handle or "", *account.profile_urls[:1]]
    what = ", ".join(part for part in known if part)
    return f"{account.service}: {what}" if account.service and what else what


def request_reference(request_id: UUID) -> str | None:
    """The reference of a request that the acting organisation made or was asked, or None. Runs inside the caller's
    transaction.
    """
    return DataRequest.objects.filter(id=request_id).values_list("reference", flat=True).first()
