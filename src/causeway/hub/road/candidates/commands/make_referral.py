"""Making the draft of a referral from a candidate; it is sent on the referral's own page, by one press."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.vault.opening import sealed_in
from causeway.hub.road.candidates.appealing import is_appealed
from causeway.hub.road.candidates.comparing import compared_of
from causeway.hub.road.candidates.dealing import dealt_with_under
from causeway.hub.road.candidates.hits import all_hits_now
from causeway.hub.road.candidates.holding import candidate_in_hand
from causeway.hub.road.candidates.models import Candidate, CandidateFile, Judgement
from causeway.hub.road.candidates.projecting import document_of
from causeway.hub.road.candidates.queries.came_of import has_referral
from causeway.hub.road.candidates.referring import Deciding, FileFacts, draft_files, referral_of
from causeway.hub.road.candidates.settling import Stage
from causeway.hub.road.candidates.turning import open_again
from causeway.hub.road.intake.commands.draft_from import draft_from
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.referral import Concern


@command(Permission.REVIEW_CANDIDATES)
def make_referral_again(actor: Actor, candidate_id: UUID) -> None:
    """Make the draft anew, where it was deleted before it was sent.

    Raises:
        NotFound: there is no such candidate.
        Conflict: it was not decided to refer it, or it goes with another one's referral, or the referral was sent or
            waits to be.
    """
    row = candidate_in_hand(actor, candidate_id)
    if row.decision != Decision.REFER.value:
        raise Conflict(_("It was not decided to refer this candidate."))
    if row.dealt_with_under_id is not None:
        raise Conflict(_("This candidate goes with the referral of another one of its account."))
    if facts_of([row.id]):
        raise Conflict(_("The referral was sent."))
    deciding = Judgement.objects.filter(candidate=row, turn=row.turn, decision=row.decision).order_by("-at").first()
    if deciding is None:
        raise Conflict(_("It was not decided to refer this candidate."))
    draft_of_candidate(actor, row, deciding)


def draft_of_candidate(actor: Actor, row: Candidate, judgement: Judgement) -> None:
    """Make the draft. Runs inside the caller's transaction."""
    candidate, now = document_of(row), timezone.now()
    files = list(CandidateFile.objects.filter(candidate=row).order_by("ordinal"))
    hits = all_hits_now(candidate, files, now)
    deciding = Deciding(
        name=member_names([judgement.member_id]).get(judgement.member_id, ""),
        concern=Concern(judgement.concern),
        reason=judgement.reason,
        is_urgent=judgement.is_urgent,
    )
    told = draft_files(candidate, _facts(files, sealed_in(row.id)), hits)
    besides = [document_of(one) for one in dealt_with_under(row.id)]
    draft_from(actor, row.id, referral_of(candidate, deciding, hits, besides), told)


def _facts(files: Iterable[CandidateFile], sealed: frozenset[UUID]) -> list[FileFacts]:
    """Of a file that was erased, taken out of an earlier draft, only the digests are told."""
    return [
        FileFacts(
            sealed_id=file.sealed_id if file.sealed_id in sealed else None,
            name=file.name,
            sha256=file.sha256,
            md5=file.md5,
            sha1=file.sha1,
            size_bytes=file.size_bytes or 0,
            media_type=file.media_type,
            was_seen=file.seen_clear_at is not None,
            compared_at=file.compared_at,
            pdq=(compared.digests.pdq if (compared := compared_of(file)) else None) or "",
        )
        for file in files
    ]


@command(Permission.REVIEW_CANDIDATES)
def reopen_candidate(actor: Actor, candidate_id: UUID) -> None:
    """Open a decided candidate again, for everybody to judge anew, where no referral was made of it.

    Raises:
        NotFound: there is no such candidate.
        Conflict: it is open, a referral of it was sent or waits to be, or an appeal against the decision is open.
    """
    row = candidate_in_hand(actor, candidate_id)
    if row.stage != Stage.ENDED.value:
        raise Conflict(_("This candidate is open."))
    if has_referral(row.id):
        raise Conflict(_("A referral of this candidate was sent, or waits to be."))
    if is_appealed(row.id):
        raise Conflict(_("An appeal against this decision is open. Answer that."))
    open_again(actor, row, timezone.now())
