"""Banks by program: batches, the signed feed, acknowledgements, opinions; and what a credential may not do."""

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from causeway.cli.signal_files import Reading, SignalFormat, read_signals
from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.banks.commands.add_signals import add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.hub.knowledge.banks.queries.feed import SIGNED_AS, changes_after
from causeway.interchange.hashlists import CategoryScheme
from causeway.interchange.signals import PageDamaged
from causeway.transparency import VerifierKey, canonical_json
from causeway.vocabulary.organisations import OrganisationKind
from causeway.vocabulary.signals import SignalChange
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_sharing import about_a_person
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def program_of(shared: SharedBank, organisation: Organisation, *scopes: Scope) -> Client:
    issued, _actor = shared.world.credential(organisation, *scopes)
    told = base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    return Client(headers={"Authorization": f"Basic {told}"})


def digests(*numbers: int) -> dict[str, Any]:
    return {"signals": [{"kind": "sha256", "value": f"{number:064x}"} for number in numbers]}


def test_a_batch_is_added_once_and_the_feed_goes_on_where_it_ended(shared: SharedBank) -> None:
    program = program_of(shared, shared.service, Scope.SEND_SIGNALS, Scope.READ_SIGNALS)
    address = f"/api/v1/banks/{shared.bank_id}"
    added = program.post(f"{address}/signals", digests(1, 2, 3), content_type="application/json").json()
    again = program.post(f"{address}/signals", digests(3, 4), content_type="application/json").json()
    assert [each["is_new"] for each in (*added, *again)] == [True, True, True, False, True]
    first = program.get(f"{address}/changes", {"after": 0, "limit": 3}).json()["page"]
    assert ([each["number"] for each in first["changes"]], first["is_last"]) == ([1, 2, 3], False)
    withdraw_signal(shared.curator, first["changes"][0]["signal_id"], "A door knob")
    rest = program.get(f"{address}/changes", {"after": first["cursor"]}).json()["page"]
    assert [each["change"] for each in rest["changes"]] == ["added", "withdrawn"]
    assert rest["changes"][1]["value"] == first["changes"][0]["value"]
    assert "never proof" in rest["notice"]
    end = program.get(f"{address}/changes", {"after": rest["cursor"]}).json()["page"]
    assert (end["changes"], end["cursor"], end["is_last"]) == ([], 5, True)


def test_a_page_is_signed_and_a_changed_one_does_not_verify(shared: SharedBank) -> None:
    shared.add()
    answer = program_of(shared, shared.force, Scope.READ_SIGNALS).get(f"/api/v1/banks/{shared.bank_id}/changes").json()
    key = Ed25519PublicKey.from_public_bytes(VerifierKey.parse(answer["key"]).public_bytes)
    signature = base64.b64decode(answer["signature"])
    key.verify(signature, SIGNED_AS.encode() + b"\n" + canonical_json(answer["page"]))
    forged = canonical_json({**answer["page"], "cursor": 99})
    with pytest.raises(InvalidSignature):
        key.verify(signature, SIGNED_AS.encode() + b"\n" + forged)


def test_a_page_costs_the_same_few_queries_however_many_changes(shared: SharedBank) -> None:
    counts = []
    for value in ("ab" * 32, "cd" * 32, "ef" * 32):
        shared.add(value)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            changes_after(shared.officer, shared.bank_id)
        counts.append(len([each for each in asked.captured_queries if "banks_" in each["sql"]]))
    assert counts == [3, 3, 3]


def test_acknowledging_and_opinions(shared: SharedBank) -> None:
    signal_id = shared.add()
    withdraw_signal(shared.curator, signal_id, "A door knob")
    program = program_of(shared, shared.service, Scope.SEND_SIGNALS)
    told = {"up_to": 2, "undid": "Nothing to undo"}
    address = f"/api/v1/banks/{shared.bank_id}/acknowledgements"
    assert program.post(address, told, content_type="application/json").json() == {"acknowledged": 1}
    assert program.post(address, told, content_type="application/json").status_code == 409
    opinion = {"kind": "wrong", "reference": "m-1"}
    address = f"/api/v1/banks/signals/{signal_id}/opinions"
    answers = [program.post(address, opinion, content_type="application/json").json() for _ in range(2)]
    assert answers == [{"is_new": True}, {"is_new": False}]


def test_a_member_votes_and_a_credential_does_not(shared: SharedBank) -> None:
    signal_id = shared.add()
    address = f"/api/v1/banks/signals/{signal_id}/votes"
    program = program_of(shared, shared.force, Scope.SEND_SIGNALS, Scope.READ_SIGNALS)
    assert program.post(address, {"verdict": "confirm"}, content_type="application/json").status_code == 403
    member = client_of(shared.officer)
    answer = member.post(address, {"verdict": "confirm"}, content_type="application/json")
    assert answer.json() == {"tally": "unconfirmed"}


def test_scopes_strangers_and_faults(shared: SharedBank) -> None:
    address = f"/api/v1/banks/{shared.bank_id}"
    sender = program_of(shared, shared.service, Scope.SUBMIT)
    assert sender.get(f"{address}/changes").status_code == 403
    assert sender.post(f"{address}/signals", digests(1), content_type="application/json").status_code == 403
    other = shared.world.organisation(OrganisationKind.SERVICE)
    stranger = program_of(shared, other, Scope.SEND_SIGNALS, Scope.READ_SIGNALS)
    assert stranger.get(f"{address}/changes").status_code == 404
    assert stranger.get("/api/v1/banks").json() == []
    program = program_of(shared, shared.service, Scope.SEND_SIGNALS, Scope.READ_SIGNALS)
    bodies: list[dict[str, Any]] = [
        {"signals": []},
        {"signals": [{"kind": "sha256"}]},
        {"signals": [{"kind": "md5", "value": "x"}]},
    ]
    for body in bodies:
        refused = program.post(f"{address}/signals", body, content_type="application/json")
        assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert program.get(f"{address}/changes", {"after": -1}).status_code == 422
    assert program.get(f"{address}/changes", {"limit": 5_000}).status_code == 422


