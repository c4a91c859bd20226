"""Two forces, an oversight body, and a desk whose program compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.queries.overlaps import OverlapView, overlaps
from causeway.hub.road.deconfliction.registering import Named, Registered, Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.selectors import Selector, SelectorKind
from hub.conftest import SmallWorld
from hub.told_referrals import Road, build_road


def phone(number: int) -> Selector:
    """One of ten thousand numbers that Ofcom keeps for drama."""
    return Selector(kind=SelectorKind.PHONE, value=f"+4477009{number:05d}")


@dataclass
class Forces:
    """The road's two forces, each with an investigator, and an oversight body with an auditor."""

    road: Road
    oversight: Organisation
    kent: Actor
    essex: Actor

    def register(self, by: Actor, *selectors: Selector, case: str = "OP-QUAY", **terms: Any) -> Registered:
        """Register selectors that are typed in."""
        named = [Named(label=f"Line {number}", selector=one) for number, one in enumerate(selectors, 1)]
        return register_selectors(by, Terms(case_reference=case, **terms), named, Way.TYPED, now=timezone.now())

    def settle(self, *also: Organisation) -> None:
        """Let every organisation's program do what it follows, until nothing is left."""
        everybody: Sequence[Organisation] = (
            self.road.world.desk, self.road.force, self.road.other_force, self.oversight, *also,
        )  # fmt: skip
        ours = [one for one in followers() if ".deconfliction." in one.name]
        while self._number():
            for organisation in everybody:
                program = self.road.world.program(organisation)
                for follower in ours:
                    advance(program, follower, acting_as)

    def _number(self) -> int:
        with acting_as(self.road.world.program(self.road.world.desk)):
            return sequence(timezone.now())

    def met(self, by: Actor) -> list[OverlapView]:
        """What this actor's force is told of."""
        self.settle()
        return overlaps(by, now=timezone.now())

    def interest_of(self, registered: Registered) -> UUID:
        """The one that was registered."""
        (interest_id,) = registered.interest_ids
        return interest_id


@pytest.fixture
def forces(world: SmallWorld, tmp_path: Path, settings: Any) -> Forces:
    """Everybody, with an evaluator of their own."""
    settings.CAUSEWAY_EVALUATOR_FOLDER = tmp_path / "evaluator"
    return build_forces(world)


def build_forces(world: SmallWorld) -> Forces:
    """Everybody in a world."""
    road = build_road(world)
    oversight = world.organisation(OrganisationKind.OVERSIGHT, "Office of Oversight")
    return Forces(
        road=road,
        oversight=oversight,
        kent=world.member(road.force, Role.INVESTIGATOR, name="Ines Ferry"),
        essex=world.member(road.other_force, Role.INVESTIGATOR, name="Tom Weir"),
    )
