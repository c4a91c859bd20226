"""Notices to the bodies that protect children: for those who told, and for those who were told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
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
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.cases.children import Child, children_in, place_words, postcodes
from causeway.hub.road.cases.models import Safeguarding, SafeguardingAnswer, SafeguardingOrigin
from causeway.hub.road.cases.queries.finding import case_of
from causeway.hub.road.cases.queries.unprotected import unprotected_in
from causeway.hub.road.cases.words import CONCERN_IN_PLAIN_WORDS
from causeway.hub.road.referrals.queries.told import told
from causeway.routing import Postcodes, authority, parse_postcode
from causeway.timing import Duty, Term
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind
from causeway.vocabulary.referral import Account, PartyRole, Referral
from causeway.vocabulary.safeguarding import SafeguardingNotice

PAGE_SIZE = 25


_NO_NAME = frozenset({"", "not known", "niet bekend", "onbekend", "non noto"})
"""What the form asks people to write where they do not know the name, in its three languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice and how it stands. `acknowledged_by` is a name that the body gave; None while it waits. Only whoever
    told it knows `referral_id`, `case_id`, and `child`, whom the referral names at this place.
    """

    id: UUID
    referral_id: UUID | None
    case_id: UUID | None
    child: int | None
    teller_id: UUID
    teller: str
    body: str
    notice: SafeguardingNotice
    told_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    note: str

    @property
    def called(self) -> str:
        """By what a reader knows the child; whoever told may have written that the name is not known."""
        is_named = self.notice.child_name.strip().casefold() not in _NO_NAME
        return self.notice.child_name if is_named else _("A child who is not named")

    def is_late(self, now: datetime) -> bool:
        """Whether the body did not acknowledge, or has not yet, within its time."""
        return (self.acknowledged_at or now) > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyChoice:
    """A body that may be told. `why` says what speaks for it; empty where nothing does."""

    id: UUID
    name: str
    why: str

    @property
    def is_suggested(self) -> bool:
        """Whether it serves the place where the child is."""
        return bool(self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the form begins with: the children, for each the bodies (suggested ones first), and words for the concern.

    `waiting` are the children of whom no body was told, as far as the referral names them.
    `extras` are sentences about the subject that a teller may choose to add; none is told by itself. `answer_within` is
    how long a body has to say who has taken it on.
    """

    referral_id: UUID
    reference: str
    children: tuple[Child, ...]
    waiting: tuple[Child, ...]
    bodies: tuple[tuple[BodyChoice, ...], ...]
    concern: str
    extras: tuple[str, ...]
    case_id: UUID | None
    answer_within: Term


@query(Permission.ACKNOWLEDGE_SAFEGUARDING)
def notices_waiting(actor: Actor, *, is_answered: bool = False, limit: int = 200) -> list[NoticeView]:
    """What the actor's organisation was told and has not acknowledged yet, urgent ones first, then least time left; or
    what it has.
    """
    rows = Safeguarding.objects.filter(body_id=actor.organisation_id, answer__isnull=not is_answered)
    if is_answered:
        return notice_views(rows.order_by("-told_at", "id")[:limit])
    return notice_views(rows.order_by("-document__is_urgent", "due_at", "id")[:limit])


@query(Permission.TELL_SAFEGUARDING)
def notices_told(actor: Actor, *, limit: int = 200) -> list[NoticeView]:
    """What the actor's organisation has told: first what nobody acknowledged, least time left first."""
    rows = Safeguarding.objects.filter(teller_id=actor.organisation_id)
    waiting = rows.filter(answer__isnull=True).order_by("due_at", "id")[:limit]
    answered = rows.filter(answer__isnull=False).order_by("-told_at", "id")[:limit]
    return notice_views([*waiting, *answered])


