"""What the organisations of the story write to one another, so that no table of messages is empty."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.base.contacts.commands.keep_point import NewPoint, add_point
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.commons.correspondence.commands.attach_to_agreement import attach_to_agreement
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, begin_thread
from causeway.hub.commons.correspondence.commands.keep_group import NewGroup, begin_topic, found_group
from causeway.hub.commons.correspondence.commands.meet import NewAction, NewMeeting, call_meeting, write_minutes
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.commands.write_message import write_message
from causeway.hub.commons.correspondence.documents import Offered
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.hub.commons.correspondence.tying import Tying
from causeway.hub.commons.correspondence.words import TieKind
from causeway.vocabulary.contacts import ContactPurpose
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, Purpose, Role

if TYPE_CHECKING:
    from road.stories import Story


def exchange(story: "Story") -> None:
    """A force writes to the body and to another force about its referral, and the body answers; one message is RED."""
    world, force, body = story.world, story.force, story.body
    add_point(
        world.administrator(body),
        NewPoint(purpose=ContactPurpose.SAFEGUARDING, label="Duty desk", mailbox="duty@example.org"),
    )
    for giver, receiver in ((force, body), (body, force), (force, story.other_force)):
        world.agree(giver, receiver, Category.CORRESPONDENCE)
    until = timezone.now() + timedelta(days=20)
    administrator = world.administrator(force)
    purpose = Purpose.PROTECT_A_CHILD
    ending = propose_agreement(administrator, body.id, categories=[Category.PRACTICE], purpose=purpose, until=until)
    attach_to_agreement(administrator, ending, [Offered(name="memo.pdf", sealed=write_sealed([b"%PDF-1.4 a memo"]))])
    accept_agreement(world.administrator(body), ending)
    officer, lead = world.member(force, Role.INVESTIGATOR), world.member(body, Role.SAFEGUARDING_LEAD)
    document = Offered(name="plan.pdf", sealed=write_sealed([b"%PDF-1.4 a bridge"]))
    about = Tying(kind=TieKind.REFERRAL, subject_id=story.referral)
    to_both = [Receiver(organisation_id=each.id) for each in (body, story.other_force)]
    first = NewMessage(text="Please call.", documents=[document], asks_acknowledgement=True)
    thread_id = begin_thread(officer, "Quay Street", to_both, first, tying=about)
    open_thread(lead, thread_id)
    write_message(lead, thread_id, NewMessage(text="We will."))
    letter = Offered(name="letter.pdf", sealed=write_sealed([b"%PDF-1.4 a lamp"]))
    red = NewMessage(text="For you.", handling=Handling.RED, named=(world.email_of(lead),), documents=[letter])
    write_message(officer, thread_id, red, to_ids=[body.id])
    _a_group(story)


def _a_group(story: "Story") -> None:
    world, force, body = story.world, story.force, story.body
    world.agree(force, body, Category.PRACTICE)
    leader = world.member(force, Role.SUPERVISOR)
    about = NewGroup(name="Bridges", purpose="To compare practice.", basis="Memorandum 7", chair="Jo Reed")
    group_id = found_group(leader, about, [body.id])
    begin_topic(leader, group_id, "Lamps", NewMessage(text="Which lamps?"))
    meeting = NewMeeting(title="First", starts_at=timezone.now() + timedelta(days=7), agenda="Lamps.")
    action = NewAction(owner_id=body.id, text="Buy lamps.", due_on=timezone.localdate() + timedelta(days=30))
    write_minutes(leader, call_meeting(leader, group_id, meeting), "We met.", [action])
