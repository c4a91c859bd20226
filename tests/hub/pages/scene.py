"""A small world whose referrals came through the one command and were cleared by the worker's own stages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Contact,
    Door,
    Email,
    EventKind,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Referral,
)
from hub.conftest import SmallWorld
from hub.desk_at_work import tools_at_work

KENT = "GB-E23000032"


def picture(colour: str = "teal") -> bytes:
    """A drawn bridge."""
    image = Image.new("RGB", (640, 420), "lightblue")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 250, 640, 420), fill="steelblue")
    for left in range(20, 640, 150):
        pen.arc((left, 160, left + 140, 340), 180, 360, fill=colour, width=14)
    pen.rectangle((0, 140, 640, 170), fill=colour)
    out = BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


_HOME = Address(street="8 Mill Lane", city="Canterbury", postcode="CT1 2EH", country="GB")


def _victim(age: int = 12, **more: object) -> Party:
    return Party(
        role=PartyRole.VICTIM,
        first_name="Wren",
        last_name="Marlow",
        age_years=age,
        is_child=True,
        addresses=(Address(street="1 Quay Street", city="Canterbury", postcode="CT1 2EH", country="GB"),),
        **more,  # type: ignore[arg-type]
    )


def _subject(handle: str, **more: object) -> Party:
    return Party(
        role=PartyRole.SUBJECT,
        emails=(Email(address="tide.pool@example.org", verified=True),),
        accounts=(Account(service="Harbourline", identifier=f"id-{handle}", handle=handle, display_names=("Tide",)),),
        ip_events=(
            IpEvent(
                address="192.0.2.44", kind=EventKind.LOGIN, at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC), port=51_234
            ),
        ),
        **more,  # type: ignore[arg-type]
    )


URGENT = Referral(
    concern=Concern.GROOMING,
    platform="Harbourline",
    occurred_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
    occurred_definition="When the message was sent",
    emergency="The two say that they will meet tomorrow at the boat house.",
    narrative="An adult wrote to a child every evening for two weeks and asked to meet.",
    sender_reference="HL-1001",
    do_not_alert_until=date(2031, 1, 15),
    parties=(_victim(), _subject("tidepool", age_years=41, is_child=False)),
    incidents=(
        Incident(kind=IncidentKind.CHAT, name="Evening room", content="Shall we meet at the boat house tomorrow?"),
    ),
    contact=Contact(name="Safety desk", emails=(Email(address="safety@example.org"),)),
)
VIEWED = Referral(
    concern=Concern.SEXUAL_ABUSE_MATERIAL,
    platform="Harbourline",
    sender_reference="HL-1002",
    parties=(
        _subject("tidepool", age_years=41),
        Party(
            role=PartyRole.VICTIM, first_name="Ash", last_name="Linden", age_years=9, is_child=True, addresses=(_HOME,)
        ),
    ),
    attachments=(Attachment(name="bridge.png", viewed_by_sender=True),),
)
UNVIEWED = Referral(
    concern=Concern.SEXUAL_ABUSE_MATERIAL,
    platform="Harbourline",
    sender_reference="HL-1003",
    parties=(_victim(11),),
    attachments=(Attachment(name="harbour.png", viewed_by_sender=False), Attachment(name="notes.txt")),
)
BETWEEN_CHILDREN = Referral(
    concern=Concern.OTHER,
    platform="Harbourline",
    sender_reference="HL-1004",
    parties=(
        _victim(13),
        Party(role=PartyRole.SUBJECT, first_name="Robin", age_years=14, is_child=True, school="Saltmarsh Lane School"),
    ),
)


@dataclass
class Scene:
    """Who there is, and the referrals by name."""

    world: SmallWorld
    service: Organisation
    force: Organisation
    other_force: Organisation
    sender: Actor
    investigator: Actor
    supervisor: Actor
    duty: Actor
    analyst: Actor
    stranger: Actor
    referrals: dict[str, UUID]
    references: dict[str, str]


def member_of(actor: Actor) -> UUID:
    """The person behind an actor."""
    assert actor.member_id is not None
    return actor.member_id


def streamed(answer: Any) -> bytes:
    """All that a streamed answer holds."""
    return b"".join(answer.streaming_content)


def build_scene(world: SmallWorld) -> Scene:
    """The world, its four referrals cleared and waiting at the force."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code=KENT)
    other = world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police", force_code="GB-E23000028")
    body = world.organisation(
        OrganisationKind.PARTNER, "East Shore Children's Services", partner_kind=PartnerKind.CHILDRENS_SERVICES
    )
    world.agree(service, world.desk, Category.REFERRAL)
    world.agree(world.desk, force, Category.REFERRAL)
    world.agree(world.desk, other, Category.REFERRAL)
    world.agree(force, other, Category.REFERRAL)
    world.agree(force, body, Category.SAFEGUARDING)
    world.agree(force, service, Category.DATA_REQUEST)
    sender = world.member(service, Role.SENDER, Role.SERVICE_RESPONDER, name="Sam Sender")
    told: dict[str, tuple[Referral, tuple[bytes, ...]]] = {
        "urgent": (URGENT, ()),
        "viewed": (VIEWED, (picture(),)),
        "unviewed": (UNVIEWED, (picture("maroon"), b"Neutral words about boats.\n")),
        "children": (BETWEEN_CHILDREN, ()),
    }
    referrals: dict[str, UUID] = {}
    references: dict[str, str] = {}
    for name, (referral, contents) in told.items():
        files = tuple(
            OfferedFile(sealed=write_sealed([content]), ordinal=ordinal, name=referral.attachments[ordinal].name)
            for ordinal, content in enumerate(contents)
        )
        accepted = accept_referral(sender, Offer(referral=referral, door=Door.JSON_API, files=files))
        referrals[name], references[name] = accepted.referral_id, accepted.reference
    run_until_idle(timezone.now() + timedelta(seconds=1), worker=Worker(Hands(tools_at_work())))
    return Scene(
        world=world,
        service=service,
        force=force,
        other_force=other,
        sender=sender,
        investigator=world.member(force, Role.INVESTIGATOR, name="Ines Ferry"),
        supervisor=world.member(force, Role.SUPERVISOR, name="Sol Quay"),
        duty=world.member(force, Role.DUTY_OFFICER, name="Dee Watch"),
        analyst=world.member(world.desk, Role.ANALYST, Role.SUPERVISOR, name="Ana Light"),
        stranger=world.member(other, Role.INVESTIGATOR, name="Otto Strand"),
        referrals=referrals,
        references=references,
    )