def test_a_request_under_a_key_is_done_once_and_another_under_it_is_refused(shared: SharedBank) -> None:
    program = program_of(shared, shared.service, Scope.SEND_SIGNALS)
    address, key = f"/api/v1/banks/{shared.bank_id}/signals", {"Idempotency-Key": "bridge-1"}
    answers = [
        program.post(address, digests(1, 2), content_type="application/json", headers=key).json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert [each["is_new"] for each in answers[1]] == [True, True]
    assert [kind for _number, kind in shared.log()] == ["added", "added"]
    other = program.post(address, digests(3), content_type="application/json", headers=key)
    assert other.status_code == 409
    opinions = f"/api/v1/banks/signals/{answers[0][0]['id']}/opinions"
    said = [
        program.post(opinions, {"kind": "right"}, content_type="application/json", headers={"Idempotency-Key": "2"})
        for _ in range(2)
    ]
    assert [each.json() for each in said] == [{"is_new": True}] * 2
    refused = program.post(
        address, {"signals": [{"kind": "md5", "value": "x"}]}, content_type="application/json",
        headers={"Idempotency-Key": "3"},
    )  # fmt: skip
    assert refused.status_code == 422
    mended = program.post(address, digests(3), content_type="application/json", headers={"Idempotency-Key": "3"})
    assert mended.status_code == 200


def test_a_member_moves_and_shares_by_the_api_and_a_credential_does_not(shared: SharedBank) -> None:
    signal_id, other = shared.add(), found_bank(shared.curator, name="Knobs")
    move = {"bank_id": str(other), "category": "1", "reason": "It is a knob"}
    address = f"/api/v1/banks/signals/{signal_id}/move"
    program = program_of(shared, shared.world.desk, Scope.SEND_SIGNALS, Scope.READ_SIGNALS)
    assert program.post(address, move, content_type="application/json").status_code == 403
    member = client_of(shared.curator)
    moved = member.post(address, move, content_type="application/json").json()
    assert shared.signal(moved["id"]).bank_id == other
    share = {"organisation_id": str(shared.force.id)}
    shares = f"/api/v1/banks/{other}/shares"
    assert program.post(shares, share, content_type="application/json").status_code == 403
    answers = [member.post(shares, share, content_type="application/json").status_code for _ in range(2)]
    assert answers == [204, 409]


def test_the_value_of_an_account_that_has_ended_is_told_by_its_digest_alone(shared: SharedBank) -> None:
    (added,) = add_signals(shared.sharer, shared.bank_id, [about_a_person()])
    program, csv = program_of(shared, shared.force, Scope.READ_SIGNALS), f"/banks/{shared.bank_id}/signals.csv"
    changes = f"/api/v1/banks/{shared.bank_id}/changes"
    value, member = "bridgephotos@door.knob", client_of(shared.officer)
    assert program.get(changes).json()["page"]["changes"][0]["value"] == value
    assert value in b"".join(member.get(csv)).decode()
    withdraw_signal(shared.sharer, added.id, "Ours was wrong")
    digest = hashlib.sha256(b"account\0" + value.encode()).hexdigest()
    told = program.get(changes).json()["page"]["changes"]
    assert [(each["value"], each["value_sha256"]) for each in told] == [("", digest)] * 2
    taken = b"".join(member.get(csv)).decode()
    assert value not in taken
    assert digest in taken


def test_a_member_regrades_by_the_api_and_a_credential_does_not(shared: SharedBank) -> None:
    signal_id = shared.add()
    address, body = f"/api/v1/banks/signals/{signal_id}/category", {"category": "B", "reason": "Looked again"}
    program = program_of(shared, shared.world.desk, Scope.SEND_SIGNALS)
    assert program.post(address, body, content_type="application/json").status_code == 403
    assert client_of(shared.curator).post(address, body, content_type="application/json").status_code == 204
    assert shared.signal(signal_id).category == "B"


def test_answers_of_a_bank_become_the_other_formats_of_signals(shared: SharedBank, tmp_path: Path) -> None:
    shared.add()
    withdraw_signal(shared.curator, shared.add("cd" * 32), "A door knob")
    program, answers = program_of(shared, shared.service, Scope.READ_SIGNALS), tmp_path / "answers.jsonl"
    for after in (0, 2):
        answer = program.get(f"/api/v1/banks/{shared.bank_id}/changes", {"after": after, "limit": 2})
        with answers.open("ab") as file:
            file.write(answer.content + b"\n")
    reading = Reading(
        organisation="",
        source=None,
        scheme=CategoryScheme.UNSTATED,
        key=VerifierKey.parse(json.loads(answer.content)["key"]),
    )
    with answers.open("rb") as file:
        found = [each for each in read_signals(file, SignalFormat.BANK, reading) if isinstance(each, SignalChange)]
    assert [(each.cursor, each.what.value, len(each.signals)) for each in found] == [
        (1, "added", 1),
        (2, "added", 0),
        (3, "withdrawn", 1),
    ]
    with answers.open("rb") as file, pytest.raises(PageDamaged):
        list(read_signals(file, SignalFormat.BANK, replace(reading, key=None)))
