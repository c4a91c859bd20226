"""Asking the hub's JSON API where a referral stands."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from causeway.client._calling import AnswerLost, Caller
from causeway.client.errors import RefusedByServer, ServerUnreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReferral:
    """A referral that this organisation sent. `completeness_score` runs from 0 to 100."""

    id: str
    reference: str
    sender_reference: str
    concern: str
    received_at: datetime
    completeness_score: float
    open_questions: int


def sent_with(caller: Caller, reference: str, *, tries: int) -> tuple[SentReferral, ...]:
    """The referrals that bear a reference: the hub's, the sender's own, or a report number.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it could not be asked.
    """
    for left in reversed(range(tries)):
        try:
            response = caller.call("GET", "referrals", lambda: {"params": {"reference": reference}})
        except AnswerLost as fault:
            if left == 0:
                raise ServerUnreachable("The connection broke again and again.") from fault
            continue
        try:
            document: Any = response.json()
            if response.status_code != HTTPStatus.OK:
                raise RefusedByServer(response.status_code, str(document["detail"]))
            return tuple(_referral(item) for item in document["items"])
        except (ValueError, KeyError, TypeError) as fault:
            raise ServerUnreachable(
                f"The server's answer is not in the format (HTTP {response.status_code})."
            ) from fault
    raise AssertionError("unreachable")


def _referral(item: dict[str, Any]) -> SentReferral:
    return SentReferral(
        id=str(item["id"]),
        reference=str(item["reference"]),
        sender_reference=str(item["sender_reference"]),
        concern=str(item["concern"]),
        received_at=datetime.fromisoformat(item["received_at"]),
        completeness_score=float(item["completeness_score"]),
        open_questions=int(item["open_questions"]),
    )
