"""Finishing a report: it becomes a referral through the one door, in the transaction that marks it finished.

Killed in between, neither happened and the client may finish again; finished twice, the second call is told so and
makes no second referral.
"""

from dataclasses import dataclass

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.vault.sealing import SealedFacts
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.models import UnfinishedFile, UnfinishedReport
from causeway.hub.road.intake.offer import Accepted, Offer, OfferedFile
from causeway.hub.road.intake.unfinished import report_in_hand
from causeway.interchange.cybertip import (
    FileDetails,
    Report,
    read_file_details,
    read_report,
    to_referral,
    unknown_elements,
)
from causeway.vocabulary.referral import Door

MOST_NOTED = 100
"""Places of unknown elements that the ledger names; a later schema adds a few (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedReport:
    """What became of the report: its number, the numbers of its files in the order of upload, and the referral's
    receipt.
    """

    number: int
    file_numbers: tuple[str, ...]
    accepted: Accepted


@command(Permission.SEND_REFERRAL)
def finish_report(actor: Actor, number: int, *, request_id: str = "") -> FinishedReport:
    """Make the open report a referral. It cannot be undone.

    Raises:
        ReportMissing, ReportAlreadyFinished, ReportAlreadyRetracted: as `unfinished.report_in_hand`.
        Invalid, NotAgreed: as `accept_referral`.
    """
    now = timezone.now()
    report = report_in_hand(number, now=now)
    files = list(UnfinishedFile.objects.filter(report=report).order_by("ordinal"))
    accepted = accept_referral(actor, _offer(report, files, request_id))
    report.finished_at = report.changed_at = now
    report.referral_id = accepted.referral_id
    report.save(update_fields=["finished_at", "changed_at", "referral_id"])
    return FinishedReport(number=number, file_numbers=tuple(file.number for file in files), accepted=accepted)


def _offer(report: UnfinishedReport, files: list[UnfinishedFile], request_id: str) -> Offer:
    told = read_report(read_sealed(report.original_id))
    # Every file gets a description, so that attachments stand in the order of upload and each file's place is known.
    described = [_details(report, file) for file in files]
    referral = to_referral(told, described, sha256_by_file_id={file.number: file.sha256 for file in files})
    return Offer(
        referral=referral,
        door=Door.CYBERTIP_API,
        files=tuple(
            OfferedFile(sealed=_facts(file), ordinal=ordinal, name=file.name or None)
            for ordinal, file in enumerate(files)
        ),
        original=SealedFacts(id=report.original_id, sha256="", md5="", sha1="", size_bytes=0),
        referral_id=report.id,
        report_numbers=(str(report.number),),
        request_id=request_id,
        not_understood=_not_understood(told, described),
    )


def _not_understood(told: Report, described: list[FileDetails]) -> tuple[str, ...]:
    """Where the documents have elements of a later schema, each place once: names alone, never what they hold."""
    paths = (element.path for document in (told, *described) for element in unknown_elements(document))
    return tuple(dict.fromkeys(paths))[:MOST_NOTED]


def _details(report: UnfinishedReport, file: UnfinishedFile) -> FileDetails:
    if file.details_id is None:
        return FileDetails(report_id=report.number, file_id=file.number)
    return read_file_details(read_sealed(file.details_id))


def _facts(file: UnfinishedFile) -> SealedFacts:
    return SealedFacts(id=file.sealed_id, sha256=file.sha256, md5=file.md5, sha1=file.sha1, size_bytes=file.size_bytes)
