"""Passing on appeals of account holders to a service's own desk, and hearing the answer."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from causeway.client._answers import document_of, in_the_format
from causeway.client._calling import Caller
from causeway.client._candidates import plain
from causeway.vocabulary.candidates import AccountAppeal

_FORBIDDEN = "This credential may not pass on appeals: it needs the scope to put up candidates."


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAppeal:
    """An appeal that the hub has; it is answered by `due_at`. `is_repeat`: it had it before."""

    id: str
    reference: str
    due_at: datetime
    is_repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswer:
    """Where an appeal stands. `outcome` is empty until it is answered, then `stands` or `turned`; `reasons` are for the
    account's holder.
    """

    outcome: str
    reasons: str
    due_at: datetime
    answered_at: datetime | None


def send_appeal(caller: Caller, candidate: str, appeal: AccountAppeal) -> SentAppeal:
    """Send one. All that it says is its key, so that sent again it is one appeal.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it is not there.
    """
    body = json.dumps(asdict(appeal), default=plain).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": _key_of(candidate, body)}
    response = caller.call_again("POST", _path(candidate), lambda: {"content": body, "headers": headers})
    document = document_of(response, forbidden=_FORBIDDEN)
    with in_the_format(response):
        return SentAppeal(
            id=str(document["id"]),
            reference=str(document["reference"]),
            due_at=datetime.fromisoformat(document["due_at"]),
            is_repeat=bool(document["is_repeat"]),
        )


def appeal_answer(caller: Caller, candidate: str, appeal: str) -> AppealAnswer:
    """What an appeal came to.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it could not be asked.
    """
    response = caller.call_again("GET", f"{_path(candidate)}/{quote(appeal, safe='')}", dict)
    document = document_of(response, forbidden=_FORBIDDEN)
    with in_the_format(response):
        answered_at = document["answered_at"]
        return AppealAnswer(
            outcome=str(document["outcome"] or ""),
            reasons=str(document["reasons"]),
            due_at=datetime.fromisoformat(document["due_at"]),
            answered_at=datetime.fromisoformat(answered_at) if answered_at else None,
        )


def _path(candidate: str) -> str:
    return f"candidates/{quote(candidate, safe='')}/appeals"


def _key_of(candidate: str, body: bytes) -> str:
    return f"appeal-{sha256(candidate.encode() + b' ' + body).hexdigest()}"
