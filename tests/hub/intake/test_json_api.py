"""The JSON API: referrals in, receipts out, refusals that name field and fault, repeats that do nothing twice."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causeway.hub.api import api
from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.road.intake.api.examples import REFERRAL, SUPPLEMENT
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.hub.road.referrals.models import Attachment, Referral
from causeway.hub.road.referrals.queries.referral_view import read_referral
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import Caller, caller_of

URL_ONLY = {
    "concern": "sexual_abuse_material",
    "attachments": [{"url": "https://example.org/picture", "viewed_by_sender": False}],
}


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """A vault of this test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture
def caller(world: SmallWorld) -> Caller:
    """A service's client that may do all that a credential can."""
    return caller_of(world, *Scope)


def _post(caller: Caller, path: str, body: Any, **headers: str) -> Any:
    return caller.client.post(
        f"/api/v1/referrals{path}",
        body if isinstance(body, bytes | str) else json.dumps(body),
        content_type="application/json",
        headers={"Authorization": caller.header, **headers},
    )


def _form(caller: Caller, path: str, form: dict[str, Any], **headers: str) -> Any:
    return caller.client.post(f"/api/v1/referrals{path}", form, headers={"Authorization": caller.header, **headers})


def _get(caller: Caller, path: str = "") -> Any:
    return caller.client.get(f"/api/v1/referrals{path}", headers={"Authorization": caller.header})


def _files(vault: Path) -> int:
    return sum(path.is_file() for path in vault.rglob("*"))


def test_the_example_of_the_description_is_accepted_and_reads_back(caller: Caller) -> None:
    response = _post(caller, "", REFERRAL)
    assert response.status_code == 201
    receipt = response.json()
    assert receipt["reference"].startswith("CW-")
    assert receipt["completeness"]["reasons"]
    found = _get(caller, f"/{receipt['id']}").json()
    assert found["told"]["platform"] == "Harbour Chat"
    assert found["told"]["parties"][0]["ip_events"][0]["port"] == 50123
    assert found["files"] == [{"ordinal": 0, "name": "", "sha256": None, "md5": None, "sha1": None, "size_bytes": None}]


def test_a_url_alone_not_viewed_and_without_a_file_is_enough(caller: Caller) -> None:
    assert _post(caller, "", URL_ONLY).status_code == 201


def test_files_come_in_a_form_and_find_their_attachments_by_name(world: SmallWorld, caller: Caller) -> None:
    told = URL_ONLY | {"attachments": [{"name": "a.png", "viewed_by_sender": True}, {"url": "https://example.org/b"}]}
    uploads = [SimpleUploadedFile("new.png", b"new"), SimpleUploadedFile("a.png", b"first")]
    response = _form(caller, "", {"referral": json.dumps(told), "files": uploads})
    assert response.status_code == 201
    with acting_as(world.program(world.desk)):
        rows = list(Attachment.objects.order_by("ordinal"))
        assert [(row.name, row.sealed_id is not None) for row in rows] == [
            ("a.png", True),
            ("", False),
            ("new.png", True),
        ]
        assert [read_sealed(row.sealed_id) for row in rows if row.sealed_id] == [b"first", b"new"]


def test_the_json_part_may_be_a_file_part_too(caller: Caller) -> None:
    part = SimpleUploadedFile("referral.json", json.dumps(URL_ONLY).encode(), content_type="application/json")
    assert _form(caller, "", {"referral": part}).status_code == 201


