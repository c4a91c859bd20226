"""Opening a candidate: all that a reviewer may know of it, read in one transaction, and the look entered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.keeping import ClockKind
from causeway.hub.base.clocks.queries.rules import clock_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.vault.opening import sealed_in
from causeway.hub.road.candidates.dealing import go_with, referral_id_of
from causeway.hub.road.candidates.deciders import nobody_else_reviews, nobody_goes_on, open_to
from causeway.hub.road.candidates.hits import HitNow, all_hits_now
from causeway.hub.road.candidates.holding import is_held_by_another, member_of
from causeway.hub.road.candidates.models import AccountAppeal, Candidate, CandidateFile, Judgement
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.projecting import document_of
from causeway.hub.road.candidates.queries.appeals import AppealLine, appeals_of
from causeway.hub.road.candidates.queries.came_of import CameOf, Progress, came_of, was_referred
from causeway.hub.road.candidates.queries.candidate_files import FileView, file_view, other_matches
from causeway.hub.road.candidates.queries.checks import why_no_check
from causeway.hub.road.candidates.queries.desk import CandidateLine, line_of, lines_of_account, lines_of_files
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Candidate as ToldCandidate
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.findings import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """One person's decision, as far as the reader may see it."""

    stage: Stage
    decision: Decision
    by: str
    reason: str
    at: datetime
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """A candidate in full. `hits` are asked again of the banks: what screening named, and what this hub found in its
    files; `others` are matches of its files that no hit names.
    `held_by` is empty where nobody works on it now; `send_by` is when what was decided has to be sent, if it is;
    `is_stuck`: it waits for a person whom the desk does not have. `referral_id` is the referral's, once there is one;
    `go_with` is how many other warnings of the account wait, that a referral of it can deal with.
    """

    id: UUID
    reference: str
    told: ToldCandidate
    rule: Rule
    received_at: datetime
    due_at: datetime
    stage: Stage
    decision: Decision | None
    decided_at: datetime | None
    send_by: datetime | None
    held_by: str
    held_until: datetime | None
    is_mine: bool
    may_take: bool
    may_take_over: bool
    may_ask_second: bool
    is_stuck: bool
    may_be_check: bool
    files: tuple[FileView, ...]
    hits: tuple[HitNow, ...]
    others: tuple[Match, ...]
    judgements: tuple[JudgementView, ...]
    same_account: tuple[CandidateLine, ...]
    same_file: tuple[CandidateLine, ...]
    came_of: CameOf | None
    dealt_with_under: CandidateLine | None
    referral_id: UUID
    go_with: int
    appeals: tuple[AppealLine, ...]
    may_reopen: bool
    may_be_appealed: bool
    happened: tuple[tuple[EntryFact, str], ...]


