"""Training in the demonstration: the people of the forces take tests before and after reading, a rule warns at tasks,
and a trainer's module waits for its review.
"""

import random
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from causeway.demo.setting_up import Cast, Person
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.publish_module import send_for_review
from causeway.hub.knowledge.training.commands.set_rules import set_rule
from causeway.hub.knowledge.training.commands.take_test import hand_in, start_test
from causeway.hub.knowledge.training.commands.write_module import begin_next_version, change_draft
from causeway.hub.knowledge.training.content import shipped_id
from causeway.hub.knowledge.training.grading import Answer, right_answer
from causeway.hub.knowledge.training.queries.attempts import attempt_of
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.words import Rule, TestKind
from causeway.vocabulary.organisations import Role

_MODULES = (shipped_id("first_response"), shipped_id("image_collections"))
_LEARNERS = frozenset({Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD})
_KNOWN_BEFORE, _KNOWN_AFTER = 0.5, 0.95
"""The chance that an invented person answers rightly; our own choice, and no claim about anybody."""


def do_training(cast: Cast) -> int:
    """Let the forces learn; gives how many certificates were issued."""
    draw, issued = random.Random(2026), 0  # noqa: S311 - invented answers
    for force in cast.staffed_forces():
        people = [one for one in cast.people if one.actor.organisation_id == force.id and _LEARNERS & set(one.roles)]
        for person in people:
            issued += _learn(person, _MODULES[0], draw)
        open_section(people[0].actor, _MODULES[1], 2, language="en", now=timezone.now())
        set_rule(cast.person_of(force, Role.SUPERVISOR).actor, Skill.IMAGE_COLLECTIONS, Rule.WARN, mentored_tasks=1)
    trainer = cast.person_of(cast.staffed_forces()[0], Role.TRAINER).actor
    own = begin_next_version(trainer, _MODULES[0], language="en")
    change_draft(trainer, own, lambda module: replace(module, title="First response in our force"))
    send_for_review(trainer, own)
    return issued


def _learn(person: Person, module_id: UUID, draw: random.Random) -> int:
    _take(person, module_id, TestKind.PRE, _KNOWN_BEFORE, draw)
    open_section(person.actor, module_id, 1, language="en", now=timezone.now())
    return _take(person, module_id, TestKind.POST, _KNOWN_AFTER, draw)


def _take(person: Person, module_id: UUID, kind: TestKind, known: float, draw: random.Random) -> int:
    attempt_id = start_test(person.actor, module_id, kind, language="en", now=timezone.now())
    questions = attempt_of(person.actor, attempt_id).questions
    answers: dict[str, Answer] = {one.code: right_answer(one) for one in questions if draw.random() < known}
    return int(hand_in(person.actor, attempt_id, answers, now=timezone.now()).certificate_id is not None)
