"""Who of an organisation holds no valid certificate of a skill, for a supervisor who lets one of them act now."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import Person, active_people
from causeway.hub.knowledge.training.queries.standing import held_by, holding_of_skill
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import SUFFICES
from causeway.vocabulary.organisations import Role

_WORK_CASES = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.DUTY_OFFICER, Role.SAFEGUARDING_LEAD})


@query(Permission.OVERRIDE_SKILL)
def unqualified_people(actor: Actor, skill: Skill, *, now: datetime) -> list[Person]:
    """Active members who work cases and do not hold the skill today, by name."""
    people = [person for person in active_people() if person.roles & _WORK_CASES]
    held = held_by([person.id for person in people])
    return [person for person in people if holding_of_skill(held[person.id], skill.value, now.date()) not in SUFFICES]
