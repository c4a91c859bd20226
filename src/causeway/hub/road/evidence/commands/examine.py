"""Examining a referral's files: digests, type and looks of each, found in the limited process and never here."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.evidence.examining import Looks, TakenAtTheDoor, examined
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.referrals.queries.told import Told, ToldFile, told
from causeway.vocabulary.findings import MediaDigests

LONGEST_SECONDS = 30.0
"""After these no further file is begun in one transaction: a referral may bring hundreds, a film may take a minute, and
what was found should stay found.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """How many files were examined now, and how many are left for another transaction."""

    files: int
    left: int


@command(Permission.CLEAR_REFERRAL)
def examine_files(actor: Actor, referral_id: UUID, *, examiner: Looks) -> Examined:
    """Examine sealed files that were not examined before, for about `LONGEST_SECONDS`. A file with a fault is marked
    and the next one taken.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    known = set(Examination.objects.filter(referral_id=referral_id).values_list("attachment_id", flat=True))
    files = [file for file in referral.files if file.attachment_id not in known]
    found: list[tuple[ToldFile, MediaDigests]] = []
    stop_at = time.monotonic() + LONGEST_SECONDS
    for file in files:
        found.append((file, _examined(file, examiner)))
        if time.monotonic() > stop_at:
            break
    if found:
        _record(referral, found)
    return Examined(files=len(found), left=len(files) - len(found))


def _record(referral: Told, found: list[tuple[ToldFile, MediaDigests]]) -> None:
    now = timezone.now()
    Examination._base_manager.bulk_create(
        Examination(
            attachment_id=file.attachment_id,
            referral_id=referral.id,
            dossier_id=referral.dossier_id,
            sha256=digests.sha256,
            pdq=digests.pdq or "",
            pdq_quality=digests.pdq_quality,
            fault=digests.fault or "",
            document=to_document(digests),
            examined_at=now,
        )
        for file, digests in found
    )
    enter(
        Act.ATTACHMENT_EXAMINED,
        subjects=[referral.id, *(file.attachment_id for file, _ in found)],
        details={"files": len(found), "faults": sorted(digests.fault for _, digests in found if digests.fault)},
    )


def _examined(file: ToldFile, examiner: Looks) -> MediaDigests:
    taken = TakenAtTheDoor(sha256=file.sha256, md5=file.md5, sha1=file.sha1, size_bytes=file.size_bytes)
    return examined(file.sealed_id, taken, examiner)
