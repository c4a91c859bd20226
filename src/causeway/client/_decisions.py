"""Hearing what a service's own reviewers decided on a candidate."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from causeway.client._answers import document_of, in_the_format
from causeway.client._calling import Caller
from causeway.vocabulary.candidates import Decision

_FORBIDDEN = "This credential may not ask about candidates: it needs the scope to put them up."


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDecision:
    """Where a candidate stands. `stage` is `first`, `second` or `supervisor`, whose decision it waits for, or `ended`;
    `decision` is None until one stands.
    """

    id: str
    reference: str
    stage: str
    decision: Decision | None
    decided_at: datetime | None


def candidate_decision(caller: Caller, candidate: str) -> CandidateDecision:
    """What was decided on a candidate.

    Raises:
        RefusedByServer: there is none, or it was erased (404). WrongCredential, ServerUnreachable: it could not be
            asked.
    """
    response = caller.call_again("GET", f"candidates/{quote(candidate, safe='')}", dict)
    document = document_of(response, forbidden=_FORBIDDEN)
    with in_the_format(response):
        decision, decided_at = document["decision"], document["decided_at"]
        return CandidateDecision(
            id=str(document["id"]),
            reference=str(document["reference"]),
            stage=str(document["stage"]),
            decision=Decision(decision) if decision else None,
            decided_at=datetime.fromisoformat(decided_at) if decided_at else None,
        )
