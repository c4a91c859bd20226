"""A referral to which everything happens that leaves a word of it somewhere; by that word it is looked for later."""

from dataclasses import dataclass, replace
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import add_note
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.hub.road.evidence.commands.record_authority import AuthorityKind, record_authority
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.queues.queries.page import QueueFilters, queue_page
from causeway.hub.road.referrals.commands.ask_sender import answer_question, ask_sender
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.commands.central_desks import (
    NewCentralDesk,
    register_central_desk,
    verify_central_desk,
)
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.hand_over import withdraw_hand_over
from causeway.hub.road.routes.commands.outside import mark_sent, take_back_outside
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Email, Party, PartyRole
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.desk_at_work import DeskAtWork, about, picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The referral, its case, its sealed file, and the word that stands in all of it."""

    referral_id: UUID
    case_id: UUID
    sealed_id: UUID
    word: str


def body_of(road: DeskAtWork) -> Organisation:
    """A body that protects children, to which the force may tell."""
    body = road.world.organisation(
        OrganisationKind.PARTNER, "Children's Services", partner_kind=PartnerKind.CHILDRENS_SERVICES
    )
    road.world.agree(road.kent, body, Category.SAFEGUARDING)
    road.world.agree(road.kent, road.service, Category.DATA_REQUEST)
    return body


def keep_one(road: DeskAtWork, body: Organisation, word: str, number: int) -> Kept:
    """Send it, and let everybody write about it until its case is closed."""
    world = road.world
    officer = world.member(road.kent, Role.INVESTIGATOR, Role.DUTY_OFFICER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
    email = f"{word}@example.org"
    referral = about(word, email=email, narrative=f"{word} wrote twice.", sender_reference=f"ref-{word}")
    child = Party(role=PartyRole.VICTIM, first_name=word, is_child=True, emails=(Email(address=f"c.{email}"),))
    number_id = road.send(replace(referral, parties=(*referral.parties, child)), picture(number))
    road.work()
    queue_page(officer, QueueFilters(text=f"{word}@example.org"))
    question_id = ask_sender(officer, number_id, f"Which room did {word} use?")
    answer_question(road.sender, question_id, NewSupplement(text=f"The evening room, said {word}."))
    change_priority(officer, number_id, Band.HIGH, f"{word} lives next door.")
    record_authority(
        officer, number_id, kind=AuthorityKind.WARRANT, reference=f"W-{word}", granted_by="A Magistrate", scope=word
    )
    propose_hand_over(officer, number_id, world.desk.id, f"{word} has moved.")
    withdraw_hand_over(officer, number_id)
    _abroad_and_back(road, number_id, number, word)
    _tell(road, officer, body, number_id, word)
    case_id = open_case(officer, number_id, title=f"Case of {word}")
    add_note(officer, case_id, f"{word} was asked.")
    outcome = Outcome(
        status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.OTHER, note_to_sender=f"Thank you for {word}."
    )
    close_case(officer, case_id, {number_id: outcome}, no_safeguarding_reason=f"{word} is grown up.")
    road.work()
    with acting_as(officer):
        (file,) = told(number_id).files
    return Kept(referral_id=number_id, case_id=case_id, sealed_id=file.sealed_id, word=word)


def _abroad_and_back(road: DeskAtWork, referral_id: UUID, number: int, word: str) -> None:
    analyst, supervisor = (road.world.member(road.world.desk, role) for role in (Role.ANALYST, Role.SUPERVISOR))
    new = NewCentralDesk(
        name=f"Lantern Desk {number}", countries=("FR",), note="Asked.", mailbox="d@example.org", channel="By post"
    )
    desk_id = register_central_desk(analyst, new)
    verify_central_desk(supervisor, desk_id, "Called back.")
    change_route(analyst, referral_id, desk_id, f"{word} lives abroad.")
    mark_sent(analyst, referral_id, f"By post, about {word}")
    take_back_outside(analyst, referral_id, f"{word} came home.", is_declined=True)
    change_route(analyst, referral_id, road.kent.id, f"{word} is here again.")
    road.work()


def _tell(road: DeskAtWork, officer: Actor, body: Organisation, referral_id: UUID, word: str) -> None:
    notice = SafeguardingNotice(
        child_name=word,
        place="Canterbury",
        concern="Contact by an unknown adult.",
        done_so_far="A case is open.",
        contact="Desk",
        contact_email="desk@kent.example.org",
    )
    notice_id = tell_safeguarding(officer, referral_id, body.id, notice)
    acknowledge_safeguarding(road.world.member(body, Role.SAFEGUARDING_LEAD), notice_id, name="Jo", note=f"On {word}.")
    request = NewDataRequest(
        kind=RequestKind.QUESTION,
        service_id=road.service.id,
        identifiers=(word,),
        text=f"When was {word} last seen?",
        legal_basis="Act of 2016, section 4",
        contact="desk@kent.example.org",
    )
    request_id = make_data_request(officer, referral_id, request)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.ANSWERED, text=f"{word}: on Monday."))
