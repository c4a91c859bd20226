"""Candidates for a service's programs: put one before the service's own reviewers, and hear what was decided.

The API root adds this router under `/candidates` and signs the caller in. A signal is never proof, nor is a score.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Router

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.problems import Problem
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.candidates.commands.receive_appeal import AppealReceived, receive_appeal
from causeway.hub.road.candidates.commands.receive_candidate import NewFile, Received, receive_candidate
from causeway.hub.road.candidates.queries.appeals import AppealAnswer, appeal_answer
from causeway.hub.road.candidates.queries.decided import Decided, decided
from causeway.hub.road.intake.api.examples import request_body
from causeway.hub.road.intake.api.reading import drop, sent
from causeway.vocabulary.candidates import AccountAppeal, Candidate

router = Router(tags=["candidates"])

_REFUSALS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 422, 429), Problem)
_POST_REFUSALS: dict[Any, Any] = _REFUSALS | dict.fromkeys((409, 413, 415, 503, 507), Problem)

EXAMPLE: dict[str, Any] = {
    "source": "early_warning",
    "at": "2026-07-01T12:00:00Z",
    "reference": "HC-1001",
    "platform": "Harbour Chat",
    "holder": {
        "role": "subject",
        "accounts": [{"service": "Harbour Chat", "identifier": "acct-7", "handle": "bridge_keeper"}],
    },
    "warning": {
        "trigger": "threshold",
        "score": 1.25,
        "reasons": [
            {"id": "prior", "amount": -2.0},
            {"id": "gifts", "amount": 3.25, "stage": "trust_building", "reason": "Sent gifts: 9"},
        ],
        "stages": ["trust_building"],
        "made_under": [{"name": "policy", "version": "2026-07"}],
    },
}
"""A body that is accepted as it stands, which a test sends."""

APPEAL_EXAMPLE: dict[str, Any] = {
    "measure": "account_suspended",
    "text": "The picture shows a door knob that I sell.",
    "made_at": "2026-07-02T09:00:00Z",
    "reference": "HC-A-17",
}
"""The same for an appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateReceipt:
    """A candidate was received. `is_repeat`: the same key was used before."""

    id: UUID
    reference: str
    received_at: datetime
    is_repeat: bool

    @classmethod
    def of(cls, received: Received) -> "CandidateReceipt":
        """The receipt as the API gives it."""
        return cls(
            id=received.id,
            reference=received.reference,
            received_at=received.received_at,
            is_repeat=received.is_repeat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReceipt:
    """An appeal was received, and is answered by `due_at`. `is_repeat`: the same key was used before."""

    id: UUID
    reference: str
    received_at: datetime
    due_at: datetime
    is_repeat: bool

    @classmethod
    def of(cls, received: AppealReceived) -> "AppealReceipt":
        """The receipt as the API gives it."""
        return cls(
            id=received.id,
            reference=received.reference,
            received_at=received.received_at,
            due_at=received.due_at,
            is_repeat=received.is_repeat,
        )


@router.post(
    "",
    response={201: CandidateReceipt, 200: CandidateReceipt, **_POST_REFUSALS},
    summary="Put a candidate before your reviewers",
    description="As JSON, or as a multipart form with a JSON part `candidate` and any number of `files`, which are "
    "sealed as they arrive. Where you keep the file, give its digests alone. "
    "A repeat under the same `Idempotency-Key` is answered 200 with the first receipt.",
    openapi_extra=request_body("Candidate", "candidate", EXAMPLE),
    operation_id="sendCandidate",
)
def send_candidate(request: HttpRequest) -> HttpResponse:
    """Put a candidate before reviewers."""
    with sent(request, Candidate, part="candidate") as given:
        files = tuple(NewFile(written=file.written, name=file.name) for file in given.files)
        received = receive_candidate(actor_of(request), given.value, files, given.repeatable)
        if received.is_repeat:
            drop(given.files)
    return _json(CandidateReceipt.of(received), 200 if received.is_repeat else 201)


@router.get(
    "/{candidate_id}",
    response={200: Decided, **_REFUSALS},
    summary="What was decided on a candidate",
    description="Where it stands, and the decision once it stands; how many of its files are still to be compared with "
    "lists, and how many listed signals the others match. A match is no proof. No reason, no name and no content.",
    operation_id="readCandidate",
)
def get_candidate(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """What was decided."""
    return _json(decided(actor_of(request), candidate_id))


@router.post(
    "/{candidate_id}/appeals",
    response={201: AppealReceipt, 200: AppealReceipt, **_POST_REFUSALS},
    summary="Pass on an appeal of the account's holder",
    description="What the holder of the account says against a decision that was made on a candidate. Somebody who did "
    "not decide before answers it by `due_at`. A decision is appealed against once.",
    openapi_extra=request_body("AccountAppeal", "appeal", APPEAL_EXAMPLE),
    operation_id="sendAppeal",
)
def send_appeal(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Pass on an appeal."""
    with sent(request, AccountAppeal, part="appeal") as given:
        if given.files:
            raise Invalid(_("An appeal comes without files."), field="files")
        received = receive_appeal(actor_of(request), candidate_id, given.value, given.repeatable)
    return _json(AppealReceipt.of(received), 200 if received.is_repeat else 201)


@router.get(
    "/{candidate_id}/appeals/{appeal_id}",
    response={200: AppealAnswer, **_REFUSALS},
    summary="What an appeal came to",
    description="The outcome and the reasons for the account's holder, once it is answered. No name, and nothing of a "
    "referral.",
    operation_id="readAppeal",
)
def get_appeal(request: HttpRequest, candidate_id: UUID, appeal_id: UUID) -> HttpResponse:
    """What it came to."""
    return _json(appeal_answer(actor_of(request), candidate_id, appeal_id))


def _json(value: object, status: int = 200) -> HttpResponse:
    return JsonResponse(to_document(value), status=status, headers={"Cache-Control": "no-store"})
