"""A candidate's files: what a page may show of them, and how far they were compared with lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.opening import sealed_in
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.road.candidates.comparing import HowCompared, how_compared
from causeway.hub.road.candidates.hits import HitNow, found_in
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.queries.candidate_fact import CandidateFact, candidate_fact
from causeway.hub.road.candidates.showing import ShownAs, shown_as
from causeway.vocabulary.candidates import Candidate as ToldCandidate
from causeway.vocabulary.findings import Match, MediaDigests


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file, or its digests alone."""

    id: UUID
    name: str
    sha256: str
    size_bytes: int | None
    media_type: str
    is_here: bool
    shown_as: ShownAs
    seen_clear_at: datetime | None
    how_compared: HowCompared
    compared_at: datetime | None
    hit_count: int

    @property
    def may_be_shown(self) -> bool:
        """Whether a page shows anything of it."""
        return self.shown_as not in {ShownAs.NOTHING, ShownAs.NO_BASIS}


@query(Permission.READ_CANDIDATES)
def file_of_candidate(actor: Actor, file_id: UUID) -> tuple[CandidateFact, FileView]:
    """A file and its candidate. Raises NotFound."""
    file = CandidateFile.objects.filter(id=file_id).first()
    if file is None:
        raise NotFound(_("There is no such file."))
    return candidate_fact(actor, file.candidate_id), file_view(file, sealed_in(file.candidate_id))


def file_view(file: CandidateFile, sealed: frozenset[UUID]) -> FileView:
    """A file as pages show it; `sealed` are the objects whose content is here. Runs inside the caller's transaction."""
    is_here = file.sealed_id in sealed
    return FileView(
        id=file.id,
        name=file.name,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        media_type=file.media_type,
        is_here=is_here,
        shown_as=shown_as(file) if is_here else ShownAs.NOTHING,
        seen_clear_at=file.seen_clear_at,
        how_compared=how_compared(file, is_here=is_here),
        compared_at=file.compared_at,
        hit_count=len(found_in(file)),
    )


def other_matches(
    actor: Actor, told: ToldCandidate, files: Sequence[CandidateFile], hits: Sequence[HitNow]
) -> list[Match]:
    """What the banks say of the files now that no hit says. Of files that this hub compares it asks for the same bytes
    alone: their looks are compared by the worker.
    """
    screened = told.upload.digests if told.upload else None
    asked = [screened if screened and screened.sha256 == file.sha256 else _digests(file) for file in files]
    known = {str(one.signal_id) for one in hits}
    return [match for match in matches_for(actor, asked) if match.signal_id not in known]


def _digests(file: CandidateFile) -> MediaDigests:
    return MediaDigests(
        sha256=file.sha256,
        md5=file.md5,
        sha1=file.sha1,
        size_bytes=file.size_bytes or 0,
        media_type=file.media_type,
    )
