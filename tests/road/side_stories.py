"""What goes on beside the road's main story: half-finished things at the doors, questions and answers, and an
organisation's own affairs, so that no table is empty when every table is read.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from causeway.hub.base.acting.actors import Automation
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.organisations.commands.ask_to_join import Asking, ask_to_join
from causeway.hub.base.organisations.commands.invite import invite_member
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding
from causeway.hub.road.cases.queries.safeguarding import notices_waiting
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.extend_preservation import NewExtension, extend_preservation
from causeway.hub.road.data_requests.queries.requests import requests_received
from causeway.hub.road.data_requests.words import AnswerKind
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.commands.import_folder import import_folder
from causeway.hub.road.intake.commands.keep_draft import start_draft
from causeway.hub.road.intake.commands.open_report import add_file, open_report
from causeway.hub.road.intake.commands.tell import tell
from causeway.hub.road.intake.import_reading import find_items
from causeway.hub.road.intake.offer import Offer, Repeatable
from causeway.hub.road.referrals.commands.ask_sender import answer_question, ask_sender
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.referral import Concern, Door, Referral, SenderKind

if TYPE_CHECKING:
    from road.stories import Story

_BY_CHILD = Referral(concern=Concern.OTHER, sender_kind=SenderKind.CHILD, narrative="I want to add something.")


def at_the_doors(story: "Story", again: Referral) -> None:
    """A draft, a report left unfinished, a telling with a receipt, an import, and `again` under an idempotency key: the
    same event that the service told before.
    """
    world, service = story.world, story.service
    start_draft(world.member(service, Role.SENDER))
    _, uploader = world.credential(service)
    number = open_report(uploader, write_sealed([b"<report/>"]))
    add_file(uploader, number, write_sealed([b"one boat"]), name="boat.jpg")
    tell(world.program(story.hotline, Automation.PUBLIC_DOOR), _BY_CHILD, [], form_key="one form")
    with TemporaryDirectory() as folder:
        item = Path(folder) / "item-1"
        item.mkdir()
        told = Referral(concern=Concern.OTHER, narrative="A note from the archive.")
        (item / "referral.json").write_text(json.dumps(to_document(told)), "utf-8")
        list(import_folder(world.program(story.hotline), find_items(Path(folder)), source="archive"))
    offer = Offer(referral=again, door=Door.JSON_API, repeatable=Repeatable(key="one", request_sha256="0" * 64))
    accept_referral(uploader, offer)


def questions_and_answers(story: "Story") -> None:
    """The force asks the sender, who answers; a body and a service answer what they were asked."""
    world = story.world
    question_id = ask_sender(world.member(story.force, Role.INVESTIGATOR), story.referral, "When was it made?")
    answer_question(world.member(story.service, Role.SENDER), question_id, NewSupplement(text="On 1 June."))
    lead = world.member(story.body, Role.SAFEGUARDING_LEAD)
    (notice,) = notices_waiting(lead)
    acknowledge_safeguarding(lead, notice.id, name="Ama Holm")
    responder = world.member(story.service, Role.SERVICE_RESPONDER)
    (request,) = requests_received(responder)
    answer_data_request(responder, request.id, NewAnswer(kind=AnswerKind.PRESERVED))
    investigator = world.member(story.force, Role.INVESTIGATOR)
    extend_preservation(investigator, request.id, NewExtension(legal_basis="Act of 2016, section 4"))


def affairs_of_their_own(story: "Story") -> None:
    """A webhook, an invitation, and somebody who asks to join."""
    world = story.world
    administrator = world.administrator(story.service)
    add_webhook(administrator, url="https://hooks.example.org/", acts=[Act.FEEDBACK_GIVEN])
    invite_member(administrator, name="Lee Marsh", email="lee@example.org", roles=[Role.SENDER])
    asking = Asking(
        name="Cloud of Stowaway",
        kind=OrganisationKind.SERVICE,
        country="GB",
        contact_name="Jo Reed",
        contact_email="jo@example.org",
        why="We see things that a desk should hear of.",
    )
    ask_to_join(world.program(world.desk, Automation.PUBLIC_DOOR), asking)
