"""What came of candidates that were referred, as their service may know. A candidate's id is its referral's."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timelines_of
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.intake.queries.drafts import are_drafts
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.candidates import Decision


class Progress(StrEnum):
    """How far the referral came."""

    UNSENT = "unsent"
    DELETED = "deleted"
    SENT = "sent"
    WITH_DESK = "with_desk"
    WITH_FORCE = "with_force"
    FEEDBACK = "feedback"


_STEPS = (
    (Act.FEEDBACK_GIVEN, Progress.FEEDBACK),
    (Act.REFERRAL_WITH_FORCE, Progress.WITH_FORCE),
    (Act.REFERRAL_CLEARED, Progress.WITH_DESK),
)
"""Furthest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameOf:
    """`reference` is the referral's, once it was sent. `is_useful` is the newest word on it, None without one."""

    progress: Progress
    reference: str = ""
    is_useful: bool | None = None


def has_referral(candidate_id: UUID) -> bool:
    """Whether a referral of a candidate was sent, or waits to be. Runs inside the caller's transaction."""
    return bool(facts_of([candidate_id]) or are_drafts([candidate_id]))


def was_referred(row: Candidate) -> bool:
    """Whether it was decided to refer a candidate, or a referral of it was sent before that decision was turned."""
    return row.decision == Decision.REFER.value or row.sent_at is not None


def came_of(referred_ids: Collection[UUID]) -> dict[UUID, CameOf]:
    """What came of candidates that it was decided to refer, in five queries. Runs inside the caller's transaction."""
    if not referred_ids:
        return {}
    sent, unsent = facts_of(referred_ids), are_drafts(referred_ids)
    entries = timelines_of(list(sent), acts=[act for act, _progress in _STEPS])
    found = {}
    for candidate_id in referred_ids:
        if candidate_id in sent:
            found[candidate_id] = _sent(sent[candidate_id].reference, entries[candidate_id])
        else:
            found[candidate_id] = CameOf(progress=Progress.UNSENT if candidate_id in unsent else Progress.DELETED)
    return found


def _sent(reference: str, entries: list[EntryFact]) -> CameOf:
    acts = {entry.act for entry in entries}
    progress = next((step for act, step in _STEPS if act in acts), Progress.SENT)
    told = [entry.details.get("outcome") or {} for entry in entries if entry.act is Act.FEEDBACK_GIVEN]
    rated = [outcome["is_useful"] for outcome in told if outcome.get("is_useful") is not None]
    return CameOf(progress=progress, reference=reference, is_useful=rated[0] if rated else None)
