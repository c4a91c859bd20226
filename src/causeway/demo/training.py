"""Training in the demonstration: the people of the forces take tests before and after reading, rules warn at work and
one force's hold it up, a service publishes a module of its own that forces rate, and another waits for its review.
"""

import random
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from causeway.demo.own_module import OWN_MODULE
from causeway.demo.setting_up import Cast, Person
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.publish_module import publish, send_for_review, share_module
from causeway.hub.knowledge.training.commands.rate_module import rate_module
from causeway.hub.knowledge.training.commands.set_rules import set_rule
from causeway.hub.knowledge.training.commands.take_test import hand_in, start_test
from causeway.hub.knowledge.training.commands.write_module import begin_module, begin_next_version, change_draft
from causeway.hub.knowledge.training.content import shipped_id
from causeway.hub.knowledge.training.grading import Answer, right_answer
from causeway.hub.knowledge.training.queries.attempts import attempt_of
from causeway.hub.knowledge.training.queries.library import read_library
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.words import Rule, TestKind
from causeway.vocabulary.organisations import OrganisationKind, Role

_MODULES = (shipped_id("first_response"), shipped_id("image_collections"))
_SERVICE = "harbourline"
_LEARNERS = frozenset({Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD})
_SKILLS_AT_WORK = (Skill.IMAGE_COLLECTIONS, Skill.SERVICE_REQUESTS)
"""What opening a file and asking a service for data call for (`training.held_acts`)."""
_RATED_BESIDE = 4
_MISSING = ("", "An example of a good request.", "", "How long an answer takes.")
_KNOWN_BEFORE, _KNOWN_AFTER = 0.5, 0.95
"""The chance that an invented person answers rightly; our own choice, and no claim about anybody."""


def do_training(cast: Cast) -> int:
    """Let the forces learn; gives how many certificates were issued."""
    draw, issued = random.Random(2026), 0  # noqa: S311 - invented answers
    own = _publish_own(cast)
    for number, force in enumerate(cast.staffed_forces()):
        people = [one for one in cast.people if one.actor.organisation_id == force.id and _LEARNERS & set(one.roles)]
        for person in people:
            issued += _learn(person, _MODULES[0], draw)
        open_section(people[0].actor, _MODULES[1], 2, language="en", now=timezone.now())
        investigator = cast.person_of(force, Role.INVESTIGATOR)
        for module_id in (_MODULES[1], own):
            issued += _learn(investigator, module_id, draw, known_after=1.0)
        for skill in _SKILLS_AT_WORK:
            rule = Rule.WARN if number else Rule.GATE
            set_rule(cast.person_of(force, Role.SUPERVISOR).actor, skill, rule, mentored_tasks=1)
    _rate(cast, own, draw)
    trainer = cast.person_of(cast.staffed_forces()[0], Role.TRAINER).actor
    draft_id = begin_next_version(trainer, _MODULES[0], language="en")
    change_draft(trainer, draft_id, lambda module: replace(module, title="First response in our force"))
    send_for_review(trainer, draft_id)
    return issued


def _publish_own(cast: Cast) -> UUID:
    """A service's trainer writes a module, a second one publishes it, and everybody may read it."""
    writer, reviewer = (
        one.actor
        for one in cast.people
        if one.organisation == cast.organisations[_SERVICE].name and Role.TRAINER in one.roles
    )
    draft_id = begin_module(writer, title=OWN_MODULE.title, about=OWN_MODULE.about, language=OWN_MODULE.language)
    change_draft(writer, draft_id, lambda _: OWN_MODULE)
    send_for_review(writer, draft_id)
    publish(reviewer, draft_id, now=timezone.now())
    module_id = next(
        view.id for view in read_library(writer, OWN_MODULE.language) if view.module.title == OWN_MODULE.title
    )
    share_module(writer, module_id, everyone=True)
    return module_id


def _rate(cast: Cast, module_id: UUID, draw: random.Random) -> None:
    """Somebody at each of seven forces reads a module and rates it: of fewer than five, nothing is shown."""
    forces = [one for one in cast.organisations.values() if one.kind == OrganisationKind.POLICE_FORCE.value]
    readers = [cast.person_of(force, Role.INVESTIGATOR).actor for force in cast.staffed_forces()]
    readers += [cast.keepers[force.id] for force in forces if force not in cast.staffed_forces()][:_RATED_BESIDE]
    for number, reader in enumerate(readers):
        open_section(reader, module_id, 1, language="en", now=timezone.now())
        missing = _MISSING[number % len(_MISSING)]
        rate_module(reader, module_id, draw.choice((3, 4, 4, 5)), missing, on=timezone.localdate())


def _learn(person: Person, module_id: UUID, draw: random.Random, *, known_after: float = _KNOWN_AFTER) -> int:
    _take(person, module_id, TestKind.PRE, _KNOWN_BEFORE, draw)
    open_section(person.actor, module_id, 1, language="en", now=timezone.now())
    return _take(person, module_id, TestKind.POST, known_after, draw)


def _take(person: Person, module_id: UUID, kind: TestKind, known: float, draw: random.Random) -> int:
    attempt_id = start_test(person.actor, module_id, kind, language="en", now=timezone.now())
    questions = attempt_of(person.actor, attempt_id).questions
    answers: dict[str, Answer] = {one.code: right_answer(one) for one in questions if draw.random() < known}
    return int(hand_in(person.actor, attempt_id, answers, now=timezone.now()).certificate_id is not None)