def test_a_repeat_under_one_key_is_the_same_receipt_and_keeps_no_second_file(caller: Caller, vault: Path) -> None:
    def send() -> Any:
        form = {"referral": json.dumps(URL_ONLY), "files": SimpleUploadedFile("a.png", b"first")}
        return _form(caller, "", form, **{"Idempotency-Key": "k-1"})

    first, second = send(), send()
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["reference"] == second.json()["reference"]
    assert second.json()["is_repeat"] is True
    assert _files(vault) == 1
    other = _post(caller, "", URL_ONLY, **{"Idempotency-Key": "k-1"})
    assert other.status_code == 409
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b" ", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b'"x"', "body"),
        (b"[" * 5_000, "body"),
        ({}, "concern"),
        ({"concern": "boats"}, "concern"),
        ({"concern": "other"}, "narrative"),
        (URL_ONLY | {"colour": "blue"}, "colour"),
        (URL_ONLY | {"parties": [{"role": "subject", "age_years": "12"}]}, "parties[0].age_years"),
        (URL_ONLY | {"parties": [{"role": "subject", "age_years": 1e30}]}, "parties[0].age_years"),
        (URL_ONLY | {"occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
        (URL_ONLY | {"occurred_at": "2026-01-01T00:00:00"}, "occurred_at"),
        (URL_ONLY | {"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        (b'{"concern": "other", "narrative": "\\u0000"}', "narrative"),
        (b'{"concern": "other", "narrative": "\\ud800"}', "body"),
        (b'{"concern": "other", "incidents": [{"kind": "chat", "latitude": NaN}]}', "incidents[0].latitude"),
        (URL_ONLY | {"sender_kind": "police"}, "sender_kind"),
        (URL_ONLY | {"attachments": [{"sha256": "a" * 64}]}, "attachments[0].sha256"),
    ],
)
def test_a_refusal_is_a_problem_that_names_the_field(caller: Caller, body: Any, field: str) -> None:
    response = _post(caller, "", body)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "invalid"
    assert problem["errors"][0]["field"] == field
    with acting_as(caller.actor):
        assert not Referral.objects.exists()


def test_a_field_that_there_is_not_is_told_in_words(caller: Caller) -> None:
    for body, field in ((URL_ONLY | {"colour": "red"}, "colour"), (URL_ONLY | {"incidents": [{"hue": 1}]}, None)):
        errors = _post(caller, "", body).json()["errors"]
        assert "There is no such field." in [each["fault"] for each in errors if field in (None, each["field"])]


def test_a_refusal_is_in_english_unless_another_language_is_asked_for_and_its_code_stays(caller: Caller) -> None:
    plain, dutch = _post(caller, "", {}), _post(caller, "", {}, **{"Accept-Language": "nl"})
    assert plain.headers["Content-Language"] == "en-gb"
    assert plain.json()["detail"] == "The request is not valid."
    assert dutch.headers["Content-Language"] == "nl"
    assert dutch.json()["code"] == plain.json()["code"]


def test_a_refusal_repeats_no_value(caller: Caller) -> None:
    response = _post(caller, "", URL_ONLY | {"parties": [{"role": "bridge keeper of Harbour"}]})
    assert b"Harbour" not in response.content


def test_refused_files_are_not_kept(caller: Caller, vault: Path) -> None:
    form = {"referral": json.dumps({"concern": "other"}), "files": SimpleUploadedFile("a.png", b"x")}
    assert _form(caller, "", form | {"referral": json.dumps(URL_ONLY | {"schema_version": 9})}).status_code == 422
    assert _files(vault) == 0


def test_other_bodies_are_refused_by_status(caller: Caller) -> None:
    headers = {"Authorization": caller.header}
    post = caller.client.post
    assert post("/api/v1/referrals", "<a/>", content_type="text/xml", headers=headers).status_code == 415
    assert (
        post("/api/v1/referrals", b" " * 10_000_001, content_type="application/json", headers=headers).status_code
        == 413
    )
    assert _form(caller, "", {"files": SimpleUploadedFile("a", b"x")}).json()["errors"][0]["field"] == "referral"


def test_nobody_and_who_may_not_are_refused(world: SmallWorld, caller: Caller) -> None:
    response = Client().post("/api/v1/referrals", "{}", content_type="application/json")
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["WWW-Authenticate"].startswith("Basic")
    reader = caller_of(world, Scope.READ_FEEDBACK)
    assert _post(reader, "", URL_ONLY).status_code == 403
    unagreed = caller_of(world, agreed=False)
    problem = _post(unagreed, "", URL_ONLY).json()
    assert problem["code"] == "not_agreed"


def test_a_signed_in_member_may_call_but_not_by_a_forged_form(world: SmallWorld, caller: Caller) -> None:
    from causeway.hub.base.organisations.models import Organisation

    service = Organisation.objects.get(id=caller.actor.organisation_id)
    member = world.member(service, Role.SENDER)
    assert member.member_id is not None
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Account.objects.get(member_id=member.member_id))
    assert browser.get("/api/v1/referrals").status_code == 200
    assert browser.post("/api/v1/referrals", json.dumps(URL_ONLY), content_type="application/json").status_code == 403


def test_another_services_referral_does_not_exist(world: SmallWorld, caller: Caller) -> None:
    referral_id, stranger = _post(caller, "", URL_ONLY).json()["id"], caller_of(world)
    assert _get(stranger, f"/{referral_id}").status_code == 404
    assert _get(stranger, f"/{referral_id}/questions").status_code == 404
    assert _post(stranger, f"/{referral_id}/supplements", SUPPLEMENT).status_code == 404
    assert _get(stranger).json()["items"] == []


def test_the_list_pages_and_finds_by_reference(caller: Caller) -> None:
    for number in range(3):
        _post(caller, "", URL_ONLY | {"sender_reference": f"HC-{number}"})
    first = _get(caller, "?limit=2").json()
    second = _get(caller, f"?limit=2&cursor={first['next_cursor']}").json()
    assert [item["sender_reference"] for item in first["items"] + second["items"]] == ["HC-2", "HC-1", "HC-0"]
    assert second["next_cursor"] is None
    assert [item["sender_reference"] for item in _get(caller, "?reference=hc-1").json()["items"]] == ["HC-1"]
    for query in ("limit=0", "limit=101", "cursor=x", "concern=boats", "since=2026-01-01T00:00:00"):
        response = _get(caller, f"?{query}")
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == query.partition("=")[0]


def test_what_is_added_joins_the_referral_once(world: SmallWorld, caller: Caller) -> None:
    referral_id = _post(caller, "", URL_ONLY).json()["id"]
    form = {"supplement": json.dumps(SUPPLEMENT), "files": SimpleUploadedFile("b.png", b"second")}
    first = _form(caller, f"/{referral_id}/supplements", form, **{"Idempotency-Key": "s-1"})
    form["files"] = SimpleUploadedFile("b.png", b"second")
    again = _form(caller, f"/{referral_id}/supplements", form, **{"Idempotency-Key": "s-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    found = _get(caller, f"/{referral_id}").json()
    assert [one["text"] for one in found["supplements"]] == [SUPPLEMENT["text"]]
    assert [file["name"] for file in found["files"]] == ["", "b.png"]
    assert found["whole"]["parties"][0]["emails"][0]["address"] == "robin@example.org"
    assert found["told"]["parties"] == []


def test_a_question_is_listed_and_answered(world: SmallWorld, caller: Caller) -> None:
    referral_id = _post(caller, "", URL_ONLY).json()["id"]
    analyst = world.member(world.desk, Role.ANALYST)
    with acting_as(analyst):
        row = Referral.objects.get(id=referral_id)
    question_id = ask_sender(analyst, row.id, "Which time zone?")
    (question,) = _get(caller, f"/{referral_id}/questions").json()["items"]
    assert question["id"] == str(question_id)
    assert question["answered_at"] is None
    path = f"/{referral_id}/questions/{question_id}/answers"
    assert _post(caller, path, {"text": "UTC"}).status_code == 201
    assert _post(caller, path, {"text": "UTC"}).status_code == 409
    assert _post(caller, path, {"text": ""}).status_code in {409, 422}
    assert read_referral(analyst, row.id).supplements[0].text == "UTC"
    assert _post(caller, f"/{referral_id}/questions/{uuid4()}/answers", {"text": "UTC"}).status_code == 404


def test_the_description_is_openapi_31_whose_every_reference_is_there(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    text = json.dumps(document)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(document["components"]["schemas"])
    for path, operations in document["paths"].items():
        for operation in operations.values() if path.startswith("/api/v1/referrals") else ():
            refusals = {status: one for status, one in operation["responses"].items() if int(status) >= 400}
            assert {"401", "403", "422"} <= set(refusals)
            assert all(list(one["content"]) == ["application/problem+json"] for one in refusals.values())
    assert api.get_openapi_schema()["info"]["title"] == "Causeway"


def test_a_credential_that_only_sends_sees_how_each_fares_and_nothing_that_was_told(world: SmallWorld) -> None:
    sender = caller_of(world, Scope.SUBMIT)
    referral_id = _post(sender, "", {**URL_ONLY, "narrative": "A heron on the quay."}).json()["id"]
    listed = _get(sender)
    assert [item["id"] for item in listed.json()["items"]] == [referral_id]
    assert "completeness_score" in listed.json()["items"][0]
    assert "heron" not in listed.content.decode()
    assert _get(sender, f"/{referral_id}").status_code == 403
    assert _get(sender, f"/{referral_id}/questions").status_code == 403
    assert _post(sender, f"/{referral_id}/supplements", SUPPLEMENT).status_code == 201


def test_reading_questions_is_a_look(world: SmallWorld, caller: Caller) -> None:
    referral_id = _post(caller, "", URL_ONLY).json()["id"]
    with acting_as(caller.actor):
        before = Entry.objects.filter(act="referral.read").count()
    assert _get(caller, f"/{referral_id}/questions").status_code == 200
    with acting_as(caller.actor):
        assert Entry.objects.filter(act="referral.read").count() == before + 1
