"""Tests taken: what a member may try now, what they answered, and, for their trainer, what each answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.training.content import Question
from causeway.hub.knowledge.training.grading import Answer
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import Certificate, TestAttempt
from causeway.hub.knowledge.training.queries.library import ModuleView, module_as_taken
from causeway.hub.knowledge.training.validity import CertificateState, may_renew, next_try_at
from causeway.hub.knowledge.training.words import TestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TestStanding:
    """What a member may do with a module's test now. `waits_until` is set after too many tries."""

    __test__ = False  # not one of pytest's

    has_pre: bool
    may_take_pre: bool
    may_take_post: bool
    tries: int
    waits_until: datetime | None


def test_standing(member_id: UUID, view: ModuleView, now: datetime) -> TestStanding:
    """What this member may try. Runs inside the caller's transaction."""
    taken = list(
        TestAttempt.objects.filter(member_id=member_id, module_id=view.id, finished_at__isnull=False).order_by(
            "finished_at"
        )
    )
    post = [one for one in taken if one.kind == TestKind.POST]
    failed: list[datetime] = []
    for one in post:
        failed = [] if one.is_passed else [*failed, one.finished_at or one.started_at]
    certificate = (
        Certificate.objects.filter(member_id=member_id, module_id=view.id, state=CertificateState.CONFIRMED.value)
        .order_by("-issued_on")
        .first()
    )
    is_due = certificate is None or may_renew(certificate.expires_on, now.date())
    again = next_try_at(failed, view.module.rules)
    waits_until = again if again is not None and again > now else None
    has_pre = any(one.kind == TestKind.PRE for one in taken)
    return TestStanding(
        has_pre=has_pre,
        may_take_pre=view.module.has_test and not has_pre and not post,
        may_take_post=view.module.has_test and is_due and waits_until is None,
        tries=len(failed),
        waits_until=waits_until,
    )


test_standing.__test__ = False  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptView:
    """One taking of a test, with its questions in the order in which they were asked."""

    id: UUID
    member_id: UUID
    member: str
    module_id: UUID
    title: str
    language: str
    kind: TestKind
    questions: tuple[Question, ...]
    answers: Mapping[str, Answer]
    marks: Mapping[str, bool]
    right: int
    pass_percent: int
    is_passed: bool
    started_at: datetime
    finished_at: datetime | None

    @property
    def percent(self) -> int:
        """Right answers of all, in whole points of 100."""
        return self.right * 100 // len(self.questions) if self.questions else 0


@query(Permission.LEARN)
def attempt_of(actor: Actor, attempt_id: UUID) -> AttemptView:
    """A test that the actor took, or, for a trainer, one of their people; looking at another's is entered.

    Raises:
        NotFound: none that the actor may see.
    """
    row = TestAttempt.objects.filter(id=attempt_id).first()
    if row is None or (row.member_id != actor.member_id and not may(actor, Permission.READ_TEST_ANSWERS)):
        raise NotFound(_("There is no such test."))
    if row.member_id != actor.member_id:
        enter(Act.TEST_ANSWERS_READ, subjects=[row.member_id, row.module_id], details={"kind": row.kind})
    return _view(row)


@query(Permission.READ_TEST_ANSWERS)
def attempts_at(actor: Actor, module_id: UUID, *, limit: int = 200) -> list[AttemptView]:
    """The tests of a module that the trainer's people handed in, newest first."""
    rows = TestAttempt.objects.filter(module_id=module_id, finished_at__isnull=False).order_by("-finished_at")
    return [_view(row) for row in rows[:limit]]


@query(Permission.LEARN)
def my_attempts(actor: Actor, module_id: UUID) -> list[AttemptView]:
    """The tests of a module that the actor handed in, newest first."""
    rows = TestAttempt.objects.filter(module_id=module_id, member_id=member_of(actor), finished_at__isnull=False)
    return [_view(row) for row in rows.order_by("-finished_at")]


def _view(row: TestAttempt) -> AttemptView:
    module = module_as_taken(row.module_id, row.language, row.version)
    known = {item.code: item for item in module.items}
    return AttemptView(
        id=row.id,
        member_id=row.member_id,
        member=member_names({row.member_id}).get(row.member_id, ""),
        module_id=row.module_id,
        title=module.title,
        language=module.language,
        kind=TestKind(row.kind),
        questions=tuple(known[code] for code in row.items if code in known),
        answers={code: tuple(answer) for code, answer in row.answers.items()},
        marks=dict(row.marks),
        right=row.right,
        pass_percent=module.rules.pass_percent,
        is_passed=row.is_passed,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
