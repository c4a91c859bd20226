"""Examining a referral's files: digests, type and looks of each, found in the limited process and never here."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.errors import Erased, SealBroken, TooLarge
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.referrals.queries.told import ToldFile, told
from causeway.matching import EXAMINER_CRASHED
from causeway.vocabulary.findings import MediaDigests

DIGESTS_DIFFER = "digests_differ"
"""What was opened is not what was sealed: the file's own digests no longer answer to those taken at the door."""

UNKNOWN_TYPE = "application/octet-stream"
"""RFC 2046, section 4.5.1: of a file into which nobody looked."""


class Looks(Protocol):
    """What looks at untrusted bytes: `causeway.matching.Examiner`."""

    def examine(self, data: bytes) -> MediaDigests:
        """The digests of a file; what is damaged or hostile is a fault in them and no exception."""
        ...


@command(Permission.CLEAR_REFERRAL)
def examine_files(actor: Actor, referral_id: UUID, *, examiner: Looks) -> int:
    """Examine every sealed file that was not examined before, and give how many. A file with a fault is marked and
    the next one taken.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    known = set(Examination.objects.filter(referral_id=referral_id).values_list("attachment_id", flat=True))
    found = [(file, _examined(file, examiner)) for file in referral.files if file.attachment_id not in known]
    if not found:
        return 0
    now = timezone.now()
    Examination._base_manager.bulk_create(
        Examination(
            attachment_id=file.attachment_id,
            referral_id=referral_id,
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
        subjects=[referral_id, *(file.attachment_id for file, _ in found)],
        details={"files": len(found), "faults": sorted(digests.fault for _, digests in found if digests.fault)},
    )
    return len(found)


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
