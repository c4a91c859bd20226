"""Two organisations that assess themselves, and people in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.capability.commands.assess import judge, start_assessment
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import Phase
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

AS_OF = date(2026, 6, 1)


@dataclass
class Pair:
    """A force that assesses, an oversight body that reviews, and somebody outside."""

    administrator: Actor
    supervisor: Actor
    reviewer: Actor
    outsider: Actor

    def draft(self, **phases: Phase) -> UUID:
        """A draft of the force in which these capabilities are judged."""
        assessment_id = start_assessment(self.supervisor, about="Kent", as_of=AS_OF)
        for code, phase in phases.items():
            judge(self.supervisor, assessment_id, Judgement(capability=code, phase=phase, reasons="It is so."))
        return assessment_id


@pytest.fixture
def pair(world: SmallWorld) -> Pair:
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    oversight = world.organisation(OrganisationKind.OVERSIGHT, "Lantern Oversight")
    other = world.organisation(OrganisationKind.POLICE_FORCE, "Outsider Police")
    return Pair(
        administrator=world.administrator(force),
        supervisor=world.member(force, Role.SUPERVISOR, name="Rowan Vale"),
        reviewer=world.member(oversight, Role.AUDITOR, name="Ira Fell"),
        outsider=world.member(other, Role.SUPERVISOR, name="Cam Birch"),
    )
