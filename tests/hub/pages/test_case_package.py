"""The package of a case: what was done, beside what was told, and the proof of both."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyrage
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import add_note, change_task
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.hub.road.queues.working.worker import run_until_idle
from causeway.transparency import entry_leaf_hash, open_checkpoint, verify_inclusion
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.pages.conftest import SignedIn
from hub.pages.pdf_text import text_of
from hub.pages.scene import Scene, streamed

PASSPHRASE = "three quiet lighthouses"
NOTICE = SafeguardingNotice(
    child_name="Ash Linden",
    place="8 Mill Lane, Canterbury",
    concern="Somebody may be trying to win this child's trust online.",
    done_so_far="Nothing yet.",
    contact="Ines Ferry",
    contact_email="online@example.org",
)


@dataclass
class Worked:
    """A case on which everything was done, and its identifiers."""

    scene: Scene
    case_id: UUID
    notice_id: UUID
    request_id: UUID
    reference: str


@pytest.fixture
def worked(scene: Scene) -> Worked:
    """Noted, a task done, a body told, a service asked, and closed with an outcome."""
    person, referral_id = scene.investigator, scene.referrals["viewed"]
    case_id = open_case(person, referral_id, title="Quay Street")
    add_note(person, case_id, "The boat house keeper was called.")
    view = open_to_read(person, case_id)
    change_task(person, case_id, view.tasks[0].id, TaskState.DONE, evidence="Local record 14.")
    change_task(person, case_id, view.tasks[1].id, TaskState.NOT_DONE, reason="The harbour has no gate.")
    (body,) = directory(person, kind=OrganisationKind.PARTNER)
    notice_id = tell_safeguarding(person, referral_id, body.id, NOTICE)
    lead = _lead(scene, body.id)
    acknowledge_safeguarding(lead, notice_id, name="Ama Holm", note="We visit today.")
    asked = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=scene.service.id,
        identifiers=("Harbourline: tidepool",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    request_id = make_data_request(person, referral_id, asked)
    answer_data_request(scene.sender, request_id, NewAnswer(kind=AnswerKind.PRESERVED, text="Kept since noon."))
    outcome = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME, note_to_sender="Thank you.")
    close_case(person, case_id, {referral_id: outcome})
    run_until_idle(timezone.now() + timedelta(seconds=1))
    with acting_as(scene.world.program(scene.world.desk)):
        sequence(timezone.now())
    return Worked(scene, case_id, notice_id, request_id, view.reference)


def _lead(scene: Scene, body_id: UUID) -> Actor:
    from causeway.hub.base.organisations.models import Organisation

    return scene.world.member(Organisation.objects.get(id=body_id), Role.SAFEGUARDING_LEAD)


def _downloaded(client: Client, address: str) -> tuple[str, zipfile.ZipFile]:
    answer = client.post(address, {"way": "passphrase", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.status_code == 200
    opened = pyrage.passphrase.decrypt(streamed(answer), PASSPHRASE)
    return answer["Content-Disposition"], zipfile.ZipFile(io.BytesIO(opened))


def _case_package(worked: Worked, signed_in: SignedIn) -> tuple[str, zipfile.ZipFile]:
    address = reverse("queues:case_package", args=[worked.case_id])
    return _downloaded(signed_in(worked.scene.investigator), address)


def _json(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_a_case_package_holds_what_was_done(worked: Worked, signed_in: SignedIn) -> None:
    named, archive = _case_package(worked, signed_in)
    assert worked.reference in named
    case = _json(archive, "case.json")
    assert (case["reference"], case["title"], case["lead"]) == (worked.reference, "Quay Street", "Ines Ferry")
    assert [note["text"] for note in case["notes"]] == ["The boat house keeper was called."]
    done, left, *_ = case["tasks"]
    assert (done["state"], done["done_by"]) == ("done", "Ines Ferry")
    assert (left["state"], left["reason"]) == ("not_done", "The harbour has no gate.")
    (notice,) = _json(archive, "safeguarding.json")
    assert (notice["notice"]["child_name"], notice["acknowledged_by"]) == ("Ash Linden", "Ama Holm")
    (request,) = _json(archive, "requests.json")
    assert (request["identifiers"], request["answers"][0]["text"]) == (["Harbourline: tidepool"], "Kept since noon.")
    (outcome,) = _json(archive, "outcomes.json")
    assert outcome["outcome"]["closure_reason"] == "no_crime"
    assert archive.read("work.pdf").startswith(b"%PDF-")
    assert _json(archive, "manifest.json")["case"] == worked.reference


def test_what_was_done_can_be_read_in_the_pdf(worked: Worked, signed_in: SignedIn) -> None:
    _, archive = _case_package(worked, signed_in)
    text = text_of(archive.read("work.pdf"))
    for said in (
        "Quay Street",
        "The boat house keeper was called.",
        "Will not be done: The harbour has no gate.",
        "Ash Linden",
        "Ama Holm",
        "Kept since noon.",
        "No crime",
    ):
        assert said in text, said


def test_the_proof_covers_the_case_its_notices_and_its_requests(worked: Worked, signed_in: SignedIn) -> None:
    _, archive = _case_package(worked, signed_in)
    proof = _json(archive, "ledger-proof.json")
    head = open_checkpoint(proof["checkpoint"], signing_key().verifier)
    proved: dict[str, list[dict[str, Any]]] = {}
    for line in proof["entries"]:
        if "path" in line:
            verify_inclusion(
                index=line["position"],
                size=head.size,
                leaf=entry_leaf_hash(line["leaf"]),
                proof=[bytes.fromhex(each) for each in line["path"]],
                root=head.root,
            )
            proved.setdefault(line["leaf"]["act"], []).append(line["leaf"])
    assert [leaf["subjects"] for leaf in proved[Act.CASE_NOTED]] == [[str(worked.case_id)]]
    assert {Act.TASK_CHANGED, Act.CASE_CLOSED, Act.OUTCOME_RECORDED} <= set(proved)
    assert [leaf["subjects"] for leaf in proved[Act.SAFEGUARDING_ACKNOWLEDGED]] == [[str(worked.notice_id)]]
    assert [leaf["subjects"] for leaf in proved[Act.DATA_REQUEST_ANSWERED]] == [[str(worked.request_id)]]


def test_the_download_stands_on_the_cases_timeline(worked: Worked, signed_in: SignedIn) -> None:
    _case_package(worked, signed_in)
    with acting_as(worked.scene.investigator):
        assert Act.PACKAGE_DOWNLOADED in [entry.act for entry in timeline_of(worked.case_id)]


def test_a_referrals_package_holds_what_was_done_about_it_and_nothing_of_its_case(
    worked: Worked, signed_in: SignedIn
) -> None:
    client = signed_in(worked.scene.investigator)
    _, archive = _downloaded(client, reverse("referrals:package", args=[worked.scene.referrals["viewed"]]))
    assert {"safeguarding.json", "requests.json", "outcomes.json", "work.pdf"} <= set(archive.namelist())
    assert "case.json" not in archive.namelist()
    assert b"boat house keeper" not in b"".join(archive.read(name) for name in archive.namelist())
    _, other = _downloaded(client, reverse("referrals:package", args=[worked.scene.referrals["children"]]))
    assert {"safeguarding.json", "requests.json", "outcomes.json", "work.pdf"}.isdisjoint(other.namelist())


def test_another_force_downloads_no_case(worked: Worked, signed_in: SignedIn) -> None:
    address = reverse("queues:case_package", args=[worked.case_id])
    assert signed_in(worked.scene.stranger).get(address).status_code == 404
