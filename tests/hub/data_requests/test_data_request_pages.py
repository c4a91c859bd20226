"""The pages and the API by which a service is asked and answers."""

import base64
import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.queries.requests import request_made, requests_received
from causeway.hub.road.data_requests.words import RequestKind, RequestState
from causeway.vocabulary.organisations import Role
from hub.told_referrals import Road


def _as(actor: Actor) -> Client:
    client = Client()
    assert actor.member_id
    client.force_login(Account.objects.get(member_id=actor.member_id))
    return client


def test_a_force_asks_and_a_service_answers_by_hand(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/referrals/{referral_id}/data-request/"
    assert "u-4711" in client.get(address).content.decode()
    until = timezone.now().date() + timedelta(days=10)
    given = {
        "kind": "question",
        "service_id": str(road.service.id),
        "identifiers": "u-4711\n\nu-4712",
        "text": "",
        "legal_basis": "Act of 2016, section 4",
        "contact": "online@example.org",
        "do_not_alert_until": until.isoformat(),
    }
    refused = client.post(address, given)
    assert (refused.status_code, b"Write the question." in refused.content) == (422, True)
    done = client.post(address, given | {"text": "When was it last used?"})
    assert done.status_code == 302
    request_id = done.headers["Location"].split("/")[2]
    assert client.get(done.headers["Location"]).status_code == 200
    responder = _as(road.world.member(road.service, Role.SERVICE_RESPONDER))
    assert request_id in responder.get("/data-requests/").content.decode()
    page = responder.get(f"/data-requests/{request_id}/").content.decode()
    assert "u-4712" in page
    assert str(case_id) not in page
    silent = {"kind": "answered", "text": "On 3 March."}
    refused = responder.post(f"/data-requests/{request_id}/", silent)
    assert (refused.status_code, b"will not be told" in refused.content) == (422, True)
    confirmed = responder.post(f"/data-requests/{request_id}/", silent | {"acknowledges_do_not_alert": "on"})
    assert confirmed.status_code == 302
    assert b"On 3 March." in client.get(f"/cases/{case_id}/").content


def test_who_works_on_it_is_named_before_a_second_person_asks(road: Road) -> None:
    lead, second, referral_id = road.investigator(), road.investigator(), road.referral()
    client, address = _as(second), f"/referrals/{referral_id}/data-request/"
    assert "A colleague works on it" not in client.get(address).content.decode()
    given = {
        "kind": "preserve",
        "service_id": str(road.service.id),
        "identifiers": "u-4711",
        "legal_basis": "Act of 2016, section 4",
        "contact": "online@example.org",
        "do_not_alert_until": (timezone.now().date() + timedelta(days=10)).isoformat(),
        "holders": "",
    }
    open_case(lead, referral_id)
    refused = client.post(address, given)
    assert (refused.status_code, b"Somebody works on it already" in refused.content) == (422, True)
    assert not requests_received(road.world.member(road.service, Role.SERVICE_RESPONDER))
    page = client.get(address).content.decode()
    assert "A colleague works on it" in page
    mark = page.partition('name="holders" value="')[2].partition('"')[0]
    assert client.post(address, given | {"holders": mark}).status_code == 302
    assert "A colleague works on it" not in _as(lead).get(address).content.decode()


def test_others_find_no_request(road: Road) -> None:
    referral_id = road.referral()
    request_id = _preserve(road)
    assert _as(road.investigator()).get("/data-requests/").status_code == 403
    stranger = _as(road.world.member(road.other_force, Role.INVESTIGATOR))
    assert stranger.get(f"/data-requests/{request_id}/").status_code == 404
    assert stranger.get(f"/referrals/{referral_id}/data-request/").status_code == 404
    assert Client().get("/data-requests/").status_code == 302


def test_a_program_lists_opens_and_answers(road: Road) -> None:
    request_id = _preserve(road)
    issued, actor = road.world.credential(road.service, Scope.ANSWER_REQUESTS)
    basic = base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    (listed,) = json.loads(client.get("/api/v1/data-requests?is_over=false").content)
    assert (listed["id"], listed["state"]) == (str(request_id), "waiting")
    opened = json.loads(client.get(f"/api/v1/data-requests/{request_id}").content)
    assert opened["identifiers"] == ["u-4711"]
    assert "case_id" not in opened
    address = f"/api/v1/data-requests/{request_id}/answers"
    wrong = client.post(address, {"kind": "answered", "text": "x"}, content_type="application/json")
    assert wrong.status_code == 422
    stale = {"kind": "preserved", "asked_at": "2026-01-01T00:00:00Z"}
    assert client.post(address, stale, content_type="application/json").status_code == 409
    right = {"kind": "preserved", "asked_at": opened["asked_at"]}
    answered = client.post(address, right, content_type="application/json")
    assert (answered.status_code, json.loads(answered.content)["is_over"]) == (201, True)
    again = client.post(address, {"kind": "preserved"}, content_type="application/json")
    assert again.status_code == 409
    assert requests_received(actor)[0].state is RequestState.PRESERVED
    reader, _ = road.world.credential(road.service, Scope.READ_FEEDBACK)
    weak = base64.b64encode(f"{reader.username}:{reader.secret}".encode()).decode()
    assert Client(headers={"Authorization": f"Basic {weak}"}).get("/api/v1/data-requests").status_code == 403


def _preserve(road: Road) -> object:
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("u-4711",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    investigator = road.investigator()
    return request_made(investigator, make_data_request(investigator, road.referral(), new)).id