@query(Permission.READ_CANDIDATES)
def open_candidate(actor: Actor, candidate_id: UUID) -> CandidateView:
    """A candidate of the actor's organisation.

    Raises:
        NotFound: there is none.
    """
    row = Candidate.objects.filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    enter(Act.CANDIDATE_READ, subjects=[row.id])
    told, now = document_of(row), timezone.now()
    files, sealed = list(CandidateFile.objects.filter(candidate=row).order_by("ordinal")), sealed_in(row.id)
    hits = all_hits_now(told, files, now)
    report = clock_of(row.id, ClockKind.REPORT)
    is_held = row.holder_id is not None and row.held_until is not None and row.held_until > now
    is_mine = row.holder_id == actor.member_id and row.stage != Stage.ENDED.value
    may_take = may(actor, Permission.REVIEW_CANDIDATES) and Candidate.objects.filter(open_to(actor), id=row.id).exists()
    is_ended, appeals = row.stage == Stage.ENDED.value, appeals_of(actor, row)
    is_appealed = any(one.outcome is None for one in appeals)
    referral_id = referral_id_of(row)
    came = came_of([referral_id])[referral_id] if was_referred(row) else None
    is_dealt_with = row.dealt_with_under_id is not None
    holder = member_names([row.holder_id]).get(row.holder_id, "") if is_held and row.holder_id else ""
    return CandidateView(
        id=row.id,
        reference=row.reference,
        told=told,
        rule=Rule(row.rule),
        received_at=row.received_at,
        due_at=row.due_at,
        stage=Stage(row.stage),
        decision=Decision(row.decision) if row.decision else None,
        decided_at=row.decided_at,
        send_by=report.due_at if report and report.stopped_at is None else None,
        held_by=holder,
        held_until=row.held_until if is_held else None,
        is_mine=is_mine,
        may_take=may_take and not is_mine and not is_held_by_another(row, actor, now),
        may_take_over=may_take and is_held_by_another(row, actor, now),
        may_ask_second=is_mine and row.stage == Stage.FIRST.value and not nobody_else_reviews([member_of(actor)]),
        is_stuck=nobody_goes_on(row),
        may_be_check=may(actor, Permission.SUPERVISE_CANDIDATES) and not why_no_check(row),
        files=tuple(file_view(file, sealed) for file in files),
        hits=tuple(hits),
        others=tuple(other_matches(actor, told, files, hits)),
        judgements=_judgements(row),
        same_account=tuple(lines_of_account(actor, row)),
        same_file=tuple(lines_of_files(actor, row)),
        came_of=came,
        dealt_with_under=line_of(actor, row.dealt_with_under_id) if row.dealt_with_under_id else None,
        referral_id=referral_id,
        go_with=0 if is_dealt_with else go_with(row).count(),
        appeals=appeals,
        may_reopen=is_ended and not is_appealed and _is_free(row, came),
        may_be_appealed=is_ended and not is_dealt_with and not _was_appealed(row),
        happened=_happened(row.id),
    )


def _judgements(row: Candidate) -> tuple[JudgementView, ...]:
    found = list(Judgement.objects.filter(candidate=row).order_by("at", "id"))
    names = member_names([one.member_id for one in found])
    return tuple(
        JudgementView(
            stage=Stage(one.stage),
            decision=Decision(one.decision),
            by=names.get(one.member_id, ""),
            reason=one.reason,
            at=one.at,
            is_urgent=one.is_urgent,
        )
        for one in found
    )


def _is_free(row: Candidate, came: CameOf | None) -> bool:
    """Whether no referral of a candidate's own was sent or waits to be."""
    return row.dealt_with_under_id is not None or came is None or came.progress is Progress.DELETED


def _was_appealed(row: Candidate) -> bool:
    return AccountAppeal.objects.filter(candidate=row, turn=row.turn).exists()


def _happened(candidate_id: UUID) -> tuple[tuple[EntryFact, str], ...]:
    """The entries that say who did what with it, newest first; that somebody opened its page is told to auditors."""
    entries = timeline_of(candidate_id, acts=_TOLD, limit=50)
    names = member_names([entry.member_id for entry in entries if entry.member_id])
    return tuple((entry, names.get(entry.member_id, "") if entry.member_id else "") for entry in entries)


_TOLD = frozenset(
    {
        Act.CANDIDATE_RECEIVED,
        Act.CANDIDATE_COMPARED,
        Act.CANDIDATE_MOVED,
        Act.CANDIDATE_TAKEN,
        Act.CANDIDATE_RELEASED,
        Act.CANDIDATE_TAKEN_OVER,
        Act.CANDIDATE_JUDGED,
        Act.CANDIDATE_SETTLED,
        Act.CANDIDATE_REOPENED,
        Act.CANDIDATE_CORRECTED,
        Act.ACCOUNT_APPEAL_MADE,
        Act.ACCOUNT_APPEAL_TAKEN,
        Act.ACCOUNT_APPEAL_ANSWERED,
        Act.CONTENT_VIEWED,
    }
)
