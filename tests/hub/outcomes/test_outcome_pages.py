"""The pages on which outcomes are recorded, and on which senders read what came of their referrals."""

import base64
import json
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.queries.outcomes import outcomes_of
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import NotUsefulReason, Outcome, OutcomeStatus
from hub.told_referrals import Road


def _as(actor: Actor) -> Client:
    client = Client()
    assert actor.member_id
    client.force_login(Account.objects.get(member_id=actor.member_id))
    return client


def test_recording_shows_faults_at_their_fields_and_then_records(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    client, address = _as(investigator), f"/referrals/{referral_id}/outcome/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"status": "closed", "shares": ["useful"]})
    assert refused.status_code == 422
    assert b"Say why it was closed" in refused.content
    done = client.post(
        address, {"status": "closed", "closure_reason": "no_crime", "is_useful": "yes", "shares": ["useful"]}
    )
    assert done.status_code == 302
    (recorded,) = outcomes_of(investigator, [referral_id])
    assert recorded.outcome.is_useful is True
    assert recorded.outcome.share_missing is False
    assert b"Recorded now" in client.get(address).content


def test_a_field_has_a_tick_and_a_day_of_its_own(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    client, address = _as(investigator), f"/referrals/{referral_id}/outcome/"
    form = {"status": "ongoing", "shares": ["useful", "status"], "status_from": "2031-05-01", "note_to_sender": "No."}
    assert client.post(address, form).status_code == 302
    (recorded,) = outcomes_of(investigator, [referral_id])
    assert (recorded.outcome.share_note, recorded.outcome.share_status_from) == (False, date(2031, 5, 1))
    page = client.get(address).content.decode()
    assert 'value="2031-05-01"' in page
    assert "More is told on" in page
    assert client.post(address, {**form, "status_from": "soon"}).status_code == 422


@pytest.mark.parametrize("page", ["/feedback/", "/feedback/export.csv"])
def test_a_force_has_no_feedback_pages_and_a_visitor_signs_in(road: Road, page: str) -> None:
    assert _as(road.investigator()).get(page).status_code == 403
    assert Client().get(page).status_code == 302


def test_a_sender_reads_its_feedback_and_another_does_not(road: Road) -> None:
    referral_id = road.referral()
    outcome = Outcome(
        status=OutcomeStatus.ARREST,
        is_useful=False,
        not_useful_reason=NotUsefulReason.LIMITED,
        missing=("upload_ip",),
        note_to_sender="=HYPERLINK(1)",
    )
    record_outcome(road.investigator(), referral_id, outcome)
    road.tell()
    sender = road.world.member(road.service, Role.SENDER)
    client = _as(sender)
    listed = client.get("/feedback/").content.decode()
    assert road.reference_of(referral_id) in listed
    assert "Not useful" in listed
    assert "0%" in listed
    page = client.get(f"/feedback/{referral_id}/").content.decode()
    assert "With a police force" in page
    assert "It said too little" in page
    assert "Kent" not in page
    assert "arrested" not in page
    exported = client.get("/feedback/export.csv").content.decode()
    assert "'=HYPERLINK(1)" in exported
    assert "arrest" not in exported
    assert sender.member_id is not None
    with acting_as(sender):
        assert len(timeline_of(sender.member_id, acts=[Act.LIST_EXPORTED])) == 1
    other = _as(road.world.member(road.world.desk, Role.ANALYST))
    assert other.get(f"/feedback/{referral_id}/").status_code == 404


def test_the_sender_reads_of_no_arrest_while_its_own_tick_stays_empty(road: Road) -> None:
    referral_id, address = road.referral(), "/referrals/{}/outcome/"
    form = {"status": "arrest", "shares": ["status"]}
    assert _as(road.investigator()).post(address.format(referral_id), form).status_code == 302
    road.tell()
    sender = _as(road.world.member(road.service, Role.SENDER))
    page = sender.get(f"/feedback/{referral_id}/").content.decode()
    assert "Work goes on" in page
    assert "arrest" not in page.lower()
    form = {"status": "arrest", "shares": ["status", "arrest"]}
    assert _as(road.investigator()).post(address.format(referral_id), form).status_code == 302
    road.tell()
    assert "Somebody was arrested" in sender.get(f"/feedback/{referral_id}/").content.decode()


def test_without_feedback_the_page_says_what_will_stand_there(road: Road) -> None:
    page = _as(road.world.member(road.service, Role.SENDER)).get("/feedback/")
    assert b"No feedback yet" in page.content


def test_a_file_is_looked_at_before_it_is_recorded(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    client = _as(investigator)
    data = f"reference,status\n{road.reference_of(referral_id)},ongoing\n".encode()
    looked = client.post("/outcomes/import/", {"file": SimpleUploadedFile("o.csv", data)})
    assert b"1 outcome will be recorded" in looked.content
    assert outcomes_of(investigator, [referral_id]) == []
    done = client.post("/outcomes/import/", {"text": base64.b64encode(data).decode()})
    assert done.status_code == 302
    assert len(outcomes_of(investigator, [referral_id])) == 1
    faulty = client.post("/outcomes/import/", {"file": SimpleUploadedFile("o.csv", b"reference,status\nR,x\n")})
    assert b"There is no such referral" in faulty.content
    unreadable = client.post("/outcomes/import/", {"file": SimpleUploadedFile("o.csv", b"\xff\xfe")})
    assert unreadable.status_code == 422
    tampered = client.post("/outcomes/import/", {"text": "no base64!"})
    assert tampered.status_code == 422
    assert _as(road.world.member(road.force, Role.AUDITOR)).get("/outcomes/import/").status_code == 403


def test_the_feed_of_the_api_goes_on_where_its_cursor_stands(road: Road) -> None:
    referral_id = road.referral()
    record_outcome(road.investigator(), referral_id, Outcome(status=OutcomeStatus.ARREST, is_useful=True))
    road.tell()
    with acting_as(road.world.program(road.world.desk)):
        sequence(datetime.now(UTC))
    issued, _ = road.world.credential(road.service, Scope.READ_FEEDBACK)
    basic = base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    first = json.loads(client.get("/api/v1/feedback").content)
    (item,) = first["items"]
    assert item["referral_id"] == str(referral_id)
    assert item["outcome"]["is_useful"] is True
    assert item["outcome"]["status"] is None
    assert json.loads(client.get(f"/api/v1/feedback?after={first['cursor']}").content)["items"] == []
    assert client.get("/api/v1/feedback?after=x").status_code == 422
    assert Client().get("/api/v1/feedback").status_code == 401
