"""Certificates from outside: entered by a member or from a file, confirmed or refused by a supervisor; and any
certificate can be revoked.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import active_people
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.knowledge.training.codes import new_code
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import Certificate, CertificateEvidence
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import CertificateState
from causeway.vocabulary.organisations import Category

LARGEST_EVIDENCE_BYTES = 2 * 1024**2
MOST_ROWS = 2_000
COLUMNS = ("email", "skill", "title", "provider", "issued_on", "expires_on")
_TEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a certificate from outside says."""

    skill: Skill
    title: str
    provider: str
    issued_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The file that shows it, sealed and not yet part of a certificate."""

    name: str
    sealed: Written


@command(Permission.LEARN)
def claim_certificate(actor: Actor, claim: Claim, evidence: Evidence | None, *, now: datetime) -> UUID:
    """Enter one's own certificate from outside. It counts once a supervisor has confirmed it.

    Raises:
        Invalid: a date or text cannot be.
    """
    row = _kept(actor, member_of(actor), claim, now)
    if evidence is not None:
        evidence_id = uuid4()
        found(evidence_id, Category.PRACTICE)  # an audience of one: nothing widens it
        CertificateEvidence(
            id=evidence_id,
            organisation_id=actor.organisation_id,
            certificate=row,
            name=evidence.name[-_TEXT:],
            sealed_id=record_sealed(evidence.sealed, evidence_id).id,
        ).save(force_insert=True)
    return row.id


@command(Permission.CONFIRM_CERTIFICATES)
def import_certificates(actor: Actor, text: str, *, now: datetime) -> int:
    """Enter certificates of the organisation's people from a CSV file, all or none; they wait to be confirmed like
    any other. Gives how many.

    Raises:
        Invalid: a row is at fault; the message names row, column and fault.
    """
    people = {person.email.casefold(): person.id for person in active_people()}
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
        raise Invalid(_("The file has no column “%(name)s”.") % {"name": missing[0]}, field="file")
    count = 0
    try:
        for number, row in enumerate(reader, start=2):
            if number > MOST_ROWS + 1:
                raise Invalid(_("The file has more than 2,000 rows. Make several of it."), field="file")
            member_id, claim = _read(row, number, people)
            _kept(actor, member_id, claim, now, row=number)
            count += 1
    except csv.Error as fault:
        raise Invalid(_("The file is no CSV file that can be read."), field="file") from fault
    if not count:
        raise Invalid(_("The file has no row."), field="file")
    return count


@command(Permission.CONFIRM_CERTIFICATES)
def decide_certificate(actor: Actor, certificate_id: UUID, *, is_confirmed: bool, now: datetime) -> None:
    """Confirm or refuse a certificate from outside. Nobody confirms their own.

    Raises:
        NotFound: no such certificate.
        Conflict: it was decided before, or it is the supervisor's own.
    """
    row = _locked(certificate_id)
    if row.state != CertificateState.WAITING:
        raise Conflict(_("This certificate was decided before."))
    if row.member_id == actor.member_id:
        raise Conflict(_("Somebody else confirms your own certificate."))
    row.state = (CertificateState.CONFIRMED if is_confirmed else CertificateState.REFUSED).value
    row.decided_by_id, row.decided_at = actor.member_id, now
    row.save(update_fields=["state", "decided_by_id", "decided_at"])
    enter(
        Act.CERTIFICATE_DECIDED,
        subjects=[row.id, row.member_id],
        details={"title": row.title, "is_confirmed": is_confirmed},
    )


@command(Permission.CONFIRM_CERTIFICATES)
def revoke_certificate(actor: Actor, certificate_id: UUID, reason: str, *, now: datetime) -> None:
    """Take a certificate back, from now on.

    Raises:
        NotFound: no such certificate.
        Conflict: it does not count anyway.
        Invalid: the reason is missing or too long.
    """
    row = _locked(certificate_id)
    if row.state != CertificateState.CONFIRMED:
        raise Conflict(_("This certificate does not count."))
    missing = _("Say why, in at most 500 characters.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    row.state, row.decided_by_id, row.decided_at = CertificateState.REVOKED.value, actor.member_id, now
    row.save(update_fields=["state", "decided_by_id", "decided_at"])
    enter(Act.CERTIFICATE_REVOKED, subjects=[row.id, row.member_id], details={"reason": reason})


def _locked(certificate_id: UUID) -> Certificate:
    row = Certificate.objects.select_for_update().filter(id=certificate_id).first()
    if row is None:
        raise NotFound(_("There is no such certificate."))
    return row


def _kept(actor: Actor, member_id: UUID, claim: Claim, now: datetime, *, row: int | None = None) -> Certificate:
    _refuse_impossible(claim, now.date(), row)
    certificate = Certificate(
        organisation_id=actor.organisation_id,
        member_id=member_id,
        skill=claim.skill.value,
        title=claim.title.strip(),
        provider=claim.provider.strip(),
        issued_on=claim.issued_on,
        expires_on=claim.expires_on,
        state=CertificateState.WAITING.value,
        code=new_code(actor.organisation_id),
        is_outside=True,
        added_at=now,
    )
    certificate.save(force_insert=True)
    enter(
        Act.CERTIFICATE_CLAIMED,
        subjects=[certificate.id, member_id],
        details={"title": certificate.title, "provider": certificate.provider},
    )
    return certificate


def _refuse_impossible(claim: Claim, today: date, row: int | None) -> None:
    texts = {"title": claim.title, "provider": claim.provider}
    for field, text in texts.items():
        if not text.strip() or len(text) > _TEXT or not text.isprintable():
            raise _fault(field, _("Write 1 to 200 printable characters."), row)
    if claim.issued_on > today:
        raise _fault("issued_on", _("This day has not come yet."), row)
    if claim.expires_on is not None and claim.expires_on <= claim.issued_on:
        raise _fault("expires_on", _("It would expire before it was issued."), row)


def _fault(field: str, text: str, row: int | None) -> Invalid:
    if row is None:
        return Invalid(text, field=field)
    told = {"row": row, "column": field, "fault": text}
    return Invalid(_("Row %(row)d, column %(column)s: %(fault)s") % told, field="file")


def _read(row: Mapping[str, str | None], number: int, people: Mapping[str, UUID]) -> tuple[UUID, Claim]:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    member_id = people.get(given["email"].casefold())
    if member_id is None:
        raise _fault("email", _("Nobody here has this address."), number)
    if given["skill"] not in set(Skill):
        raise _fault("skill", _("This skill is not known here."), number)
    return member_id, Claim(
        skill=Skill(given["skill"]),
        title=given["title"],
        provider=given["provider"],
        issued_on=_day(given["issued_on"], "issued_on", number),
        expires_on=_day(given["expires_on"], "expires_on", number) if given["expires_on"] else None,
    )


def _day(text: str, column: str, number: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _fault(column, _("Write a day as 2026-12-31."), number) from fault
