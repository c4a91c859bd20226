"""A small road with everything on it: services, the desk, forces, a body that protects children, an outsider."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid4

from django.utils import timezone
from PIL import Image, ImageDraw

from causeway.hub.base.acting.actors import Automation
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import add_note
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import RequestKind
from causeway.hub.road.evidence.commands.record_authority import AuthorityKind, record_authority
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, installed_tools
from causeway.matching import digest_file
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Account,
    Concern,
    Door,
    Email,
    Party,
    PartyRole,
    Referral,
    SenderKind,
)
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.conftest import SmallWorld
from road.side_stories import affairs_of_their_own, at_the_doors, questions_and_answers
from road.story_awareness import awareness_work
from road.story_banks import appeal_against, shared_signals
from road.story_candidates import candidates_at_a_desk
from road.story_capability import assessments
from road.story_clocks import choose_terms
from road.story_clusters import judged_by_a_person, told_of_what_is_widely_shared
from road.story_correspondence import exchange
from road.story_deconfliction import agree_to_share, register_interests
from road.story_demand import demand_counted, published_by_the_desk
from road.story_letters import letters
from road.story_playbooks import standard_practice
from road.story_policies import policies
from road.story_reports import survey_reports
from road.story_retention import kept_and_erased
from road.story_routes import offered_on
from road.story_staffing import scenarios
from road.story_surveys import a_survey
from road.story_training import training_work

CANTERBURY = Address(city="Canterbury", postcode="CT1 2RA", country="GB")
BELFAST = Address(city="Belfast", postcode="BT1 5GS", country="GB")
SHARED_MAILBOX = "gannet.row@example.net"


def bridge_picture() -> bytes:
    """A drawn bridge, as a JPEG."""
    image = Image.new("RGB", (640, 480), "#9cc4e4")
    draw = ImageDraw.Draw(image)
    for index in range(6):
        draw.arc((40 + index * 90, 180, 140 + index * 90, 400), 180, 360, fill="#5b4636", width=14)
    draw.rectangle((0, 180, 640, 214), fill="#6d5843")
    draw.rectangle((0, 400, 640, 480), fill="#2d5f7c")
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def told(
    victim_at: Address | None, *, service: str, handle: str, victim: str, day: int, emergency: str | None = None
) -> Referral:
    """A grooming referral of a child at a place, whose subject uses a mailbox that others tell of too."""
    return Referral(
        concern=Concern.GROOMING,
        platform=service,
        occurred_at=datetime(2026, 5, day, 9, 30, tzinfo=UTC),
        emergency=emergency,
        narrative="Account flagged by rule 14; two messages reviewed.",
        parties=(
            Party(
                role=PartyRole.VICTIM,
                first_name=victim,
                last_name="Marlow",
                age_years=13,
                addresses=(victim_at,) if victim_at else (),
            ),
            Party(
                role=PartyRole.SUBJECT,
                emails=(Email(address=SHARED_MAILBOX, verified=True),),
                accounts=(Account(service=service, identifier=f"id-{handle}", handle=handle),),
            ),
        ),
    )


@dataclass
class Story:
    """Who is on the road, and which referral went where."""

    world: SmallWorld
    service: Organisation
    other_service: Organisation
    hotline: Organisation
    force: Organisation
    other_force: Organisation
    body: Organisation
    outsider: Organisation
    referral: UUID
    emergency: UUID
    other_referral: UUID
    unrouted: UUID
    public: UUID

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """All of them."""
        return (
            self.world.desk, self.service, self.other_service, self.hotline,
            self.force, self.other_force, self.body, self.outsider,
        )  # fmt: skip


def tell_story(world: SmallWorld) -> Story:
    """Send referrals, let the worker work, and let everybody act once, so that every table holds something."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    other_service = world.organisation(OrganisationKind.SERVICE, "Moatwalk Quest")
    hotline = world.organisation(OrganisationKind.HOTLINE, "Foghorn Hotline")
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-E23000032")
    other_force = world.organisation(OrganisationKind.POLICE_FORCE, "Northern Ireland", force_code="GB-NIR")
    outsider = world.organisation(OrganisationKind.POLICE_FORCE, "Outsider Police", force_code="GB-SCT")
    body = world.organisation(
        OrganisationKind.PARTNER,
        "East Shore Children's Services",
        partner_kind=PartnerKind.CHILDRENS_SERVICES,
        places=("Canterbury",),
    )
    for sender in (service, other_service, hotline):
        world.agree(sender, world.desk, Category.REFERRAL)
    for receiver in (force, other_force, outsider):
        world.agree(world.desk, receiver, Category.REFERRAL)
        world.agree(receiver, service, Category.DATA_REQUEST)
        world.agree(receiver, other_service, Category.DATA_REQUEST)
    world.agree(force, body, Category.SAFEGUARDING)
    picture = bridge_picture()
    _list(world, picture)
    _, program = world.credential(service)
    _, other_program = world.credential(other_service)
    file = OfferedFile(sealed=write_sealed([picture]), name="bridge.jpg")

    def send(referral: Referral, by: object, *files: OfferedFile, door: Door = Door.JSON_API) -> UUID:
        return accept_referral(by, Offer(referral=referral, door=door, files=files)).referral_id  # type: ignore[arg-type]

    first = send(told(CANTERBURY, service="Harbourline", handle="gannet", victim="Wren", day=1), program, file)
    second = send(told(BELFAST, service="Moatwalk Quest", handle="gannet_row", victim="Linnet", day=9), other_program)
    urgent = send(
        told(CANTERBURY, service="Harbourline", handle="tern", victim="Robin", day=17, emergency="A meeting is set."),
        program,
    )
    unrouted = send(told(None, service="Harbourline", handle="plover", victim="Jay", day=25), program)
    door = world.program(hotline, Automation.PUBLIC_DOOR)
    by_child = Referral(concern=Concern.OTHER, sender_kind=SenderKind.CHILD, narrative="I want to talk to somebody.")
    public = send(by_child, door, door=Door.PUBLIC_FORM)
    work_until_idle()
    story = Story(
        world=world, service=service, other_service=other_service, hotline=hotline, force=force,
        other_force=other_force, body=body, outsider=outsider, referral=first, emergency=urgent,
        other_referral=second, unrouted=unrouted, public=public,
    )  # fmt: skip
    _act(story)
    questions_and_answers(story)
    offered_on(story)
    judged_by_a_person(story)
    told_of_what_is_widely_shared(story)
    kept_and_erased(story)
    choose_terms(story)
    affairs_of_their_own(story)
    standard_practice(story)
    demand_counted(story)
    published_by_the_desk(story)
    assessments(story)
    scenarios(story)
    policies(story)
    letters(story)
    awareness_work(story)
    training_work(story)
    survey_reports(story)
    a_survey(story)
    exchange(story)
    shared_signals(story)
    candidates_at_a_desk(story)
    register_interests(story)
    at_the_doors(story, told(CANTERBURY, service="Harbourline", handle="gannet", victim="Wren", day=1))
    work_until_idle()
    agree_to_share(story)
    appeal_against(uuid4())
    return story


