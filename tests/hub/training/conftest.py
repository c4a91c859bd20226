"""A force with people who learn, lead and teach."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.training.commands.take_test import Marked, hand_in, start_test
from causeway.hub.knowledge.training.content import shipped_id
from causeway.hub.knowledge.training.grading import Answer, right_answer
from causeway.hub.knowledge.training.queries.attempts import AttemptView, attempt_of
from causeway.hub.knowledge.training.words import TestKind
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

IMAGES = shipped_id("image_collections")
FIRST_RESPONSE = shipped_id("first_response")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class School:
    """A force, and one person of each kind in it."""

    world: SmallWorld
    force: Organisation
    learner: Actor
    supervisor: Actor
    trainer: Actor


@pytest.fixture
def school(world: SmallWorld) -> School:
    """Who learns, who leads, who teaches."""
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-E23000032")
    return School(
        world=world,
        force=force,
        learner=world.member(force, Role.INVESTIGATOR, name="Robin Holt"),
        supervisor=world.member(force, Role.SUPERVISOR, name="Sandy Marsh"),
        trainer=world.member(force, Role.TRAINER, name="Tam Weir"),
    )


def right_answers(view: AttemptView) -> dict[str, Answer]:
    """All of a test's questions, answered rightly."""
    return {question.code: right_answer(question) for question in view.questions}


def take(actor: Actor, kind: TestKind, *, rightly: bool, now: datetime = NOW, module: object = IMAGES) -> Marked:
    """A test taken from beginning to end."""
    attempt_id = start_test(actor, module, kind, language="en", now=now)  # type: ignore[arg-type]
    answers = right_answers(attempt_of(actor, attempt_id)) if rightly else {}
    return hand_in(actor, attempt_id, answers, now=now)
