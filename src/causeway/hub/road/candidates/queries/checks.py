"""What is read of checks: a person's own answers, what a supervisor has kept, and how far people agree."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from causeway.estimation.agreement import Agreement, krippendorff_alpha
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.vault.opening import sealed_in
from causeway.hub.road.candidates.groups import are_enough_at_the_desk
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import Candidate, CheckAnswer, CheckCount, Judgement, KnownAnswer, PlacedCheck
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settling import Stage
from causeway.monitoring import wilson_interval
from causeway.vocabulary.candidates import CandidateSource, Decision

MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How the reader answered a check, and what was agreed on it before."""

    reference: str
    source: CandidateSource
    answered: Decision
    reason: str
    agreed: Decision
    why: str
    at: datetime

    @property
    def is_same(self) -> bool:
        """Whether the answer was the agreed one."""
        return self.answered is self.agreed


@query(Permission.REVIEW_CANDIDATES)
def my_checks(actor: Actor) -> tuple[Answered, ...]:
    """The checks that the actor answered, newest first; nobody else reads them.

    Raises:
        NotPermitted: a program asks.
    """
    found = CheckAnswer.objects.filter(member_id=member_of(actor)).order_by("-at", "id")[:MOST_ANSWERS]
    return tuple(
        Answered(
            reference=one.reference,
            source=CandidateSource(one.source),
            answered=Decision(one.answered),
            reason=one.reason,
            agreed=Decision(one.agreed),
            why=one.why,
            at=one.at,
        )
        for one in found
    )


def why_no_check(row: Candidate) -> str:
    """What keeps a candidate from being a check; empty where nothing does. Runs inside the caller's transaction."""
    if row.stage != Stage.ENDED.value:
        return _("Only what was decided can be a check.")
    is_urgent = Judgement.objects.filter(candidate=row, is_urgent=True).exists()
    if row.rule == Rule.DANGER.value or is_urgent:
        return _("What was imminent is never shown again.")
    if (row.decision == Decision.REFER.value or row.sent_at is not None) and sealed_in(row.id):
        return _("Nobody is shown the files of a referral again for the sake of a check.")
    if any(entry.member_id for entry in timeline_of(row.id, acts=[Act.CANDIDATE_RECEIVED])):
        return _("A person put this up by hand, and their name would be missing from a check.")
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A candidate kept as a check. `is_waiting`: it lies on the desk now."""

    candidate_id: UUID
    reference: str
    source: CandidateSource
    agreed: Decision
    why: str
    is_waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many answers to checks of one kind were the agreed ones: a share from 0 to 1 with the ends of its 95%
    interval (Wilson's).
    """

    source: CandidateSource
    answers: int
    same: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.same / self.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """`opinions` is how far first and second opinions agree beyond chance (Krippendorff's alpha for names), over the
    candidates that are kept still; None where there are none. With `are_few` people at the desk neither it nor `shares`
    is told.
    """

    kept: tuple[Kept, ...]
    are_few: bool
    shares: tuple[Share, ...]
    opinions: Agreement | None


@query(Permission.SUPERVISE_CANDIDATES)
def check_figures(actor: Actor, since: date, until: date) -> CheckFigures:
    """What is kept as a check now, and the answers of the days from `since` to `until`. No person stands in them."""
    if not are_enough_at_the_desk():
        return CheckFigures(kept=_kept(), are_few=True, shares=(), opinions=None)
    return CheckFigures(kept=_kept(), are_few=False, shares=_shares(since, until), opinions=_opinions())


def _kept() -> tuple[Kept, ...]:
    waiting = set(PlacedCheck.objects.values_list("original_id", flat=True))
    found = KnownAnswer.objects.select_related("candidate").order_by("-kept_at", "id")
    return tuple(
        Kept(
            candidate_id=one.candidate_id,
            reference=one.candidate.reference,
            source=CandidateSource(one.candidate.source),
            agreed=Decision(one.agreed),
            why=one.why,
            is_waiting=one.candidate_id in waiting,
        )
        for one in found
    )


def _shares(since: date, until: date) -> tuple[Share, ...]:
    rows = CheckCount.objects.filter(answered_on__gte=since, answered_on__lte=until)
    answers: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for source, agreed, answered, count in rows.values_list("source", "agreed", "answered").annotate(n=Count("id")):
        answers[source] += count
        same[source] += count * (agreed == answered)
    return tuple(_share(source, answers[source], same[source]) for source in sorted(answers))


def _share(source: str, answers: int, same: int) -> Share:
    low, high = wilson_interval(same, answers) or (0.0, 1.0)
    return Share(source=CandidateSource(source), answers=answers, same=same, low=low, high=high)


def _opinions() -> Agreement | None:
    rows = Judgement.objects.filter(stage__in=[Stage.FIRST.value, Stage.SECOND.value])
    by_unit: dict[tuple[UUID, int], dict[str, str]] = {}
    for candidate_id, turn, stage, decision in rows.values_list("candidate_id", "turn", "stage", "decision"):
        by_unit.setdefault((candidate_id, turn), {})[stage] = decision
    both = [given for given in by_unit.values() if len(given) == 2]
    if not both:
        return None
    return krippendorff_alpha([[given[stage.value] for given in both] for stage in (Stage.FIRST, Stage.SECOND)])
