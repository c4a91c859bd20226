"""Threads between organisations: what passes, to whom, and what each side sees."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import end_agreement
from causeway.hub.base.organisations.queries.agreements import agreements
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, add_organisation
from causeway.hub.commons.correspondence.commands.keep_thread import close_thread, leave_thread, reopen_thread
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.commands.write_message import (
    acknowledge_message,
    withdraw_message,
    write_message,
)
from causeway.hub.commons.correspondence.models import Message, MessageText
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.hub.commons.correspondence.queries.thread_list import Shown, ThreadFilter, thread_list, unread_count
from causeway.hub.commons.correspondence.words import ReceiptKind
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, Role
from hub.correspondence.conftest import Correspondents


def test_a_message_reaches_the_other_side_and_the_author_sees_who_opened_it_first(people: Correspondents) -> None:
    thread_id = people.thread()
    second = people.world.member(people.school, Role.SAFEGUARDING_LEAD, name="Lee Marsh")
    assert unread_count(people.lead) == 1
    assert open_thread(people.lead, thread_id).messages[0].text == "Please call us."
    open_thread(second, thread_id)
    (receipt,) = open_thread(people.officer, thread_id).messages[0].receipts
    assert (receipt.kind, receipt.organisation, receipt.name) == (ReceiptKind.OPENED, "Saltmarsh School", "Ama Holm")
    assert unread_count(people.lead) == 0


def test_nobody_else_sees_a_thread(people: Correspondents) -> None:
    thread_id = people.thread()
    stranger = people.world.member(people.service, Role.SUPERVISOR)
    with pytest.raises(NotFound):
        open_thread(stranger, thread_id)
    with pytest.raises(NotPermitted):
        open_thread(people.world.member(people.force, Role.AUDITOR, Role.ADMINISTRATOR), thread_id)
    assert thread_list(stranger, ThreadFilter(shown=Shown.ALL)).total == 0


def test_nothing_passes_without_an_agreement_in_force(people: Correspondents) -> None:
    """The first message, an answer, and a thread that lost its agreement."""
    with pytest.raises(NotAgreed, match="Harbourline"):
        people.thread("Hello", Receiver(organisation_id=people.service.id))
    thread_id = people.thread()
    administrator = people.world.administrator(people.school)
    for row in agreements(administrator):
        end_agreement(administrator, row.id)
    with pytest.raises(NotAgreed):
        write_message(people.lead, thread_id, NewMessage(text="We will."))
    with pytest.raises(NotAgreed, match="Saltmarsh School"):
        write_message(people.officer, thread_id, NewMessage(text="Still there?"), to_ids=[people.school.id])
    with acting_as(people.officer):
        assert Message.objects.filter(thread_id=thread_id).count() == 1


def test_an_agreement_for_something_else_lets_no_message_through(people: Correspondents) -> None:
    people.world.agree(people.force, people.service, Category.DATA_REQUEST)
    with pytest.raises(NotAgreed):
        people.thread("Hello", Receiver(organisation_id=people.service.id))


def test_postgresql_itself_refuses_a_message_in_anothers_name(people: Correspondents) -> None:
    thread_id = people.thread()
    with acting_as(people.lead):
        message = Message.objects.get(thread_id=thread_id)
        forged = Message(
            thread_id=thread_id, organisation_id=people.force.id, member_id=message.member_id, author_name="Ines Ferry",
            to_ids=[people.school.id], handling="clear", written_at=timezone.now(),
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"):
            forged.save(force_insert=True)


def test_red_is_for_the_people_named_alone(people: Correspondents) -> None:
    colleague = people.world.member(people.school, Role.SAFEGUARDING_LEAD, name="Lee Marsh")
    fellow = people.world.member(people.force, Role.INVESTIGATOR, name="Jo Reed")
    address = people.world.email_of(people.lead)
    thread_id = people.thread("For you.", handling=Handling.RED, named=(address.upper(),))
    texts = {who: open_thread(who, thread_id).messages[0].text for who in (people.lead, people.officer)}
    assert texts == {people.lead: "For you.", people.officer: "For you."}
    for other in (colleague, fellow):
        (message,) = open_thread(other, thread_id).messages
        assert (message.text, message.named, unread_count(other)) == (None, (), 0)
        with pytest.raises(NotFound):
            acknowledge_message(other, thread_id, message.id)


def test_postgresql_itself_keeps_red_from_colleagues(people: Correspondents) -> None:
    colleague = people.world.member(people.school, Role.SAFEGUARDING_LEAD)
    people.thread("For you.", handling=Handling.RED, named=(people.world.email_of(people.lead),))
    seen = {}
    for who in (people.lead, colleague, people.world.program(people.school)):
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM correspondence_messagetext")
            seen[who.label] = cursor.fetchone()[0]
    assert list(seen.values()) == [1, 0, 0]


def test_roles_and_people_that_a_thread_names_read_it_alone(people: Correspondents) -> None:
    trainer = people.world.member(people.school, Role.TRAINER)
    by_role = people.thread("A", Receiver(organisation_id=people.school.id, roles=(Role.SAFEGUARDING_LEAD,)))
    address = people.world.email_of(trainer)
    by_name = people.thread("B", Receiver(organisation_id=people.school.id, addresses=(address,)))
    assert open_thread(people.lead, by_role).id == by_role
    assert open_thread(trainer, by_name).id == by_name
    for who, thread_id in ((trainer, by_role), (people.lead, by_name)):
        with pytest.raises(NotFound):
            open_thread(who, thread_id)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "x", "handling": Handling.RED}, "named"),
        ({"text": "x", "handling": Handling.RED, "named": ("nobody",)}, "named"),
        ({"text": "x", "due_at": timezone.now() - timedelta(days=1)}, "due_at"),
    ],
)
def test_a_message_that_cannot_be_sent_leaves_no_thread(
    people: Correspondents, said: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        people.thread(**said)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert thread_list(people.officer, ThreadFilter(shown=Shown.ALL)).total == 0


def test_what_is_asked_runs_on_both_clocks_until_it_is_answered(people: Correspondents) -> None:
    due = timezone.now() + timedelta(days=2)
    thread_id = people.thread(due_at=due)
    people.work()
    (line,) = thread_list(people.lead, ThreadFilter(shown=Shown.WAITING)).lines
    assert line.due_at == due
    message_id = open_thread(people.lead, thread_id).messages[0].id
    write_message(people.lead, thread_id, NewMessage(text="We will."))
    people.work()
    for actor in (people.lead, people.officer):
        with acting_as(actor):
            (clock,) = clocks_of([message_id])[message_id]
        assert clock.due_at == due
        assert clock.stopped_at is not None
    assert thread_list(people.lead, ThreadFilter(shown=Shown.WAITING)).total == 0


def test_acknowledging_meets_what_was_asked_once(people: Correspondents) -> None:
    thread_id = people.thread(asks_acknowledgement=True)
    assert thread_list(people.lead, ThreadFilter()).lines[0].waits_for_us
    message_id = open_thread(people.lead, thread_id).messages[0].id
    acknowledge_message(people.lead, thread_id, message_id)
    with pytest.raises(Conflict):
        acknowledge_message(people.lead, thread_id, message_id)
    with pytest.raises(Conflict):
        acknowledge_message(people.officer, thread_id, message_id)
    kinds = [receipt.kind for receipt in open_thread(people.officer, thread_id).messages[0].receipts]
    assert kinds == [ReceiptKind.OPENED, ReceiptKind.ACKNOWLEDGED]
    assert not thread_list(people.lead, ThreadFilter()).lines[0].waits_for_us


def test_a_mail_says_only_that_something_waits_to_those_whom_the_thread_names(people: Correspondents) -> None:
    receiver = Receiver(organisation_id=people.school.id, roles=(Role.SAFEGUARDING_LEAD,), addresses=("x@example.com",))
    people.thread("Secret words.", receiver)
    people.thread("More of them.")
    people.work()
    with acting_as(people.world.program(people.school)):
        mails = list(Notice.objects.filter(subject="A message waits for you").order_by("created_at"))
    mailbox = people.school.mailbox
    assert [mail.to for mail in mails] == [people.world.email_of(people.lead), mailbox]
    assert not any("Secret" in str(mail.body) or "Quay" in str(mail.body) for mail in mails)


def test_whoever_joins_later_gets_only_what_may_pass_on(people: Correspondents) -> None:
    people.world.agree(people.force, people.service, Category.CORRESPONDENCE)
    thread_id = people.thread("Ours.")
    write_message(people.lead, thread_id, NewMessage(text="Theirs, amber."))
    write_message(people.lead, thread_id, NewMessage(text="Theirs, green.", handling=Handling.GREEN))
    named = (people.world.email_of(people.lead),)
    write_message(people.officer, thread_id, NewMessage(text="Red.", handling=Handling.RED, named=named))
    assert add_organisation(people.officer, thread_id, Receiver(organisation_id=people.service.id)) == 2
    newcomer = people.world.member(people.service, Role.SUPERVISOR)
    assert [message.text for message in open_thread(newcomer, thread_id).messages] == ["Ours.", "Theirs, green."]
    with pytest.raises(Conflict):
        add_organisation(people.officer, thread_id, Receiver(organisation_id=people.service.id))


def test_an_answer_goes_to_those_to_whom_it_may_pass(people: Correspondents) -> None:
    """The school has an agreement with the force, and none with the service that is in the thread too."""
    people.world.agree(people.force, people.service, Category.CORRESPONDENCE)
    thread_id = people.thread(
        "All.", Receiver(organisation_id=people.school.id), Receiver(organisation_id=people.service.id)
    )
    write_message(people.lead, thread_id, NewMessage(text="For the force."))
    newcomer = people.world.member(people.service, Role.SUPERVISOR)
    assert [message.text for message in open_thread(newcomer, thread_id).messages] == ["All."]
    assert [message.text for message in open_thread(people.officer, thread_id).messages] == ["All.", "For the force."]


def test_whoever_leaves_keeps_what_they_got_and_gets_nothing_new(people: Correspondents) -> None:
    thread_id = people.thread("Before.")
    with pytest.raises(Conflict):
        leave_thread(people.officer, thread_id)
    leave_thread(people.lead, thread_id)
    with pytest.raises(Invalid):
        write_message(people.officer, thread_id, NewMessage(text="After."))
    view = open_thread(people.lead, thread_id)
    assert ([message.text for message in view.messages], view.has_left) == (["Before."], True)
    with pytest.raises(Conflict):
        write_message(people.lead, thread_id, NewMessage(text="Still here."))
    add_organisation(people.officer, thread_id, Receiver(organisation_id=people.school.id))
    assert not open_thread(people.lead, thread_id).has_left


def test_a_withdrawn_message_stays_marked(people: Correspondents) -> None:
    thread_id = people.thread()
    message_id = open_thread(people.lead, thread_id).messages[0].id
    with pytest.raises(NotFound):
        withdraw_message(people.lead, thread_id, message_id, "Not mine.")
    with pytest.raises(Invalid):
        withdraw_message(people.officer, thread_id, message_id, " ")
    withdraw_message(people.officer, thread_id, message_id, "Sent to the wrong school.")
    with pytest.raises(Conflict):
        withdraw_message(people.officer, thread_id, message_id, "Again.")
    (message,) = open_thread(people.lead, thread_id).messages
    assert (message.withdrawal_reason, message.text) == ("Sent to the wrong school.", "Please call us.")


def test_only_who_began_a_thread_closes_it_and_nobody_writes_then(people: Correspondents) -> None:
    thread_id = people.thread()
    with pytest.raises(NotPermitted):
        close_thread(people.lead, thread_id)
    close_thread(people.officer, thread_id)
    with pytest.raises(Conflict):
        write_message(people.lead, thread_id, NewMessage(text="Too late."))
    reopen_thread(people.officer, thread_id)
    write_message(people.lead, thread_id, NewMessage(text="In time."))
    with acting_as(people.lead):
        acts = {entry.act for entry in timeline_of(thread_id)}
    assert acts >= {Act.THREAD_OPENED, Act.MESSAGE_SENT, Act.THREAD_CLOSED, Act.THREAD_REOPENED}


def test_words_are_found_in_what_the_reader_may_read_and_the_search_is_entered(people: Correspondents) -> None:
    people.thread("About the lighthouse.")
    people.thread("The lighthouse again.", handling=Handling.RED, named=("somebody@example.org",))
    assert thread_list(people.lead, ThreadFilter(words="LIGHTHOUSE")).total == 1
    assert thread_list(people.lead, ThreadFilter(words="quay")).total == 2
    with acting_as(people.lead):
        assert people.lead.member_id
        searched = timeline_of(people.lead.member_id, acts=[Act.LIST_SEARCHED])
    assert {entry.details["sought"] for entry in searched} == {"LIGHTHOUSE", "quay"}


def test_texts_cannot_be_changed(people: Correspondents) -> None:
    thread_id = people.thread()
    with acting_as(people.officer), pytest.raises(ProgrammingError, match="permission denied"):
        MessageText.objects.filter(message__thread_id=thread_id).update(text="Something else.")
