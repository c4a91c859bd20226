"""Candidates come in by a service's own credential, once, and stand where the banks and the danger put them."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotPermitted
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.road.candidates.api import EXAMPLE
from causeway.hub.road.candidates.commands.receive_candidate import receive_candidate
from causeway.hub.road.candidates.hits import hits_now
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.ordering import Rule, place_of
from causeway.hub.road.candidates.referring import hits_in_words
from causeway.vocabulary.candidates import AccountWarning, CandidateSource, WarningReason
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalState
from hub.candidates.desk_world import KNOB, UPLOADED, Desk, digests, reported, screened, warned

UPLOAD = screened("x").upload
assert UPLOAD is not None


def _post(desk: Desk, body: Any, **headers: str) -> Any:
    """JSON, or a form where a file goes with it."""
    signed = base64.b64encode(f"{desk.username}:{desk.secret}".encode()).decode()
    form = {"candidate": json.dumps(to_document(body)), "files": SimpleUploadedFile("knob.jpg", KNOB)}
    return Client().post("/api/v1/candidates", form, headers={"Authorization": f"Basic {signed}", **headers})


def test_the_example_of_the_description_is_accepted(desk: Desk) -> None:
    signed = base64.b64encode(f"{desk.username}:{desk.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {signed}"}
    response = Client().post("/api/v1/candidates", EXAMPLE, content_type="application/json", headers=headers)
    assert response.status_code == 201, response.content
    found = Client().get(f"/api/v1/candidates/{response.json()['id']}", headers=headers).json()
    assert (found["stage"], found["decision"]) == ("first", None)


def test_a_repeat_is_one_candidate_whose_file_is_sealed_once(desk: Desk) -> None:
    candidate = screened(desk.known)
    first, again = (_post(desk, candidate, **{"Idempotency-Key": "upload-17"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "is_repeat": True}
    with acting_as(desk.program):
        (row,) = Candidate.objects.all()
        (file,) = CandidateFile.objects.all()
        entries = Entry.objects.filter(act="candidate.received").count()
    assert (file.sha256, bool(file.sealed_id), entries) == (candidate.upload.digests.sha256, True, 1)  # type: ignore[union-attr]
    assert (row.source, row.rule) == ("screening", Rule.UNCONFIRMED_MATCH)


def test_where_the_service_keeps_the_file_its_digests_are_enough(desk: Desk) -> None:
    desk.receive(screened(desk.known))
    with acting_as(desk.program):
        (file,) = CandidateFile.objects.all()
    assert (file.sealed_id, file.size_bytes, file.name) == (None, len(KNOB), "knob.jpg")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": CandidateSource.EARLY_WARNING}, "warning"),
        ({"upload": None}, "upload"),
        ({"at": screened("x").at + timedelta(days=1)}, "at"),
        ({"upload": replace(UPLOAD, uploaded_at=UPLOADED + timedelta(days=9_999))}, "upload.uploaded_at"),
        ({"upload": replace(UPLOAD, digests=replace(digests(KNOB), md5="x"))}, "upload.digests.md5"),
        ({"upload": replace(UPLOAD, digests=replace(digests(KNOB), pdq_other="x"))}, "upload.digests.pdq_other"),
        ({"upload": replace(UPLOAD, digests=replace(digests(KNOB), frames=("x",)))}, "upload.digests.frames[0]"),
        ({"upload": replace(UPLOAD, hits=UPLOAD.hits * 101)}, "upload.hits"),
        ({"reference": "x" * 256}, "reference"),
        ({"platform": "a\x00b"}, "platform"),
        ({"schema_version": 2}, "schema_version"),
    ],
)
def test_what_says_nothing_or_cannot_be_kept_is_refused_by_field(
    desk: Desk, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        receive_candidate(desk.program, replace(screened(desk.known), **change))
    assert refused.value.field == field


def test_a_score_whose_reasons_do_not_sum_to_it_is_refused(desk: Desk) -> None:
    warning = AccountWarning(trigger="threshold", score=2.0, reasons=(WarningReason(id="prior", amount=1.5),))
    with pytest.raises(Invalid) as refused:
        desk.receive(warned(warning=warning))
    assert refused.value.field == "warning.reasons"


def test_digests_that_are_not_those_of_the_file_are_refused_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.receive(screened(desk.known), b"another picture")
    assert refused.value.field == "upload.digests.sha256"
    with acting_as(desk.program):
        assert not Candidate.objects.exists()


def test_nobody_but_the_service_itself_puts_candidates_before_its_reviewers(desk: Desk) -> None:
    officer = desk.world.member(desk.bank.force, Role.SUPERVISOR)
    with pytest.raises(NotPermitted):
        receive_candidate(officer, reported())


def test_the_bank_says_now_what_a_hit_is_worth(desk: Desk) -> None:
    withdraw_signal(desk.bank.curator, desk.known, "It shows a bridge.")
    row = desk.row(desk.receive(screened(desk.known)).id)
    assert row.rule == Rule.ENDED_MATCH


def test_a_hit_of_an_older_list_is_told_by_the_name_of_who_lists_it(desk: Desk) -> None:
    told = screened(desk.known)
    assert told.upload
    hits = [replace(each, organisation="7d0a6c0e-8f0e-4f63-9d0c-0d6f3e6f0a11") for each in told.upload.hits]
    with acting_as(desk.first):
        found = hits_now(hits, timezone.now())
    assert [one.listed_by for one in found] == ["Causeway Desk"]
    assert "listed by Causeway Desk as" in hits_in_words(told, found)


def test_danger_stands_before_a_known_match_before_an_unconfirmed_one_and_a_higher_score_first() -> None:
    known, unconfirmed = (place_of(screened("x"), [state]) for state in (SignalState.CONFIRMED, SignalState.DISPUTED))
    calm, high = (place_of(warned(score=score), []) for score in (0.0, 5.0))
    order = [high.may_wait, calm.may_wait, known.may_wait, unconfirmed.may_wait]
    assert order == sorted(order)
    assert len(set(order)) == 4
