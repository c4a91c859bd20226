"""The client against the real hub: what screening and early warning found stands before reviewers, once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from causeway.client import BadWarning, Client, RefusedByServer, UploadCandidate, candidate_of_warning, send_warnings
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.candidates.commands.answer_appeal import Answer, answer_appeal, take_appeal
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.projecting import document_of
from causeway.vocabulary.candidates import AccountAppeal, AppealOutcome, Decision, Measure
from causeway.warning import ReviewCandidate
from causeway.warning.alerting import Trigger
from causeway.warning.candidates import MadeUnder
from causeway.warning.combining import Contribution, Evidence, Missing, Provenance
from causeway.warning.events import EventKind
from causeway.warning.indicators import Stage
from client.test_client_sends_reports import Line
from hub.candidates.desk_world import KNOB, Desk, desk_of, holder, screened
from hub.conftest import SmallWorld, world  # noqa: F401 - the fixture

SCREENED = datetime(2026, 5, 1, 9, 31, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_this_process(tmp_path: Path, settings: Any) -> Iterator[None]:
    """The hub runs in the test's own transaction, whose connection a finished request must not close."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def desk(world: SmallWorld) -> Desk:  # noqa: F811 - the fixture
    """A service's desk."""
    return desk_of(world)


def _client(desk: Desk, *faults: str) -> Client:
    return Client("http://testserver", desk.username, desk.secret, transport=Line(*faults), pause=lambda _: None)


def _line(number: int = 1) -> ReviewCandidate:
    evidence = Evidence(
        id="gifts",
        stage=Stage.TRUST_BUILDING,
        value=9.0,
        log_likelihood_ratio=3.5,
        reason="Sent gifts: 9",
        provenance=Provenance(kinds=(EventKind.GIFT,), until=SCREENED.timestamp()),
    )
    return ReviewCandidate(
        number=number,
        account="acct-7",
        at=SCREENED.timestamp(),
        trigger=Trigger.THRESHOLD,
        score=1.5,
        probability=None,
        contributions=(
            Contribution(id="prior", amount=-2.0),
            Contribution(id="gifts", amount=3.5, evidence=evidence),
        ),
        stages=(Stage.TRUST_BUILDING,),
        missing=(Missing(id="text", reason="No text was read"),),
        policy_version="2026-05",
        made_under=MadeUnder(policy="2026-05"),
    )


def test_what_screening_found_comes_with_its_file_once_though_the_answer_is_lost(desk: Desk, tmp_path: Path) -> None:
    upload = screened(desk.known).upload
    assert upload is not None
    found = UploadCandidate(
        reference="upload-17", at=SCREENED, digests=upload.digests, hits=upload.hits, faults=(), as_of=SCREENED
    )
    photo = tmp_path / "knob.jpg"
    photo.write_bytes(KNOB)
    with _client(desk, "lost") as client:
        sent = client.send_candidate(found.to_candidate(platform="Bridge Photos", holder=holder()), [photo])
    assert sent.is_repeat
    with acting_as(desk.program):
        (row,) = Candidate.objects.all()
        (file,) = CandidateFile.objects.all()
    told = document_of(row)
    assert (row.reference, file.name, bool(file.sealed_id)) == (sent.reference, "knob.jpg", True)
    assert told.upload is not None
    assert told.upload.hits == upload.hits


def test_the_lines_of_early_warning_become_candidates_and_a_replay_adds_none(desk: Desk) -> None:
    lines = [json.dumps(_line(number).as_document()) for number in (1, 2)]
    with _client(desk) as client:
        first = list(send_warnings(client, lines, platform="Bridge Photos"))
        again = list(send_warnings(client, lines, platform="Bridge Photos"))
    assert [one.is_repeat for one in (*first, *again)] == [False, False, True, True]
    with acting_as(desk.program):
        row = Candidate.objects.get(id=first[0].id)
    warning = document_of(row).warning
    assert warning is not None
    assert (warning.score, sum(one.amount for one in warning.reasons)) == (1.5, 1.5)
    assert (warning.made_under[0].version, warning.missing[0].id) == ("2026-05", "text")


def test_what_was_decided_is_heard_by_the_candidates_id(desk: Desk) -> None:
    with _client(desk) as client:
        sent = client.send_candidate(screened(desk.known))
        waiting = client.candidate_decision(sent.id)
        desk.judge(desk.first, UUID(sent.id), Decision.OTHER_BREACH)
        decided = client.candidate_decision(sent.id)
        with pytest.raises(RefusedByServer) as refused:
            client.candidate_decision(str(UUID(int=7)))
    assert (waiting.decision, waiting.decided_at, waiting.stage) == (None, None, "first")
    assert (decided.decision, decided.stage, decided.reference) == (Decision.OTHER_BREACH, "ended", sent.reference)
    assert refused.value.response_code == 404


def test_an_appeal_is_passed_on_once_and_its_answer_heard(desk: Desk) -> None:
    appeal = AccountAppeal(measure=Measure.ACCOUNT_CLOSED, text="It is mine.", made_at=SCREENED)
    with _client(desk) as client:
        candidate = client.send_candidate(screened(desk.known))
        with pytest.raises(RefusedByServer, match="not decided yet"):
            client.send_appeal(candidate.id, appeal)
        desk.judge(desk.first, UUID(candidate.id), Decision.OTHER_BREACH)
    with _client(desk, "lost") as client:
        sent = client.send_appeal(candidate.id, appeal)
        assert sent.is_repeat
        assert client.appeal_answer(candidate.id, sent.id).outcome == ""
        take_appeal(desk.second, UUID(sent.id))
        answer_appeal(desk.second, UUID(sent.id), Answer(outcome=AppealOutcome.STANDS, reasons="It is for sale."))
        answer = client.appeal_answer(candidate.id, sent.id)
    assert (answer.outcome, answer.reasons, answer.due_at) == ("stands", "It is for sale.", sent.due_at)


def test_what_the_hub_refuses_is_told_by_field(desk: Desk) -> None:
    with _client(desk) as client, pytest.raises(RefusedByServer, match="reference: "):
        client.send_candidate(replace(screened(desk.known), reference="x" * 300))


@pytest.mark.parametrize(("change", "said"), [({"score": None}, "a field"), ({"stages": 3}, "a field")])
def test_a_line_that_is_none_is_told_without_what_it_says(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadWarning, match=said):
        candidate_of_warning({**_line().as_document(), **change}, platform="Bridge Photos")
    with pytest.raises(BadWarning, match="contributions is missing"):
        candidate_of_warning({"account": "a", "trigger": "threshold", "score": 1.0}, platform="Bridge Photos")
