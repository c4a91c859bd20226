"""Referrals for the tests of later steps: sent by a service, with the desk, routed to a force."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.commands.give_feedback import give_due_feedback
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.models import SearchTerm
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Account, Concern, Party, PartyRole, Referral
from hub.conftest import SmallWorld

RECEIVED = datetime(2026, 5, 1, 10, tzinfo=UTC)

TOLD = Referral(
    concern=Concern.GROOMING,
    platform="Harbourline",
    sender_reference="HL-77",
    parties=(
        Party(
            role=PartyRole.VICTIM,
            first_name="Wren",
            last_name="Marlow",
            age_years=13,
            is_child=True,
            school="Saltmarsh Lane School",
            addresses=(Address(street="1 Quay Street", city="Canterbury", postcode="CT1 1AA", country="GB"),),
        ),
        Party(
            role=PartyRole.SUBJECT,
            first_name="Rowan",
            age_years=41,
            accounts=(Account(service="Harbourline", identifier="u-4711", handle="tidepool"),),
        ),
    ),
)


@dataclass
class Road:
    """A service, the desk, two forces and a children's-services body, with agreements between them."""

    world: SmallWorld
    service: Organisation
    force: Organisation
    other_force: Organisation
    body: Organisation
    numbers: "count[int]" = field(default_factory=count)

    def referral(self, told: Referral = TOLD, *, to: Organisation | None = None) -> UUID:
        """A referral of the service, accepted, cleared and routed to a force."""
        dossier_id, referral_id = uuid4(), uuid4()
        reference = f"R-{next(self.numbers):04d}-{referral_id.hex[:6]}"
        with acting_as(self.world.program(self.service)):
            found(referral_id, Category.REFERRAL)
            ReferralRow(
                id=referral_id,
                dossier_id=dossier_id,
                reference=reference,
                sender_id=self.service.id,
                desk_id=self.world.desk.id,
                sender_kind=told.sender_kind.value,
                sender_reference=told.sender_reference or "",
                door="json_api",
                concern=told.concern.value,
                received_at=RECEIVED,
                do_not_alert_until=told.do_not_alert_until,
                document=to_document(told),
            ).save(force_insert=True)
            SearchTerm(referral_id=referral_id, kind="reference", term=reference.casefold()).save(force_insert=True)
            widen(referral_id, self.world.desk.id, Category.REFERRAL)
        with acting_as(self.world.program(self.world.desk)):
            found(dossier_id, Category.REFERRAL)
            for root_id in (referral_id, dossier_id):
                widen(root_id, (to or self.force).id, Category.REFERRAL)
        return referral_id

    def tell(self, now: datetime | None = None) -> int:
        """Let the desk tell senders what has fallen due; gives how often it did."""
        return give_due_feedback(self.world.program(self.world.desk), now or datetime.now(UTC))

    def reference_of(self, referral_id: UUID) -> str:
        """The reference under which everybody knows it."""
        with acting_as(self.world.program(self.service)):
            return ReferralRow.objects.get(id=referral_id).reference

    def investigator(self, name: str = "Ines Ferry") -> Actor:
        """An investigator of the force."""
        return self.world.member(self.force, Role.INVESTIGATOR, name=name)


def build_road(world: SmallWorld) -> Road:
    """Everybody on the road, and what they have agreed."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-KENT")
    other = world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police", force_code="GB-ESSEX")
    body = world.organisation(
        OrganisationKind.PARTNER,
        "East Shore Children's Services",
        partner_kind=PartnerKind.CHILDRENS_SERVICES,
        places=("Canterbury", "Dover"),
    )
    world.agree(service, world.desk, Category.REFERRAL)
    for police in (force, other):
        world.agree(world.desk, police, Category.REFERRAL)
    world.agree(force, body, Category.SAFEGUARDING)
    world.agree(world.desk, body, Category.SAFEGUARDING)
    world.agree(force, service, Category.DATA_REQUEST)
    return Road(world=world, service=service, force=force, other_force=other, body=body)
