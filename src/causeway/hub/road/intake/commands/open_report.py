"""Opening a report at the CyberTipline-compatible door, and filling it until it is finished."""

import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.vault.opening import erase
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.road.intake.commands.accept_referral import desk_of
from causeway.hub.road.intake.models import UnfinishedFile, UnfinishedReport
from causeway.hub.road.intake.unfinished import FileMissing, report_in_hand
from causeway.hub.road.referrals.checking import MOST_ATTACHMENTS
from causeway.vocabulary.organisations import Category

_LOWEST_NUMBER = 10**11
_HIGHEST_NUMBER = 10**12
"""Twelve digits: random, so that numbers tell nothing, and exact in every client's number type."""

_TRIES = 5
_FILE_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """What the client hears of a file: its `fileId`, and the MD5 (hex) of what arrived."""

    number: str
    md5: str


@command(Permission.SEND_REFERRAL)
def open_report(actor: Actor, original: Written, *, request_id: str = "") -> int:
    """Open a report whose document is sealed already; gives its number. Its root is founded now, so that all that comes
    is part of it.

    Raises:
        NotAgreed: no desk would receive it.
    """
    desk_of(actor)
    report_id, now = uuid4(), timezone.now()
    found(report_id, Category.REFERRAL)
    facts = record_sealed(original, report_id)
    report = _save_under_fresh_number(
        UnfinishedReport(
            id=report_id,
            organisation_id=actor.organisation_id,
            credential_id=actor.credential_id,
            original_id=facts.id,
            opened_at=now,
            changed_at=now,
        )
    )
    _enter(Act.REPORT_OPENED, report, request_id, [report.id])
    return report.number


@command(Permission.SEND_REFERRAL)
def check_report(actor: Actor, number: int) -> None:
    """Refuse early, before a file is sealed for nothing. Raises as `unfinished.report_in_hand`."""
    report_in_hand(number, now=timezone.now())


@command(Permission.SEND_REFERRAL)
def add_file(actor: Actor, number: int, written: Written, *, name: str, request_id: str = "") -> ReceivedFile:
    """Add a sealed file to an open report. Raises as `unfinished.report_in_hand`; `Invalid` for one file too many."""
    now = timezone.now()
    report = report_in_hand(number, now=now)
    ordinal = UnfinishedFile.objects.filter(report=report).count()
    if ordinal >= MOST_ATTACHMENTS:
        raise Invalid(_("One report can hold %(most)s files at most.") % {"most": MOST_ATTACHMENTS}, field="file")
    facts = record_sealed(written, report.id)
    file = UnfinishedFile(
        report=report,
        organisation_id=actor.organisation_id,
        number=secrets.token_hex(_FILE_ID_BYTES),
        ordinal=ordinal,
        name=name,
        sealed_id=facts.id,
        sha256=facts.sha256,
        md5=facts.md5,
        sha1=facts.sha1,
        size_bytes=facts.size_bytes,
        uploaded_at=now,
    )
    file.save(force_insert=True)
    _touch(report)
    _enter(Act.REPORT_FILE_RECEIVED, report, request_id, [report.id, facts.id])
    return ReceivedFile(number=file.number, md5=file.md5)


@command(Permission.SEND_REFERRAL)
def describe_file(actor: Actor, number: int, file_number: str, details: Written, *, request_id: str = "") -> None:
    """Set what the sender says of a file; a later description replaces an earlier one.

    Raises:
        FileMissing: the report has no such file.
        ReportMissing, ReportAlreadyFinished, ReportAlreadyRetracted: as `unfinished.report_in_hand`.
    """
    report = report_in_hand(number, now=timezone.now())
    file = UnfinishedFile.objects.filter(report=report, number=file_number).first()
    if file is None:
        raise FileMissing(_("The report has no such file."))
    if file.details_id is not None:
        erase(file.details_id)
    file.details_id = record_sealed(details, report.id).id
    file.save(update_fields=["details_id"])
    _touch(report)
    _enter(Act.REPORT_FILE_DESCRIBED, report, request_id, [report.id, file.sealed_id])


def _save_under_fresh_number(report: UnfinishedReport) -> UnfinishedReport:
    for left in reversed(range(_TRIES)):
        report.number = _LOWEST_NUMBER + secrets.randbelow(_HIGHEST_NUMBER - _LOWEST_NUMBER)
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError as fault:
            if left == 0 or "number" not in str(fault):
                raise
        else:
            return report
    raise AssertionError("unreachable")


def _touch(report: UnfinishedReport) -> None:
    report.changed_at = timezone.now()
    report.save(update_fields=["changed_at"])


def _enter(act: Act, report: UnfinishedReport, request_id: str, subjects: list[UUID]) -> None:
    enter(act, subjects=subjects, details={"report_number": report.number, "request_id": request_id})
