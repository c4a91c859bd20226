"""Keeping scenarios under a name, and letting them go."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.staffing_pages.models import StaffingScenario
from causeway.staffing import ScenarioError, document_of, scenario_from

NAME_CHARACTERS = 120
MOST_KEPT = 200


@command(Permission.USE_STAFFING)
def save_scenario(actor: Actor, *, name: str, document: Mapping[str, Any]) -> UUID:
    """Keep a scenario under a name of its own.

    Raises:
        Invalid: the name is missing or too long, or the scenario is none.
        Conflict: another one has this name, or there are too many.
    """
    name = name.strip()
    if not name or len(name) > NAME_CHARACTERS or not name.isprintable():
        raise Invalid(_("Give it a name of at most %(most)s characters.") % {"most": NAME_CHARACTERS}, field="name")
    if actor.member_id is None:
        raise NotPermitted(_("A person keeps a scenario."))
    try:
        scenario = scenario_from(document)
    except ScenarioError as fault:
        raise Invalid(str(fault), field="name") from fault
    if StaffingScenario.objects.filter(name=name).exists():
        raise Conflict(_("There is a scenario of this name already."), field="name")
    if StaffingScenario.objects.count() >= MOST_KEPT:
        raise Conflict(_("You keep %(most)s scenarios. Delete one first.") % {"most": MOST_KEPT}, field="name")
    row = StaffingScenario(
        organisation_id=actor.organisation_id,
        name=name,
        document=document_of(scenario),
        saved_at=timezone.now(),
        saved_by_id=actor.member_id,
    )
    row.save(force_insert=True)
    enter(Act.STAFFING_SAVED, subjects=[row.id], details={"name": name})
    return row.id


@command(Permission.USE_STAFFING)
def delete_scenario(actor: Actor, scenario_id: UUID) -> None:
    """Let a scenario go.

    Raises:
        NotFound: the actor's organisation keeps none such.
    """
    row = StaffingScenario.objects.filter(id=scenario_id).first()
    if row is None:
        raise NotFound(_("There is no such scenario."))
    enter(Act.STAFFING_DELETED, subjects=[row.id], details={"name": row.name})
    row.delete()
