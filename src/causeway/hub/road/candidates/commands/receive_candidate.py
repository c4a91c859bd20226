"""Receiving a candidate: from a service's program, or from a member who puts one up by hand.

Sealed bytes lie synced before this is called; rows, idempotency key and ledger entry commit together or not at all.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.road.candidates.checking import check_candidate
from causeway.hub.road.candidates.models import Candidate as CandidateRow
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.projecting import new_candidate_reference, project
from causeway.hub.road.intake.commands.repeats import answer, claim
from causeway.hub.road.intake.offer import Repeatable
from causeway.vocabulary.candidates import Candidate
from causeway.vocabulary.organisations import Category

NAME_CHARACTERS = 2_056


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that came along, its bytes sealed and durable."""

    written: Written
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The receipt of a candidate. `is_repeat`: it was received before under the same key."""

    id: UUID
    reference: str
    received_at: datetime
    is_repeat: bool = False


@command(Permission.SEND_CANDIDATE)
def receive_candidate(
    actor: Actor, candidate: Candidate, files: tuple[NewFile, ...] = (), repeatable: Repeatable | None = None
) -> Received:
    """Put a candidate before the actor's own organisation's reviewers, and give its receipt.

    Raises:
        Invalid: it is at fault; `field` says where.
        Conflict: the idempotency key was used for something else.
    """
    if repeatable is not None and (earlier := claim(actor, repeatable)) is not None:
        return replace(from_document(Received, earlier), is_repeat=True)
    now = timezone.now()
    check_candidate(candidate, file_count=len(files), now=now)
    _check_digests(candidate, files)
    row = CandidateRow(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        reference=new_candidate_reference(),
        document=to_document(candidate),
        received_at=now,
    )
    project(row, candidate, now=now)
    found(row.id, Category.REFERRAL)
    row.save(force_insert=True)
    _keep_files(row, candidate, files)
    enter(
        Act.CANDIDATE_RECEIVED,
        subjects=[row.id],
        details={"source": row.source, "rule": row.rule, "files": len(files)},
    )
    received = Received(id=row.id, reference=row.reference, received_at=now)
    if repeatable is not None:
        answer(actor, repeatable, to_document(received))
    return received


def _check_digests(candidate: Candidate, files: tuple[NewFile, ...]) -> None:
    digests = candidate.upload.digests if candidate.upload else None
    if digests and files and digests.sha256 not in {file.written.facts.sha256 for file in files}:
        raise Invalid(_("These are not the digests of a file that came."), field="upload.digests.sha256")


def _keep_files(row: CandidateRow, candidate: Candidate, files: tuple[NewFile, ...]) -> None:
    upload = candidate.upload
    kept = [_sealed(row, place, file) for place, file in enumerate(files)]
    if upload and upload.digests and not files:
        digests = upload.digests
        kept.append(
            CandidateFile(
                candidate=row,
                organisation_id=row.organisation_id,
                ordinal=0,
                name=(upload.name or "")[:NAME_CHARACTERS],
                sha256=digests.sha256,
                md5=digests.md5,
                sha1=digests.sha1,
                size_bytes=digests.size_bytes,
                media_type=digests.media_type,
            )
        )
    CandidateFile._base_manager.bulk_create(kept)


def _sealed(row: CandidateRow, place: int, file: NewFile) -> CandidateFile:
    facts = record_sealed(file.written, row.id)
    return CandidateFile(
        candidate=row,
        organisation_id=row.organisation_id,
        ordinal=place,
        name=file.name[:NAME_CHARACTERS],
        sealed_id=facts.id,
        sha256=facts.sha256,
        md5=facts.md5,
        sha1=facts.sha1,
        size_bytes=facts.size_bytes,
        media_type=facts.media_type,
    )
