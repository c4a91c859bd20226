"""Organisations that may write to one another, and a thread between two of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, begin_thread
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, installed_tools
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from hub.conftest import SmallWorld


@dataclass
class Correspondents:
    """A force and a school that write to each other, and a service that may write to the force alone."""

    world: SmallWorld
    force: Organisation
    school: Organisation
    service: Organisation
    officer: Actor
    lead: Actor

    def thread(self, text: str = "Please call us.", *receivers: Receiver, **said: Any) -> UUID:
        """A thread that the force begins, with the school where nobody else is named."""
        to = receivers or (Receiver(organisation_id=self.school.id),)
        return begin_thread(self.officer, "Quay Street", to, NewMessage(text=text, **said))

    def work(self) -> None:
        """Let the worker follow what happened."""
        worker = Worker(Hands(installed_tools()))
        for _ in range(5):
            worker.tick(timezone.now())


@pytest.fixture
def people(world: SmallWorld, tmp_path: Path, settings: Any) -> Correspondents:
    """Who writes to whom."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-KENT")
    school = world.organisation(OrganisationKind.PARTNER, "Saltmarsh School", partner_kind=PartnerKind.SCHOOL)
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    world.agree(force, school, Category.CORRESPONDENCE)
    world.agree(school, force, Category.CORRESPONDENCE)
    world.agree(service, force, Category.CORRESPONDENCE)
    return Correspondents(
        world=world,
        force=force,
        school=school,
        service=service,
        officer=world.member(force, Role.INVESTIGATOR, name="Ines Ferry"),
        lead=world.member(school, Role.SAFEGUARDING_LEAD, name="Ama Holm"),
    )
