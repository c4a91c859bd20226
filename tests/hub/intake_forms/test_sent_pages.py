"""What was sent: the list, one referral, what is added and what is answered."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causeway.hub.base.organisations.models import Account
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.intake_forms.conftest import Desk


def test_nothing_sent_yet_says_what_to_do(forum: Desk) -> None:
    assert "Nothing sent yet" in forum.client.get("/sent/").content.decode()


def test_a_referral_is_listed_and_found_by_either_reference(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "step/what", concern="grooming", narrative="A stranger writes.", sender_reference="LF-17")
    forum.post(draft_id, "check")
    reference = forum.sent()[0].reference
    for asked in ("", reference, reference.lower(), "LF-17"):
        assert reference in forum.client.post("/sent/", {"reference": asked}, follow=True).content.decode()
    assert (
        "Nothing of that reference" in forum.client.post("/sent/", {"reference": "LF-18"}, follow=True).content.decode()
    )
    assert forum.client.get("/sent/", {"cursor": "nonsense"})["Location"] == "/sent/"


def test_a_referral_leads_to_where_it_is(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    page = forum.client.get(f"/sent/{draft_id}/").content.decode()
    assert f"/feedback/{draft_id}/" in page
    assert "What would make this actionable" in page


def test_words_and_files_are_added(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    answer = forum.client.post(
        f"/sent/{draft_id}/add/",
        {"text": "He wrote again.", "files": [SimpleUploadedFile("boat.png", b"one boat")], "viewed": "False"},
    )
    assert answer["Location"] == f"/sent/{draft_id}/"
    assert "He wrote again." in forum.client.get(f"/sent/{draft_id}/").content.decode()
    (sent,) = forum.sent()
    assert [file.size_bytes for file in sent.files] == [len(b"one boat")]
    assert sent.referral.attachments[0].viewed_by_sender is False


def test_adding_nothing_is_said(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    answer = forum.client.post(f"/sent/{draft_id}/add/", {"text": ""})
    assert answer.status_code == 422
    assert "Write something, or choose a file" in answer.content.decode()


def test_a_question_is_answered_once(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    analyst = forum.world.member(forum.world.desk, Role.ANALYST)
    question_id = ask_sender(analyst, draft_id, "Which port was it?")
    assert "1 question" in forum.client.get("/sent/").content.decode()
    assert "Which port was it?" in forum.client.get(f"/sent/{draft_id}/").content.decode()
    address = f"/sent/{draft_id}/questions/{question_id}/"
    assert "Which port was it?" in forum.client.get(address).content.decode()
    assert forum.client.post(address, {"text": "51234"})["Location"] == f"/sent/{draft_id}/"
    assert "Answered" in forum.client.get(f"/sent/{draft_id}/").content.decode()
    assert "has been answered" in forum.client.post(address, {"text": "51235"}).content.decode()


def test_another_organisation_s_referral_does_not_exist(forum: Desk) -> None:
    draft_id = forum.ready()
    forum.post(draft_id, "check")
    other = forum.world.organisation(OrganisationKind.SERVICE)
    stranger = forum.world.member(other, Role.SENDER)
    client = Client()
    client.force_login(Account.objects.get(email=forum.world.email_of(stranger)))
    assert client.get(f"/sent/{draft_id}/").status_code == 404
    assert client.post(f"/sent/{draft_id}/add/", {"text": "x"}).status_code == 404
