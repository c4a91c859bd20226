"""Working groups: who is in them, what joins and leaves, meetings, and no case data."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.organisations.commands.change_organisation import change_organisation
from causeway.hub.commons.correspondence.case_data import selectors_in
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, add_organisation
from causeway.hub.commons.correspondence.commands.keep_group import (
    NewGroup,
    add_member,
    begin_topic,
    close_group,
    found_group,
    remove_member,
)
from causeway.hub.commons.correspondence.commands.keep_thread import leave_thread
from causeway.hub.commons.correspondence.commands.meet import (
    NewAction,
    NewMeeting,
    call_meeting,
    finish_action,
    write_minutes,
)
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.commands.write_message import write_message
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.hub.commons.correspondence.queries.groups import groups, open_group_page
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, Role
from hub.correspondence.conftest import Correspondents
from hub.organisations.signing_in import client_of

NEW = NewGroup(name="Bridges of two shores", purpose="To compare practice.", basis="Memorandum 7", chair="Ines Ferry")
IN_A_WEEK = timezone.now() + timedelta(days=7)
IN_A_MONTH = (timezone.now() + timedelta(days=30)).date()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Nothing of a case. We meet at 10:30 on 2026-03-01, room 4.", []),
        ("Write to someone@example.net", ["email"]),
        ("Write to desk@example.org", []),
        ("Seen from 192.0.2.7 and 2001:db8::1.", ["ip"]),
        ("The digest d41d8cd98f00b204e9800998ecf8427e is listed", ["digest"]),
        ("Call +44 1632 960123", ["phone"]),
    ],
)
def test_what_looks_like_a_selector_is_noticed(text: str, kinds: list[str]) -> None:
    assert list(selectors_in(text, own_domains={"example.org"})) == kinds


@given(st.ip_addresses(v=4), st.sampled_from(["at {}", "({})", "{}.", "from {}, twice"]))
def test_every_ip_address_is_noticed(address: object, sentence: str) -> None:
    assert "ip" in list(selectors_in(sentence.format(address)))


class InAGroup:
    """A force that leads a group with a school in it; the service can join."""

    def __init__(self, people: Correspondents) -> None:
        self.people, world = people, people.world
        everybody = (people.force, people.school, people.service)
        for giver in everybody:
            for receiver in everybody:
                if giver is not receiver:
                    world.agree(giver, receiver, Category.PRACTICE)
        self.leader = world.member(people.force, Role.SUPERVISOR, name="Jo Reed")
        self.member = people.lead
        self.newcomer = world.member(people.service, Role.SUPERVISOR)
        self.id: UUID = found_group(self.leader, NEW, [people.school.id])

    def topic(self, text: str = "How do you do it?") -> UUID:
        """A topic that the leader begins."""
        return begin_topic(self.leader, self.id, "Practice", NewMessage(text=text, handling=Handling.GREEN))


@pytest.fixture
def group(people: Correspondents) -> InAGroup:
    """The group."""
    return InAGroup(people)


def test_members_see_a_group_and_others_do_not(group: InAGroup) -> None:
    assert [line.name for line in groups(group.member)] == ["Bridges of two shores"]
    assert groups(group.newcomer) == []
    with pytest.raises(NotFound):
        open_group_page(group.newcomer, group.id)


def test_a_group_needs_an_agreement_for_practice_and_words(people: Correspondents) -> None:
    leader = people.world.member(people.force, Role.SUPERVISOR)
    with pytest.raises(NotAgreed):
        found_group(leader, NEW, [people.school.id])
    with pytest.raises(Invalid):
        found_group(leader, NewGroup(name=" ", purpose="x", basis="x", chair="x"), [people.school.id])


def test_whoever_joins_gets_open_topics_as_far_as_marks_let_them_pass(group: InAGroup) -> None:
    topic_id = group.topic()
    write_message(group.member, topic_id, NewMessage(text="Amber.", handling=Handling.AMBER))
    with pytest.raises(NotPermitted):
        add_member(group.member, group.id, Receiver(organisation_id=group.people.service.id))
    assert add_member(group.leader, group.id, Receiver(organisation_id=group.people.service.id)) == 1
    assert [message.text for message in open_thread(group.newcomer, topic_id).messages] == ["How do you do it?"]
    with pytest.raises(Conflict):
        add_organisation(group.leader, topic_id, Receiver(organisation_id=group.people.service.id))


def test_whoever_leaves_keeps_what_they_got_and_gets_nothing_new(group: InAGroup) -> None:
    add_member(group.leader, group.id, Receiver(organisation_id=group.people.service.id))
    topic_id = group.topic("Before.")
    with pytest.raises(Conflict):
        leave_thread(group.newcomer, topic_id)
    remove_member(group.newcomer, group.id, group.people.service.id)
    write_message(group.leader, topic_id, NewMessage(text="After."))
    call_meeting(group.leader, group.id, NewMeeting(title="Later", starts_at=IN_A_WEEK, agenda="All."))
    assert [message.text for message in open_thread(group.newcomer, topic_id).messages] == ["Before."]
    assert open_group_page(group.newcomer, group.id).meetings == ()
    for refused in (
        lambda: write_message(group.newcomer, topic_id, NewMessage(text="Still here.")),
        lambda: begin_topic(group.newcomer, group.id, "New", NewMessage(text="x")),
        lambda: remove_member(group.leader, group.id, group.people.force.id),
    ):
        with pytest.raises(Conflict):
            refused()


def test_a_group_holds_no_case_data_unless_all_may_have_referrals(group: InAGroup) -> None:
    text = "He writes from 192.0.2.7."
    with pytest.raises(Invalid) as caught:
        group.topic(text)
    assert (caught.value.field, "192.0.2.7" in caught.value.message) == ("text", False)
    with pytest.raises(Invalid) as caught:
        begin_topic(group.leader, group.id, text, NewMessage(text="Of whom I spoke."))
    assert caught.value.field == "subject"
    with pytest.raises(Invalid):
        call_meeting(group.leader, group.id, NewMeeting(title="x", starts_at=IN_A_WEEK, agenda=text))
    group.people.world.agree(group.people.force, group.people.school, Category.REFERRAL)
    assert open_thread(group.member, group.topic(text)).messages[0].text == text


def test_members_may_write_their_own_address(group: InAGroup) -> None:
    administrator = group.people.world.administrator(group.people.force)
    change_organisation(administrator, name="Kent Police", mailbox="desk@kent.example", zone="Europe/London")
    assert group.topic("Write to lamps@kent.example.")
    with pytest.raises(Invalid):
        group.topic("Write to lamps@essex.example.")


def test_minutes_say_who_does_what_and_the_owner_alone_says_that_it_is_done(group: InAGroup) -> None:
    meeting_id = call_meeting(group.leader, group.id, NewMeeting(title="First", starts_at=IN_A_WEEK, agenda="All."))
    stranger = NewAction(owner_id=group.people.service.id, text="Write it down.", due_on=IN_A_MONTH)
    with pytest.raises(Invalid):
        write_minutes(group.leader, meeting_id, "We met.", [stranger])
    action = NewAction(owner_id=group.people.school.id, text="Write it down.", due_on=IN_A_MONTH)
    too_early = replace(action, due_on=(IN_A_WEEK - timedelta(days=2)).date())
    with pytest.raises(Invalid):
        write_minutes(group.leader, meeting_id, "We met.", [too_early])
    write_minutes(group.leader, meeting_id, "We met.", [action])
    (seen,) = open_group_page(group.member, group.id).open_actions
    assert (seen.owner, seen.is_ours) == ("Saltmarsh School", True)
    group.people.work()
    with acting_as(group.member):
        assert clocks_of([seen.id])[seen.id][0].stopped_at is None
    with pytest.raises(NotFound):
        finish_action(group.leader, seen.id)
    finish_action(group.member, seen.id)
    with acting_as(group.member):
        assert clocks_of([seen.id])[seen.id][0].stopped_at is not None
    assert open_group_page(group.leader, group.id).open_actions == []


def test_a_closed_group_is_read_and_no_more(group: InAGroup) -> None:
    topic_id = begin_topic(group.member, group.id, "Practice", NewMessage(text="Of the member."))
    close_group(group.leader, group.id)
    assert open_group_page(group.member, group.id).closed_at is not None
    with pytest.raises(Conflict):
        write_message(group.member, topic_id, NewMessage(text="Too late."))
    with pytest.raises(Conflict):
        begin_topic(group.member, group.id, "New", NewMessage(text="x"))


def test_the_pages_of_a_group(group: InAGroup) -> None:
    leader, member = client_of(group.leader), client_of(group.member)
    given = {"name": "Lights", "purpose": "Light.", "basis": "Memo", "chair": "Jo", "to": str(group.people.school.id)}
    assert leader.post("/messages/groups/found/", given | {"name": ""}).status_code == 422
    address = leader.post("/messages/groups/found/", given).headers["Location"]
    assert b"Lights" in member.get("/messages/groups/").content
    assert leader.post(f"{address}members/", {"to": str(group.people.service.id)}).status_code == 302
    topic = {"subject": "Lamps", "text": "Which?", "handling": "green"}
    assert leader.post(f"{address}topics/", topic | {"text": "At 192.0.2.7"}).status_code == 422
    assert b"Which?" in member.get(leader.post(f"{address}topics/", topic).headers["Location"]).content
    call = {"title": "First", "starts_at": "2030-03-01 14:00", "agenda": "Lamps."}
    assert member.post(f"{address}meetings/", call | {"agenda": ""}).status_code == 422
    meeting = member.post(f"{address}meetings/", call).headers["Location"]
    minutes = {"text": "We met.", "action_1": "Buy lamps", "owner_1": str(group.people.force.id)}
    refused = member.post(meeting, minutes)
    assert (refused.status_code, b"Say by when" in refused.content) == (422, True)
    refused = member.post(meeting, {"text": "We met.", "owner_2": str(group.people.force.id), "due_2": "2030-04-01"})
    assert (refused.status_code, b"Say what is to be done" in refused.content) == (422, True)
    assert member.post(meeting, minutes | {"due_1": "2030-04-01"}).status_code == 302
    page = leader.get(address).content.decode()
    assert "Buy lamps" in page
    action_id = open_group_page(group.leader, UUID(address.split("/")[3])).open_actions[0].id
    assert leader.post(f"{address}actions/{action_id}/").status_code == 302
    assert b"End the part of" in member.get(f"{address}members/{group.people.school.id}/end/").content
    assert member.post(f"{address}members/{group.people.school.id}/end/").status_code == 302
    assert b"Your organisation has left this group" in member.get(address).content
    assert leader.post(f"{address}close/").status_code == 302
