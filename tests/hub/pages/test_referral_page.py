"""A referral's page: who sees what on it, and that every opening stands in the ledger."""

from dataclasses import fields

import pytest
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.referrals.labels import DESCRIBED, LABELS
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene


def page_of(scene: Scene, name: str) -> str:
    return reverse("referrals:referral", args=[scene.referrals[name]])


def test_the_force_sees_everything_and_the_look_is_entered(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(page_of(scene, "urgent"))
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in (
        "boat house",
        "tidepool",
        "Wren Marlow",
        "192.0.2.44",
        "Why this priority",
        "Do not alert the subject",
    ):
        assert said in text
    with acting_as(scene.investigator):
        acts = [entry.act for entry in timeline_of(scene.referrals["urgent"])]
    assert Act.REFERRAL_READ in acts


def test_the_sender_sees_what_it_told_and_nothing_that_was_found(scene: Scene, signed_in: SignedIn) -> None:
    text = signed_in(scene.sender).get(page_of(scene, "viewed")).content.decode()
    assert "What is missing" in text
    for hidden in ("Why this priority", "Matches and links", "Linked referrals", "Kent Police"):
        assert hidden not in text


def test_another_force_finds_no_such_page(scene: Scene, signed_in: SignedIn) -> None:
    assert signed_in(scene.stranger).get(page_of(scene, "urgent")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(scene: Scene, client: object) -> None:
    from django.test import Client

    answer = Client().get(page_of(scene, "urgent"))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_a_child_as_subject_is_marked_with_what_comes_first(scene: Scene, signed_in: SignedIn) -> None:
    text = signed_in(scene.investigator).get(page_of(scene, "children")).content.decode()
    assert "Safeguard them first" in text


def test_a_person_changes_the_priority_and_both_judgements_show(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    address = reverse("referrals:change_priority", args=[scene.referrals["children"]])
    assert client.post(address, {"band": "high", "reason": ""}).status_code == 200
    answer = client.post(address, {"band": "high", "reason": "The school called us."}, follow=True)
    text = answer.content.decode()
    assert "The school called us." in text
    assert "What the program had found" in text


def test_a_question_goes_to_the_sender(scene: Scene, signed_in: SignedIn) -> None:
    address = reverse("referrals:ask", args=[scene.referrals["viewed"]])
    answer = signed_in(scene.investigator).post(address, {"text": "Which room was it?"}, follow=True)
    assert "Which room was it?" in answer.content.decode()
    sent = signed_in(scene.sender).get(page_of(scene, "viewed")).content.decode()
    assert "Which room was it?" in sent


def test_do_not_alert_is_acknowledged_once_read(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    address = reverse("referrals:acknowledge_do_not_alert", args=[scene.referrals["urgent"]])
    text = client.post(address, follow=True).content.decode()
    assert "Acknowledged by your organisation." in text
    with acting_as(scene.investigator):
        acts = [entry.act for entry in timeline_of(scene.referrals["urgent"])]
    assert Act.DO_NOT_ALERT_ACKNOWLEDGED in acts


def test_the_desk_sends_it_to_another_force_which_then_sees_it(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.analyst)
    address = reverse("referrals:change_route", args=[scene.referrals["viewed"]])
    answer = client.post(address, {"receiver": str(scene.other_force.id), "reason": "They moved."}, follow=True)
    assert "Essex Police" in answer.content.decode()
    assert signed_in(scene.stranger).get(page_of(scene, "viewed")).status_code == 200


def test_whoever_may_not_change_a_route_is_refused(scene: Scene, signed_in: SignedIn) -> None:
    address = reverse("referrals:change_route", args=[scene.referrals["viewed"]])
    assert signed_in(scene.investigator).get(address).status_code == 403


@pytest.mark.parametrize("kind", DESCRIBED, ids=lambda kind: kind.__name__)
def test_every_field_of_the_vocabulary_has_a_name(kind: type) -> None:
    assert all(str(LABELS[kind, field.name]) for field in fields(kind))
