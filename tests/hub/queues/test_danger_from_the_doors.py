"""Danger told at a door reaches a duty officer: contact that goes on, something planned, danger told later."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import Alert
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.told import told, visible_referrals
from hub.desk_at_work import DeskAtWork, about, picture
from hub.intake.cybertip_calls import caller_of
from hub.intake_forms.conftest import forum_in
from hub.queues.test_alerts import NeverLooks

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
ADULT = {"danger": "no", "story": "A stranger writes to a child.", "consent": "on"}


def _alerted_for(road: DeskAtWork) -> list[str]:
    """Which rules of imminence alerted the desk to its one referral, after the worker's round."""
    road.work()
    with acting_as(road.desk):
        (referral_id,) = visible_referrals()
        priority = priority_of(referral_id)
        assert priority is not None
        rules = [reason.code for reason in priority.found.reasons if reason.code.startswith("imminent.")]
        assert Alert.objects.filter(referral_id=referral_id).exists() == bool(rules)
    return rules


def _ahead(**distance: int) -> str:
    return (timezone.now() + timedelta(**distance)).isoformat()


@pytest.mark.parametrize(("answer", "rules"), [("yes", ["imminent.contact_ongoing"]), ("no", []), ("unsure", [])])
def test_a_child_who_says_that_contact_goes_on_is_heard(
    client: Client, road: DeskAtWork, answer: str, rules: list[str]
) -> None:
    assert client.post("/tell/child/", {"safe": "yes", "in_contact": answer}).status_code == 200
    assert _alerted_for(road) == rules


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({}, []),
        ({"in_contact": "yes"}, ["imminent.contact_ongoing"]),
        ({"plan": "yes"}, ["imminent.planned"]),
        ({"plan_day": _ahead(days=2)[:10]}, ["imminent.planned"]),
        ({"plan": "no", "in_contact": "unsure"}, []),
        ({"plan_day": "2026-01-05"}, []),
    ],
)
def test_what_an_adult_says_of_contact_and_of_a_plan_is_heard(
    client: Client, road: DeskAtWork, more: dict[str, str], rules: list[str]
) -> None:
    assert client.post("/tell/parent/", ADULT | more).status_code == 200
    assert _alerted_for(road) == rules


def test_no_public_form_chooses_an_answer_for_anybody_or_asks_for_one(client: Client, road: DeskAtWork) -> None:
    for path in ("/tell/child/", "/tell/parent/", "/tell/add/more/"):
        page = client.get(path).content.decode()
        assert 'name="in_contact"' in page
        assert " checked" not in page


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({}, []),
        ({"danger": "no"}, []),
        ({"danger": "yes"}, ["imminent.emergency"]),
        ({"danger": "unsure"}, ["imminent.emergency"]),
        ({"in_contact": "yes"}, ["imminent.contact_ongoing"]),
    ],
)
def test_danger_that_is_told_later_with_the_receipt_code_is_heard(
    client: Client, road: DeskAtWork, more: dict[str, str], rules: list[str]
) -> None:
    receipt = client.post("/tell/child/", {"safe": "yes"}).content.decode()
    assert _alerted_for(road) == []
    code = CODE.findall(receipt)[0]
    answer = client.post("/tell/add/more/", {"code": code, "text": "He wrote again."} | more)
    assert "It was added" in answer.content.decode()
    assert _alerted_for(road) == rules


def test_an_emergency_that_is_added_alerts_before_anything_is_examined(road: DeskAtWork) -> None:
    referral_id = road.send(about("one", force=None), picture(1))
    road.worker = Worker(Hands(Tools(examiner=NeverLooks(), router=road.tools.router)))
    supplement_referral(road.sender, referral_id, NewSupplement(addition=Addition(emergency="He is with the child.")))
    road.work()
    with acting_as(road.desk):
        assert Alert.objects.filter(referral_id=referral_id).exists()


def test_the_senders_form_asks_for_contact_and_plan(client: Client, road: DeskAtWork) -> None:
    forum = forum_in(road.world, client)
    draft_id = forum.ready()
    wrong = forum.post(draft_id, "step/emergency", is_emergency="False", is_planned="False", planned_at=_ahead(days=1))
    assert "say that something is planned" in wrong.content.decode()
    fields = {"is_emergency": "False", "is_contact_ongoing": "True", "planned_at": _ahead(days=1)}
    assert forum.post(draft_id, "step/emergency", **fields).status_code == 302
    page = forum.client.get(f"/refer/{draft_id}/step/emergency/").content.decode()
    assert forum.view(draft_id).referral.planned_at is not None
    assert page.count('<option value="True" selected') == 2
    check = forum.client.get(f"/refer/{draft_id}/check/").content.decode()
    assert "Contact goes on" in check
    assert "A meeting or a deadline" in check
    forum.post(draft_id, "check")
    assert _alerted_for(road) == ["imminent.planned", "imminent.contact_ongoing"]


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({"is_contact_ongoing": True}, ["imminent.contact_ongoing"]),
        ({"is_planned": True}, ["imminent.planned"]),
        ({"planned_at": _ahead(hours=5)}, ["imminent.planned"]),
        ({"is_contact_ongoing": False, "is_planned": False}, []),
        ({"emergency": " \n "}, []),
    ],
)
def test_the_json_api_carries_what_is_said_of_contact_and_of_a_plan(
    road: DeskAtWork, more: dict[str, Any], rules: list[str]
) -> None:
    caller = caller_of(road.world, Scope.SUBMIT)

    def post(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": caller.header}
        return caller.client.post(
            f"/api/v1/referrals{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    first = {"concern": "other", "narrative": "A stranger writes to a member."}
    told_at_first = post("", first | more)
    assert told_at_first.status_code == 201
    assert _alerted_for(road) == rules
    with acting_as(road.desk):
        assert told(UUID(told_at_first.json()["id"])).referral.emergency is None


def test_what_is_added_by_the_json_api_is_heard_and_a_time_needs_its_zone(road: DeskAtWork) -> None:
    caller = caller_of(road.world, Scope.SUBMIT)

    def post(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": caller.header}
        return caller.client.post(
            f"/api/v1/referrals{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    referral_id = post("", {"concern": "other", "narrative": "A stranger writes to a member."}).json()["id"]
    assert _alerted_for(road) == []
    refused = post(f"/{referral_id}/supplements", {"planned_at": "2026-05-01T10:00:00"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "planned_at")
    assert post(f"/{referral_id}/supplements", {"emergency": "  "}).status_code == 422
    assert post(f"/{referral_id}/supplements", {"is_contact_ongoing": True}).status_code == 201
    assert _alerted_for(road) == ["imminent.contact_ongoing"]
