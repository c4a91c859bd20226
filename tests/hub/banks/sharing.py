"""A bank that three organisations share, for tests: the desk curates it, a service and a force take part."""

from dataclasses import dataclass, replace
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.models import Change, Signal
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld

SHA256, PDQ = "ab" * 32, "0123456789abcdef" * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBank:
    """The bank, who takes part, and an analyst of each."""

    world: SmallWorld
    bank_id: UUID
    service: Organisation
    force: Organisation
    curator: Actor
    sharer: Actor
    officer: Actor

    def add(self, value: str = SHA256, kind: SignalKind = SignalKind.SHA256, *, by: Actor | None = None) -> UUID:
        """One signal, added by the curator's analyst unless told otherwise."""
        return add_signals(by or self.curator, self.bank_id, [NewSignal(kind=kind, value=value, category="A")])[0].id

    def others(self) -> list[Actor]:
        """Three more members of the three organisations."""
        organisations = (self.world.desk, self.service, self.force)
        return [self.world.member(each, Role.REVIEWER) for each in organisations]

    def signal(self, signal_id: UUID) -> Signal:
        """As the curator sees it."""
        with acting_as(self.curator):
            return Signal.objects.get(id=signal_id)

    def log(self) -> list[tuple[int, str]]:
        """The change log: numbers and kinds."""
        with acting_as(self.curator):
            found = Change.objects.filter(bank_id=self.bank_id).order_by("number")
            return [(change.number, change.kind) for change in found]


def shared_bank(world: SmallWorld) -> SharedBank:
    """A bank named Bridges, shared both ways."""
    service = world.organisation(OrganisationKind.SERVICE, "Bridge Photos")
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    curator = world.member(world.desk, Role.ANALYST)
    bank_id = found_bank(curator, name="Bridges", description="Pictures of bridges")
    for other in (service, force):
        world.agree(world.desk, other, Category.SIGNAL)
        world.agree(other, world.desk, Category.SIGNAL)
        share_bank(curator, bank_id, other.id)
    return SharedBank(
        world=world,
        bank_id=bank_id,
        service=service,
        force=force,
        curator=curator,
        sharer=world.member(service, Role.REVIEWER),
        officer=world.member(force, Role.ANALYST),
    )


def another_bank(shared: SharedBank, name: str) -> SharedBank:
    """A second bank of the same curator, which the service shares."""
    bank_id = found_bank(shared.curator, name=name, description="Pictures of something else")
    share_bank(shared.curator, bank_id, shared.service.id)
    return replace(shared, bank_id=bank_id)
