"""Passing on appeals of account holders to a service's own desk, and hearing the answer."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from causeway.client._calling import AnswerLost, Caller
from causeway.client._candidates import plain, refusal
from causeway.client.errors import RefusedByServer, ServerUnreachable, WrongCredential
from causeway.vocabulary.candidates import AccountAppeal


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


def send_appeal(caller: Caller, candidate: str, appeal: AccountAppeal, *, tries: int) -> SentAppeal:
    """Send one. All that it says is its key, so that sent again it is one appeal.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it is not there.
    """
    body = json.dumps(asdict(appeal), default=plain).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": _key_of(candidate, body)}
    response = _called(caller, "POST", _path(candidate), {"content": body, "headers": headers}, tries=tries)
    document = _document(response)
    try:
        return SentAppeal(
            id=str(document["id"]),
            reference=str(document["reference"]),
            due_at=datetime.fromisoformat(document["due_at"]),
            is_repeat=bool(document["is_repeat"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise _not_in_the_format(response) from fault


def appeal_answer(caller: Caller, candidate: str, appeal: str, *, tries: int) -> AppealAnswer:
    """What an appeal came to.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it could not be asked.
    """
    response = _called(caller, "GET", f"{_path(candidate)}/{quote(appeal, safe='')}", {}, tries=tries)
    document = _document(response)
    try:
        answered_at = document["answered_at"]
        return AppealAnswer(
            outcome=str(document["outcome"] or ""),
            reasons=str(document["reasons"]),
            due_at=datetime.fromisoformat(document["due_at"]),
            answered_at=datetime.fromisoformat(answered_at) if answered_at else None,
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise _not_in_the_format(response) from fault


def _path(candidate: str) -> str:
    return f"candidates/{quote(candidate, safe='')}/appeals"


def _key_of(candidate: str, body: bytes) -> str:
    return f"appeal-{sha256(candidate.encode() + b' ' + body).hexdigest()}"


def _called(caller: Caller, method: str, path: str, request: dict[str, Any], *, tries: int) -> httpx.Response:
    for left in reversed(range(tries)):
        try:
            return caller.call(method, path, lambda: dict(request))
        except AnswerLost as fault:
            if left == 0:
                raise ServerUnreachable("The connection broke again and again.") from fault
    raise AssertionError("unreachable")


def _document(response: httpx.Response) -> dict[str, Any]:
    if response.status_code == HTTPStatus.FORBIDDEN:
        raise WrongCredential("This credential may not pass on appeals.")
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerUnreachable(f"The server is at fault (HTTP {response.status_code}).")
    try:
        document: dict[str, Any] = response.json()
        if response.status_code not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise RefusedByServer(response.status_code, refusal(document))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _not_in_the_format(response) from fault
    return document


def _not_in_the_format(response: httpx.Response) -> ServerUnreachable:
    return ServerUnreachable(f"The server's answer is not in the format (HTTP {response.status_code}).")
