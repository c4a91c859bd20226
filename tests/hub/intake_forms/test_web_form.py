"""The web form: every step saves, every fault keeps what was typed, and one draft becomes one referral."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.vault.models import SealedObject
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import Concern, EventKind, PartyRole
from hub.conftest import SmallWorld
from hub.intake_forms.conftest import Desk, party, rows


def test_visitors_are_asked_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/refer/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_somebody_who_may_not_send_is_refused(world: SmallWorld, client: Client) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer = world.member(force, Role.INVESTIGATOR)
    client.force_login(Account.objects.get(email=world.email_of(officer)))
    assert client.get("/refer/").status_code == 403


def test_a_new_draft_is_listed_and_asks_the_organisation_s_mailbox(forum: Desk) -> None:
    draft_id = forum.start()
    assert str(draft_id) in forum.client.get("/refer/").content.decode()
    page = forum.client.get(f"/refer/{draft_id}/step/contact/").content.decode()
    assert forum.service.mailbox in page


def test_the_first_step_is_saved_as_it_was_told(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(
        draft_id,
        "step/what",
        concern="grooming",
        annotations=["extortion"],
        occurred_at="2026-03-01 14:05:09 +01:00",
        occurred_definition="When the message was sent",
        platform="Lantern Messages",
        narrative="A stranger writes to a member.",
        sender_reference="LF-17",
    )
    assert answer.status_code == 302
    told = forum.view(draft_id).referral
    assert told.concern is Concern.GROOMING
    assert told.occurred_at is not None
    assert told.occurred_at.isoformat() == "2026-03-01T13:05:09+00:00"
    assert (told.platform, told.sender_reference) == ("Lantern Messages", "LF-17")
    page = forum.client.get(f"/refer/{draft_id}/step/what/").content.decode()
    assert "2026-03-01 13:05:09 +00:00" in page


def test_a_time_without_offset_is_read_in_the_organisation_s_zone(forum: Desk) -> None:
    draft_id = forum.start()
    forum.post(draft_id, "step/what", concern="grooming", occurred_at="2026-07-01 12:00:00")
    told = forum.view(draft_id).referral
    assert told.occurred_at is not None
    assert told.occurred_at.isoformat() == "2026-07-01T11:00:00+00:00"


def test_a_faulty_step_keeps_everything_that_was_typed(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "step/what", occurred_at="last week", narrative="A stranger writes to a member.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "Choose what this is about" in page
    assert 'href="#id_occurred_at"' in page
    assert "last week" in page
    assert "A stranger writes to a member." in page


def test_a_time_in_the_future_is_refused(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "step/what", concern="grooming", occurred_at="2999-01-01T00:00:00Z")
    assert "This is in the future" in answer.content.decode()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "1899-12-31T23:00:00Z"])
def test_a_time_before_anybody_s_life_is_refused(forum: Desk, at: str) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "step/what", concern="grooming", occurred_at=at)
    assert "Check the year" in answer.content.decode()


def test_a_time_a_few_seconds_ahead_of_ours_is_taken(forum: Desk) -> None:
    draft_id, soon = forum.start(), timezone.now() + timedelta(seconds=20)
    forum.post(draft_id, "step/what", concern="grooming", occurred_at=soon.isoformat())
    assert forum.view(draft_id).referral.occurred_at == soon


def test_no_choice_is_made_for_somebody_who_made_none(forum: Desk) -> None:
    draft_id = forum.start()
    for step in ("what", "emergency"):
        assert " checked" not in forum.client.get(f"/refer/{draft_id}/step/{step}/").content.decode()


def test_a_party_carries_everything_by_which_it_is_known(forum: Desk) -> None:
    draft_id = forum.start()
    sheet = party(
        "subject",
        first_name="Alex",
        accounts=[{"identifier": "u-991", "handle": "kestrel"}],
        ip_events=[{"address": "192.0.2.7", "port": "51234", "at": "2026-03-01T14:05:09Z", "kind": "upload"}],
        emails=[{"address": "kestrel@example.org", "verified": "True"}],
        phones=[{"number": "+44 7700 900123"}],
        addresses=[{"city": "Leeds", "country": "gb"}],
        devices=[{"kind": "IMEI", "identifier": "490154203237518"}],
    )
    assert forum.post(draft_id, "people/new", **sheet).status_code == 302
    (subject,) = forum.view(draft_id).referral.parties
    assert subject.role is PartyRole.SUBJECT
    assert subject.accounts[0].identifier == "u-991"
    assert (subject.ip_events[0].port, subject.ip_events[0].kind) == (51234, EventKind.UPLOAD)
    assert subject.emails[0].verified is True
    assert subject.phones[0].number == "+44 7700 900123"
    assert subject.addresses[0].country == "GB"
    assert subject.devices[0].kind == "IMEI"
    page = forum.client.get(f"/refer/{draft_id}/people/0/").content.decode()
    assert "192.0.2.7" in page
    assert "2026-03-01 14:05:09 +00:00" in page


def test_one_more_row_comes_after_saving(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "people/new", **party(accounts=[{"handle": "kestrel"}], again="accounts"))
    assert answer["Location"] == f"/refer/{draft_id}/people/0/#accounts"
    assert 'name="accounts-1-handle"' in forum.client.get(f"/refer/{draft_id}/people/0/").content.decode()


def test_a_row_can_be_removed(forum: Desk) -> None:
    draft_id = forum.start()
    forum.post(draft_id, "people/new", **party(accounts=[{"handle": "kestrel"}, {"handle": "plover"}]))
    kept = party() | rows(
        "accounts", {"handle": "kestrel", "DELETE": "on"}, {"handle": "plover"}, {"handle": ""}, saved=2
    )
    forum.post(draft_id, "people/0", **kept)
    (subject,) = forum.view(draft_id).referral.parties
    assert [account.handle for account in subject.accounts] == ["plover"]


def test_every_fault_of_a_party_shows_at_its_field(forum: Desk) -> None:
    draft_id = forum.start()
    sheet = party(
        "",
        age_years="many",
        ip_events=[{"address": "300.1.1.1", "kind": "unknown"}, {"port": "443", "kind": "unknown"}],
        emails=[{"address": "nobody"}],
        addresses=[{"country": "Britain"}],
        devices=[{"identifier": "4901"}],
    )
    answer = forum.post(draft_id, "people/new", **sheet)
    page = answer.content.decode()
    assert answer.status_code == 422
    for fault in (
        "Choose what this person is in this",
        "Enter a whole number",
        "Enter an address such as 192.0.2.7",
        "Enter the address that this port or time belongs to",
        "Enter an address such as name@example.org",
        "Say what sort of identifier this is",
    ):
        assert fault in page
    assert "300.1.1.1" in page
    assert forum.view(draft_id).referral.parties == ()


def test_several_parties_are_told_and_one_is_taken_out(forum: Desk) -> None:
    draft_id = forum.start()
    for role, name in (("subject", "Alex"), ("victim", "Sam"), ("recipient", "Kim")):
        forum.post(draft_id, "people/new", **party(role, first_name=name, is_child="True"))
    forum.post(draft_id, "people/0/remove")
    assert [told.first_name for told in forum.view(draft_id).referral.parties] == ["Sam", "Kim"]
    assert forum.client.get(f"/refer/{draft_id}/people/7/").status_code == 404


def test_incidents_hold_what_was_written(forum: Desk) -> None:
    draft_id = forum.start()
    row = {
        "kind": "chat",
        "name": "Room 4",
        "urls": "https://example.org/a\nhttps://example.org/b",
        "content": "Hello.",
    }
    assert forum.post(draft_id, "where", **rows("incidents", row)).status_code == 302
    (incident,) = forum.view(draft_id).referral.incidents
    assert incident.urls == ("https://example.org/a", "https://example.org/b")
    assert incident.content == "Hello."
    answer = forum.post(draft_id, "where", **rows("incidents", {"name": "Room 5"}))
    assert "Choose where it happened" in answer.content.decode()


def test_an_emergency_says_what_the_danger_is(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "step/emergency", is_emergency="True")
    assert "Say what the danger is" in answer.content.decode()
    forum.post(
        draft_id,
        "step/emergency",
        is_emergency="True",
        emergency="A meeting is planned for tonight.",
        do_not_alert_until="2027-04-30",
        agency="Example Police",
    )
    told = forum.view(draft_id).referral
    assert told.emergency == "A meeting is planned for tonight."
    assert told.police is not None
    assert told.do_not_alert_until is not None


def test_files_are_sealed_as_they_arrive(forum: Desk) -> None:
    draft_id = forum.start()
    files = [SimpleUploadedFile("../a/bridge.png", b"one bridge"), SimpleUploadedFile("boat.png", b"one boat")]
    answer = forum.post(
        draft_id,
        "files/add",
        files=files,
        viewed="True",
        upload_address="2001:db8::7",
        uploaded_at="2026-03-01T14:05:09Z",
        flags=["meme"],
        industry_class="B2",
    )
    assert answer.status_code == 302
    view = forum.view(draft_id)
    assert [file.name for file in view.files] == ["bridge.png", "boat.png"]
    assert all(file.attachment.viewed_by_sender for file in view.files)
    with acting_as(forum.sender):
        assert SealedObject.objects.filter(root_id=draft_id).count() == 2


def test_what_is_said_of_one_file_can_be_changed(forum: Desk) -> None:
    draft_id = forum.start()
    forum.post(draft_id, "files/add", files=[SimpleUploadedFile("boat.png", b"one boat")], viewed="True")
    (file,) = forum.view(draft_id).files
    forum.post(draft_id, f"files/{file.id}", viewed="False", notes="Seen by a filter only")
    (changed,) = forum.view(draft_id).files
    assert changed.attachment.viewed_by_sender is False
    assert changed.attachment.sha256 == file.sha256
    assert forum.client.get(f"/refer/{draft_id}/files/{uuid4()}/").status_code == 404


def test_a_file_that_is_taken_out_is_erased(forum: Desk) -> None:
    draft_id = forum.start()
    forum.post(draft_id, "files/add", files=[SimpleUploadedFile("boat.png", b"one boat")])
    (file,) = forum.view(draft_id).files
    forum.post(draft_id, f"files/{file.id}/remove")
    assert forum.view(draft_id).files == ()
    with acting_as(forum.sender):
        assert SealedObject.objects.get(root_id=draft_id).erased_at is not None


def test_no_file_chosen_is_said_at_the_field(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "files/add", viewed="False", notes="Kept text")
    assert answer.status_code == 422
    assert "Choose a file" in answer.content.decode()
    assert "Kept text" in answer.content.decode()


def test_an_address_alone_not_viewed_is_enough(forum: Desk) -> None:
    draft_id = forum.start()
    assert forum.post(draft_id, "files/address", url="https://example.org/x", viewed="False").status_code == 302
    (file,) = forum.view(draft_id).files
    assert file.sealed_id is None
    assert file.attachment.url == "https://example.org/x"
    assert file.attachment.viewed_by_sender is False
    assert "Enter the web address" in forum.post(draft_id, "files/address", viewed="False").content.decode()


def test_completeness_rises_while_somebody_writes_and_nothing_is_saved_by_looking(forum: Desk) -> None:
    draft_id = forum.start()
    fields = {"concern": "grooming", "occurred_at": "2026-03-01T14:05:09Z"}
    panel = forum.client.post(f"/refer/{draft_id}/step/what/", fields, headers={"HX-Request": "true"})
    text = panel.content.decode()
    assert panel.status_code == 200
    assert "<html" not in text
    assert "The time of the incident is not given" not in text
    assert not forum.view(draft_id).is_done("what")
    page = forum.client.get(f"/refer/{draft_id}/step/what/").content.decode()
    assert "The time of the incident is not given" in page


def test_a_draft_without_the_first_step_cannot_be_sent(forum: Desk) -> None:
    draft_id = forum.start()
    answer = forum.post(draft_id, "check")
    assert answer["Location"] == f"/refer/{draft_id}/"
    assert forum.sent() == []


def test_a_sent_draft_is_a_referral_with_its_files(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "people/new", **party(accounts=[{"identifier": "u-991"}]))
    forum.post(draft_id, "files/address", url="https://example.org/x", viewed="False")
    forum.post(draft_id, "files/add", files=[SimpleUploadedFile("boat.png", b"one boat")], viewed="True")
    page = forum.client.get(f"/refer/{draft_id}/check/").content.decode()
    for told in ("A stranger writes to a member.", "u-991", "boat.png", "safety@example.org"):
        assert told in page
    answer = forum.post(draft_id, "check")
    assert answer["Location"] == f"/refer/{draft_id}/sent/"
    (sent,) = forum.sent()
    assert sent.id == draft_id
    assert sent.desk_id == forum.world.desk.id
    assert [file.sha256 for file in sent.files] == [sent.referral.attachments[1].sha256]
    receipt = forum.client.get(f"/refer/{draft_id}/sent/").content.decode()
    assert sent.reference in receipt
    assert "What would make this actionable" in receipt


def test_sent_twice_is_one_referral(forum: Desk) -> None:
    draft_id = forum.ready()
    answers = [forum.post(draft_id, "check"), forum.post(draft_id, "check")]
    assert {answer["Location"] for answer in answers} == {f"/refer/{draft_id}/sent/"}
    assert len(forum.sent()) == 1


def test_a_step_left_open_in_another_tab_changes_nothing_after_sending(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    answer = forum.post(draft_id, "step/what", concern="other")
    assert answer["Location"] == f"/refer/{draft_id}/sent/"
    assert forum.sent()[0].referral.concern is Concern.GROOMING


def test_the_contact_is_kept_for_the_next_referral(forum: Desk) -> None:
    forum.post(forum.ready(), "check")
    page = forum.client.get(f"/refer/{forum.start()}/step/contact/").content.decode()
    assert "safety@example.org" in page


def test_nothing_of_the_matter_stays_in_a_sent_draft(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    view = forum.view(draft_id)
    assert view.text.referral.narrative is None
    assert view.files == ()


def test_without_an_agreement_it_is_said_and_the_draft_stays(world: SmallWorld, client: Client) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    world.agree(world.desk, service, Category.OUTCOME)
    sender = world.member(service, Role.SENDER)
    client.force_login(Account.objects.get(email=world.email_of(sender)))
    desk = Desk(world=world, service=service, sender=sender, client=client)
    draft_id = desk.ready()
    answer = desk.post(draft_id, "check")
    assert answer.status_code == 422
    assert "no agreement" in answer.content.decode()
    assert desk.view(draft_id).referral_id is None


def test_a_draft_is_deleted_after_asking(forum: Desk) -> None:
    draft_id = forum.start()
    assert "Delete this draft?" in forum.client.get(f"/refer/{draft_id}/delete/").content.decode()
    assert forum.drafts() == 1
    assert forum.post(draft_id, "delete")["Location"] == "/refer/"
    assert forum.drafts() == 0
    assert forum.client.get(f"/refer/{draft_id}/").status_code == 404


def test_another_organisation_s_draft_does_not_exist(forum: Desk) -> None:
    draft_id = forum.start()
    other = forum.world.organisation(OrganisationKind.SERVICE)
    stranger = forum.world.member(other, Role.SENDER)
    client = Client()
    client.force_login(Account.objects.get(email=forum.world.email_of(stranger)))
    for path in ("", "step/what/", "people/", "files/", "check/", "delete/"):
        assert client.get(f"/refer/{draft_id}/{path}").status_code == 404


def test_it_came_by_the_web_form(forum: Desk) -> None:
    forum.post(forum.ready(), "check")
    page = forum.client.get("/sent/").content.decode()
    assert forum.sent()[0].reference in page
    one = forum.client.get(f"/sent/{forum.sent()[0].id}/").content.decode()
    assert "Web form" in one