@query(Permission.TELL_SAFEGUARDING)
def told_notice(actor: Actor, notice_id: UUID) -> NoticeView:
    """One notice, as the organisation that told it; the look is entered.

    Raises:
        NotFound: the actor's organisation told no such notice.
    """
    row = Safeguarding.objects.filter(id=notice_id, teller_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    enter(Act.SAFEGUARDING_READ, subjects=[row.id])
    return notice_views([row])[0]


@query(Permission.TELL_SAFEGUARDING)
def safeguarding_proposal(actor: Actor, referral_id: UUID) -> Proposal:
    """What may be told about the children of a referral, and to whom. The look is entered.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    enter(Act.REFERRAL_READ, subjects=[referral_id])
    children = children_in(referral.referral, on=referral.received_at.date())
    case = case_of(referral_id)
    return Proposal(
        referral_id=referral_id,
        reference=referral.reference,
        children=children,
        waiting=tuple(each.child for each in unprotected_in([referral_id]) if each.child),
        bodies=tuple(_bodies(actor, child) for child in children) or (_bodies(actor, None),),
        concern=str(CONCERN_IN_PLAIN_WORDS[referral.referral.concern]),
        extras=_extras(referral.referral),
        case_id=case.id if case else None,
        answer_within=term_at(Duty.SAFEGUARDING_ACKNOWLEDGEMENT, timezone.now()),
    )


def notices_about(referral_ids: Collection[UUID]) -> list[NoticeView]:
    """What the acting organisation told about these referrals, newest first. Runs inside the caller's transaction."""
    rows = Safeguarding.objects.filter(origin__referral_id__in=list(referral_ids))
    return notice_views(rows.order_by("-told_at", "id"))


def notice_views(rows: Iterable[Safeguarding]) -> list[NoticeView]:
    """Rows as views. Runs inside the caller's transaction."""
    found = list(rows)
    ids = [row.id for row in found]
    names = names_of({row.teller_id for row in found} | {row.body_id for row in found})
    origins = {each.safeguarding_id: each for each in SafeguardingOrigin.objects.filter(safeguarding_id__in=ids)}
    answers = {each.safeguarding_id: each for each in SafeguardingAnswer.objects.filter(safeguarding_id__in=ids)}
    return [_view(row, origins.get(row.id), answers.get(row.id), names) for row in found]


def _view(
    row: Safeguarding, origin: SafeguardingOrigin | None, answer: SafeguardingAnswer | None, names: dict[UUID, str]
) -> NoticeView:
    return NoticeView(
        id=row.id,
        referral_id=origin.referral_id if origin else None,
        case_id=origin.case_id if origin else None,
        child=origin.child if origin else None,
        teller_id=row.teller_id,
        teller=names.get(row.teller_id, ""),
        body=names.get(row.body_id, ""),
        notice=from_document(SafeguardingNotice, row.document),
        told_at=row.told_at,
        due_at=row.due_at,
        acknowledged_at=answer.acknowledged_at if answer else None,
        acknowledged_by=answer.name if answer else None,
        note=answer.note if answer else "",
    )


def _bodies(actor: Actor, child: Child | None) -> tuple[BodyChoice, ...]:
    """Bodies that an agreement lets us tell, those that serve the child's place first."""
    allowed = set(receivers(Category.SAFEGUARDING))
    here = _places(child) if child else frozenset()
    choices = []
    for body in directory(actor, kind=OrganisationKind.PARTNER):
        if body.id not in allowed:
            continue
        served = sorted(place for place in body.places if place.casefold() in here)
        kind_rank = 0 if body.partner_kind == PartnerKind.CHILDRENS_SERVICES else 1
        why = _("serves %(places)s") % {"places": ", ".join(served)} if served else ""
        choices.append((not served, kind_rank, body.name, BodyChoice(id=body.id, name=body.name, why=why)))
    return tuple(choice for *_, choice in sorted(choices, key=lambda item: item[:3]))


def _extras(referral: Referral) -> tuple[str, ...]:
    lines: list[str] = []
    for party in referral.parties_as(PartyRole.SUBJECT):
        if party.relation:
            known = _("The person said to have harmed is known to the child as: %(relation)s.")
            lines.append(known % {"relation": party.relation})
        if name := " ".join(name for name in (party.first_name, party.last_name) if name):
            lines.append(_("The person said to have harmed is named as %(name)s.") % {"name": name})
        lines += [_of_account(account) for account in party.accounts if account.handle or account.identifier]
    return tuple(dict.fromkeys(lines))


def _of_account(account: Account) -> str:
    named = {"account": account.handle or account.identifier, "service": account.service}
    if account.service:
        return _("The person said to have harmed uses the account %(account)s at %(service)s.") % named
    return _("The person said to have harmed uses the account %(account)s at the service.") % named


def _places(child: Child) -> frozenset[str]:
    """The child's places as names and codes, case folded; a postcode stands for the authorities in which it lies."""
    found = set(place_words(child))
    for text in postcodes(child):
        postcode = parse_postcode(text)
        for code in _postcode_table().authorities(postcode) if postcode else ():
            found |= {code.casefold(), (authority(code).name or code).casefold()}
    return frozenset(found)


@cache
def _postcode_table() -> Postcodes:
    return Postcodes()