def work_until_idle() -> None:
    """Let a worker do all that is owed."""
    worker = Worker(Hands(installed_tools()))
    for _ in range(50):
        if worker.tick(timezone.now()).is_idle:
            return
    raise AssertionError("the worker does not come to rest")


def _list(world: SmallWorld, picture: bytes) -> None:
    digests = digest_file(picture)
    text = f"sha256,pdq,category\n{digests.sha256},{digests.pdq},listed\n"
    analyst = world.member(world.desk, Role.ANALYST)
    import_list(analyst, bank_name="Listed", stream=BytesIO(text.encode()), list_format=ListFormat.CSV)


def _act(story: Story) -> None:
    world, force = story.world, story.force
    investigator = world.member(force, Role.INVESTIGATOR, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
    case_id = open_case(investigator, story.referral)
    add_note(investigator, case_id, "Local records checked.")
    record_authority(
        investigator,
        story.referral,
        kind=AuthorityKind.WARRANT,
        reference="W-1",
        granted_by="A Magistrate",
        scope="This file",
    )
    change_priority(investigator, story.referral, Band.HIGH, "He lives next door to the child.")
    notice = SafeguardingNotice(
        child_name="Wren Marlow",
        child_age_years=13,
        place="Canterbury",
        concern="Contact by an unknown adult.",
        done_so_far="A case is open.",
        contact="Desk",
        contact_email="desk@kent.example.org",
    )
    tell_safeguarding(investigator, story.referral, story.body.id, notice)
    for service in (story.service, story.other_service):
        request = NewDataRequest(
            kind=RequestKind.PRESERVE,
            service_id=service.id,
            identifiers=("gannet",),
            legal_basis="Act of 2016, section 4",
            contact="desk@kent.example.org",
        )
        make_data_request(investigator, story.referral, request)
    outcome = Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED, is_useful=True, arrests=1, children_safeguarded=1)
    close_case(investigator, case_id, {story.referral: outcome})
