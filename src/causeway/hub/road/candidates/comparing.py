"""Comparing a candidate's sealed files with lists: what the worker still has to do, and what it found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.candidates.models import CandidateFile
from causeway.matching import RECOMMENDED_QUALITY
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.screening import UploadHit

LONG_AGO = timedelta(days=7)
"""A draft is sent, or an appeal read, within days of the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the worker found of one file: its digests, a fault among them, and the listed signals that it matches,
    nearest first, as they stood then.
    """

    digests: MediaDigests
    hits: tuple[UploadHit, ...] = ()


class HowCompared(StrEnum):
    """How far a file was compared with lists. A file's exact digests always were, once it is not OWED or NOT_HERE."""

    NOT_HERE = "not_here"
    OWED = "owed"
    ERASED = "erased"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    PARTLY = "partly"
    NO_LOOKS = "no_looks"
    PLAIN = "plain"
    WHOLE = "whole"


def owed_comparison() -> Q:
    """Which files the worker has not compared yet."""
    return Q(sealed_id__isnull=False, compared_at=None)


def owing_comparison(candidate_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these candidates that hold a file that is still to be compared, but what was decided long ago: nobody
    would read what is found of it. Runs inside the caller's transaction.
    """
    owed = CandidateFile.objects.filter(owed_comparison(), candidate_id__in=list(candidate_ids))
    owed = owed.exclude(candidate__decided_at__lt=timezone.now() - LONG_AGO)
    return frozenset(owed.values_list("candidate_id", flat=True))


def compared_of(file: CandidateFile) -> Compared | None:
    """What was found of a file; None while it is owed, or where the service kept the file."""
    return None if file.compared is None else from_document(Compared, file.compared)


def how_compared(file: CandidateFile, *, is_here: bool) -> HowCompared:
    """How far a file was compared. One that was erased before it was, or taken out of a draft, is not here."""
    found = compared_of(file)
    if found is None:
        return HowCompared.OWED if is_here else HowCompared.NOT_HERE
    digests = found.digests
    if digests.fault in _OF_FAULTS:
        return _OF_FAULTS[digests.fault]
    if digests.fault:
        return HowCompared.UNREADABLE
    if digests.frames:
        return HowCompared.WHOLE
    if digests.pdq is None:
        return HowCompared.NO_LOOKS
    return HowCompared.WHOLE if (digests.pdq_quality or 0) >= RECOMMENDED_QUALITY else HowCompared.PLAIN


_OF_FAULTS = {
    "erased": HowCompared.ERASED,
    "too_large": HowCompared.TOO_LARGE,
    "too_many_pixels": HowCompared.TOO_LARGE,
    "too_much_memory": HowCompared.TOO_LARGE,
    "only_partly_read": HowCompared.PARTLY,
}
"""By the codes of the vault's faults and of `matching`'s."""
