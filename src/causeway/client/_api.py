"""Asking the hub's JSON API where a referral stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from causeway.client._answers import in_the_format
from causeway.client._calling import Caller
from causeway.client.errors import RefusedByServer


@dataclass(frozen=True, slots=True)
class SentReferral:
    """A referral that this organisation sent. `completeness_score` runs from 0 to 100.

    `stage` is the last that it reached (`received`, `with_desk`, `with_force`, `feedback`), empty where the credential
    may not read feedback; with `feedback` come whether it was useful and what was missing, as far as its force says so.
    """

    id: str
    reference: str
    sender_reference: str
    concern: str
    received_at: datetime
    completeness_score: float
    open_questions: int
    stage: str = ""
    is_useful: bool | None = None
    missing: tuple[str, ...] = ()


def sent_with(caller: Caller, reference: str) -> tuple[SentReferral, ...]:
    """The referrals that bear a reference: the hub's, the sender's own, or a report number.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it could not be asked.
    """
    response = caller.call_again("GET", "referrals", lambda: {"params": {"reference": reference}})
    with in_the_format(response):
        document: Any = response.json()
        if response.status_code != HTTPStatus.OK:
            raise RefusedByServer(response.status_code, str(document["detail"]))
        found = [_referral(item) for item in document["items"]]
    return tuple(_with_stage(caller, one) for one in found)


def _with_stage(caller: Caller, sent: SentReferral) -> SentReferral:
    response = caller.call_again("GET", f"feedback/{sent.id}", dict)
    if response.status_code == HTTPStatus.FORBIDDEN:
        return sent
    with in_the_format(response):
        reached = response.json()
        if response.status_code != HTTPStatus.OK:
            raise RefusedByServer(response.status_code, str(reached["detail"]))
        if not reached:
            return sent
        outcome = reached[-1]["outcome"] or {}
        return replace(
            sent,
            stage=str(reached[-1]["stage"]),
            is_useful=outcome.get("is_useful"),
            missing=tuple(str(one) for one in outcome.get("missing") or ()),
        )


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
