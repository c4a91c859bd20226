"""Taking a test: items are drawn, answers marked, and a certificate follows on passing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.training.commands.issuing import issue_certificate
from causeway.hub.knowledge.training.grading import Answer, draw_items, marks, passes
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import TestAttempt
from causeway.hub.knowledge.training.queries.attempts import TestStanding, test_standing
from causeway.hub.knowledge.training.queries.library import ModuleView, module_as_taken, module_in
from causeway.hub.knowledge.training.words import TestKind

LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What came of a test. `certificate_id` is set where one was issued."""

    attempt_id: UUID
    right: int
    asked: int
    is_passed: bool
    certificate_id: UUID | None


@command(Permission.LEARN)
def start_test(actor: Actor, module_id: UUID, kind: TestKind, *, language: str, now: datetime) -> UUID:
    """Begin a test, or give the one that was begun and not handed in: reloading draws no new questions.

    Raises:
        NotFound: no such module.
        Conflict: it has no test, the pre-test was taken, or it cannot be tried again yet.
    """
    member_id = member_of(actor)
    view = module_in(module_id, language)
    begun = TestAttempt.objects.filter(
        member_id=member_id, module_id=module_id, kind=kind.value, finished_at=None
    ).first()
    if begun is not None:
        return begun.id
    standing = test_standing(member_id, view, now)
    _refuse_unless_open(kind, standing, view)
    seen = {
        code
        for items in TestAttempt.objects.filter(member_id=member_id, module_id=module_id).values_list(
            "items", flat=True
        )
        for code in items
    }
    attempt = TestAttempt(
        organisation_id=actor.organisation_id,
        member_id=member_id,
        module_id=module_id,
        version=view.version,
        language=view.module.language,
        kind=kind.value,
        items=[],
        started_at=now,
    )
    attempt.items = list(draw_items(view.module.items, view.module.rules.size, seen=seen, seed=str(attempt.id)))
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:  # the button was pressed twice; the first press has drawn
        return TestAttempt.objects.get(member_id=member_id, module_id=module_id, kind=kind.value, finished_at=None).id
    return attempt.id


def _refuse_unless_open(kind: TestKind, standing: TestStanding, view: ModuleView) -> None:
    if not view.module.has_test:
        raise Conflict(_("This module has no test."))
    if kind is TestKind.PRE and not standing.may_take_pre:
        raise Conflict(_("The pre-test is taken once, before the test."))
    if kind is TestKind.POST and standing.waits_until is not None:
        raise Conflict(_("Read the module again. You can try the test again later."))
    if kind is TestKind.POST and not standing.may_take_post:
        raise Conflict(_("You have passed this test."))


@command(Permission.LEARN)
def hand_in(actor: Actor, attempt_id: UUID, answers: Mapping[str, Answer], *, now: datetime) -> Marked:
    """Mark a test that was begun. What was left out counts as wrong.

    Raises:
        NotFound: the actor has begun no such test.
        Conflict: it was handed in before, or the module was withdrawn meanwhile.
        Invalid: an answer is too long to be one.
    """
    member_id = member_of(actor)
    attempt = TestAttempt.objects.select_for_update().filter(id=attempt_id, member_id=member_id).first()
    if attempt is None:
        raise NotFound(_("You have begun no such test."))
    if attempt.finished_at is not None:
        raise Conflict(_("This test was handed in before."))
    if any(len(part) > LONGEST_ANSWER for answer in answers.values() for part in answer):
        raise Invalid(_("An answer is too long."), field="answers")
    try:
        view = module_in(attempt.module_id, attempt.language)
    except NotFound as fault:
        raise Conflict(_("This module was withdrawn meanwhile.")) from fault
    module = module_as_taken(attempt.module_id, attempt.language, attempt.version)
    asked = [item for item in module.items if item.code in set(attempt.items)]
    kept = {item.code: list(answers.get(item.code, ())) for item in asked}
    attempt.answers, attempt.marks = kept, marks(asked, answers)
    attempt.right, attempt.finished_at = sum(attempt.marks.values()), now
    attempt.is_passed = passes(attempt.right, len(asked), module.rules.pass_percent)
    attempt.save(update_fields=["answers", "marks", "right", "finished_at", "is_passed"])
    enter(
        Act.TEST_TAKEN,
        subjects=[member_id, attempt.module_id],
        details={"kind": attempt.kind, "is_passed": attempt.is_passed},
    )
    certificate_id = None
    if attempt.kind == TestKind.POST and attempt.is_passed:
        certificate_id = issue_certificate(actor, member_id, view, now)
    return Marked(
        attempt_id=attempt.id,
        right=attempt.right,
        asked=len(asked),
        is_passed=attempt.is_passed,
        certificate_id=certificate_id,
    )
