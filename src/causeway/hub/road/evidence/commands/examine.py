"""Examining a referral's files: digests, type and looks of each, found in the limited process and never here."""

import time
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.errors import Erased, SealBroken, TooLarge
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.referrals.queries.told import Told, ToldFile, told
from causeway.matching import EXAMINER_CRASHED
from causeway.vocabulary.findings import MediaDigests

DIGESTS_DIFFER = "digests_differ"
"""What was opened is not what was sealed: the file's own digests no longer answer to those taken at the door."""

LONGEST_SECONDS = 30.0
"""After these no further file is begun in one transaction: a referral may bring hundreds, a film may take a minute, and
what was found should stay found.
"""

UNKNOWN_TYPE = "application/octet-stream"
"""RFC 2046, section 4.5.1: of a file into which nobody looked."""


class Looks(Protocol):
    """What looks at untrusted bytes: `causeway.matching.Examiner`."""

    def examine(self, data: bytes) -> MediaDigests:
        """The digests of a file; what is damaged or hostile is a fault in them and no exception."""
        ...


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
    try:
        content = read_sealed(file.sealed_id)
    except (Erased, SealBroken, TooLarge) as fault:
        # Trying again would not mend it, and the other files and the referral itself must go on.
        return _as_taken_at_the_door(file, fault.code)
    found = examiner.examine(content)
    if found.fault == EXAMINER_CRASHED:
        # The process may have been killed through no fault of the file, which would then never be matched. A file that
        # ends it does so again.
        found = examiner.examine(content)
    return found if found.sha256 == file.sha256 else replace(found, fault=DIGESTS_DIFFER)


def _as_taken_at_the_door(file: ToldFile, fault: str) -> MediaDigests:
    return MediaDigests(
        sha256=file.sha256,
        md5=file.md5,
        sha1=file.sha1,
        size_bytes=file.size_bytes,
        media_type=UNKNOWN_TYPE,
        fault=fault,
    )
