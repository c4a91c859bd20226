"""Putting candidates before a service's own reviewers at the hub: what screening found, and what early warning tells.

A candidate is sent under a key made of all that it says, unless another is given: sent again, after a lost answer or a
stream that was replayed, it is one candidate.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import httpx

from causeway.client._answers import document_of, in_the_format
from causeway.client._calling import AnswerLost, Caller
from causeway.client.errors import ServerUnreachable
from causeway.vocabulary.candidates import (
    AccountWarning,
    Candidate,
    CandidateSource,
    MadeUnder,
    MissingReason,
    WarningReason,
)
from causeway.vocabulary.referral import Account, Party, PartyRole

_READ_BYTES = 1 << 20
_FORBIDDEN = "This credential may not put up candidates: it needs the scope to do so."


class BadWarning(ValueError):
    """A line is no candidate of early warning. Its message names the field, and repeats nothing of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCandidate:
    """A candidate that the hub has. `is_repeat`: it had it before."""

    id: str
    reference: str
    is_repeat: bool


class CandidateDoor(Protocol):
    """Where candidates go; `Client` is one."""

    def send_candidate(
        self, candidate: Candidate, files: Sequence[Path] = (), *, key: str | None = None
    ) -> SentCandidate:
        """Take one."""


def candidate_of_warning(document: Mapping[str, Any], *, platform: str, holder: Party | None = None) -> Candidate:
    """The candidate of one line that early warning wrote (`ReviewCandidate.as_document`).

    Args:
        platform: the service, as its accounts are named in referrals.
        holder: all that the service knows of the account's holder; without, the account alone is told.

    Raises:
        BadWarning: it is no such line.
    """
    try:
        low, high = document.get("interval") or (None, None)
        account = Account(service=platform, identifier=str(document["account"]))
        warning = AccountWarning(
            trigger=str(document["trigger"]),
            score=float(document["score"]),
            reasons=tuple(_reason(each) for each in document["contributions"]),
            number=int(document["number"]),
            probability=document.get("probability"),
            probability_low=low,
            probability_high=high,
            stages=tuple(map(str, document["stages"])),
            missing=tuple(
                MissingReason(id=str(each["id"]), reason=str(each["reason"])) for each in document["missing"]
            ),
            made_under=_made_under(document),
            is_partial=document.get("is_partial") is True,
        )
        at = datetime.fromisoformat(document["at"])
    except KeyError as fault:
        raise BadWarning(f"{fault.args[0]} is missing") from None
    except (TypeError, ValueError, AttributeError):
        raise BadWarning("a field is not as early warning writes it") from None
    return Candidate(
        source=CandidateSource.EARLY_WARNING,
        at=at,
        platform=platform,
        holder=holder or Party(role=PartyRole.SUBJECT, accounts=(account,)),
        warning=warning,
    )


def send_warnings(door: CandidateDoor, lines: Iterable[bytes | str], *, platform: str) -> Iterator[SentCandidate]:
    """Send every line that early warning wrote, in order, and give each receipt as it comes.

    Raises:
        BadWarning: a line is none; those before it were sent.
        RefusedByServer, WrongCredential, ServerUnreachable: as `Client.send_candidate`.
    """
    for line in lines:
        if line.strip():
            try:
                document = json.loads(line)
            except ValueError:
                raise BadWarning("the line is no JSON") from None
            if not isinstance(document, dict):
                raise BadWarning("the line is no object")
            yield door.send_candidate(candidate_of_warning(document, platform=platform))


def send_candidate(
    caller: Caller, candidate: Candidate, files: Sequence[Path], *, key: str | None, tries: int
) -> SentCandidate:
    """Send one candidate, and its files.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it is not there.
        OSError: a file of ours cannot be read.
    """
    body = json.dumps(asdict(candidate), default=plain).encode()
    headers = {"Idempotency-Key": key or _key_of(body, files)}
    for left in reversed(range(tries)):
        try:
            with _request(body, files) as request:
                request["headers"] |= headers
                return _sent(caller.call("POST", "candidates", partial(dict, request)))
        except AnswerLost as fault:
            if left == 0:
                raise ServerUnreachable("The connection broke again and again.") from fault
    raise AssertionError("unreachable")


@contextmanager
def _request(body: bytes, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    if not files:
        yield {"content": body, "headers": {"Content-Type": "application/json"}}
        return
    with ExitStack() as opened:
        parts: list[tuple[str, tuple[str, Any, str]]] = [("candidate", ("candidate.json", body, "application/json"))]
        parts += [
            ("files", (path.name, opened.enter_context(path.open("rb")), "application/octet-stream")) for path in files
        ]
        yield {"files": parts, "headers": {}}


def _sent(response: httpx.Response) -> SentCandidate:
    document = document_of(response, forbidden=_FORBIDDEN)
    with in_the_format(response):
        return SentCandidate(
            id=str(document["id"]), reference=str(document["reference"]), is_repeat=bool(document["is_repeat"])
        )


def _reason(document: Mapping[str, Any]) -> WarningReason:
    until = document.get("until")
    return WarningReason(
        id=str(document["id"]),
        amount=float(document["amount"]),
        stage=str(document.get("stage", "")),
        reason=str(document.get("reason", "")),
        value=document.get("value"),
        sources=tuple(map(str, document.get("from", ()))),
        until=datetime.fromisoformat(until) if until else None,
    )


def _made_under(document: Mapping[str, Any]) -> tuple[MadeUnder, ...]:
    """Each version by its name; the policy's by itself where nothing else is said."""
    named = document.get("made_under") or {"policy": document["policy_version"]}
    return tuple(MadeUnder(name=str(name), version=str(version)) for name, version in named.items() if version)


def _key_of(body: bytes, files: Sequence[Path]) -> str:
    digest = sha256(body)
    for path in files:
        with path.open("rb") as file:
            while piece := file.read(_READ_BYTES):
                digest.update(piece)
    return f"candidate-{digest.hexdigest()}"


def plain(value: object) -> str:
    """A moment or a day as JSON has it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a candidate")
