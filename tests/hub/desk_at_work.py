"""A desk with a service before it and two forces behind it, and a worker that does what is owed."""

import atexit
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.matching import Examiner
from causeway.routing import MmdbCountries, Router
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Account, Concern, Door, Email, Party, PartyRole, Referral
from causeway.worlds import Subject, draw
from hub.conftest import SmallWorld

KENT, ESSEX = "GB-E23000032", "GB-E23000028"
POSTCODES = {KENT: "CT1 2EH", ESSEX: "CM1 1JE"}


@dataclass
class DeskAtWork:
    """Sends referrals by the real command and runs rounds."""

    world: SmallWorld
    service: Organisation
    sender: Actor
    kent: Organisation
    essex: Organisation
    tools: Tools
    worker: Worker

    @property
    def desk(self) -> Actor:
        """The desk's program."""
        return self.world.program(self.world.desk)

    def program(self, organisation: Organisation) -> Actor:
        """Another organisation's program."""
        return self.world.program(organisation)

    def send(self, told: Referral, *files: bytes, by: Actor | None = None) -> UUID:
        """Have a referral accepted, with files."""
        offered = tuple(OfferedFile(sealed=write_sealed([data]), name="photo.jpg") for data in files)
        return accept_referral(by or self.sender, Offer(referral=told, door=Door.JSON_API, files=offered)).referral_id

    def work(self, now: datetime | None = None) -> int:
        """Rounds until nothing is left."""
        return run_until_idle(now or timezone.now(), worker=self.worker)

    def restart(self) -> None:
        """A new worker that remembers nothing."""
        self.worker = Worker(Hands(self.tools))


def about(handle: str, *, force: str | None = KENT, email: str | None = None, **changes: object) -> Referral:
    """A referral about one account, and a child who lives where this force is; without one, nobody knows where."""
    told = Referral(
        concern=Concern.GROOMING,
        platform="Harbour Chat",
        parties=(
            Party(
                role=PartyRole.SUBJECT,
                accounts=(Account(service="Harbour Chat", identifier=handle, handle=handle),),
                emails=(Email(address=email),) if email else (),
            ),
            Party(
                role=PartyRole.VICTIM,
                is_child=True,
                addresses=(Address(postcode=POSTCODES[force], country="GB"),) if force else (),
            ),
        ),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def picture(number: int) -> bytes:
    """A drawn bridge as JPEG, the same for the same number."""
    return draw(Random(number), Subject.BRIDGE)


@cache
def tools_at_work() -> Tools:
    """One examiner and one router for all tests of a process: to start an examiner takes longer than most of them."""
    examiner = Examiner()
    atexit.register(examiner.close)
    return Tools(examiner=examiner, router=Router(MmdbCountries.installed()))


def desk_at_work(world: SmallWorld, *, with_essex: bool = True) -> DeskAtWork:
    """The desk, its neighbours and its agreements."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbour Chat")
    kent = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code=KENT)
    essex = world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police", force_code=ESSEX if with_essex else None)
    world.agree(service, world.desk, Category.REFERRAL)
    for force in (kent, essex):
        world.agree(world.desk, force, Category.REFERRAL)
    return DeskAtWork(
        world=world,
        service=service,
        sender=world.member(service, Role.SENDER),
        kent=kent,
        essex=essex,
        tools=tools_at_work(),
        worker=Worker(Hands(tools_at_work())),
    )
