"""What reviewers decided on the candidates of early warning, brought back to it: events that let accounts rest, and
the labels on which probabilities are fitted.

Beside the file that was sent lie, as JSON lines: `.ids`, a line each that the hub took (`note_sent`); `.decisions`, one
each that is decided or erased; `.cleared`, events for the stream. All are appended to alone. After a kill an event may
stand there twice, which changes nothing.

An account can be warned of several times. Once one of its candidates is referred, that outweighs what was decided on
the others: it is confirmed, and nothing clears it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from causeway.client._candidates import SentCandidate
from causeway.client._decisions import CandidateDecision
from causeway.client.errors import RefusedByServer
from causeway.vocabulary.candidates import Decision

if TYPE_CHECKING:
    from causeway.warning import Labelled

REVIEWER: Final = "reviewers-desk"
"""The actor of events: the hub names no person."""
ERASED: Final = "erased"
"""Stands in place of a decision where the hub has the candidate no more."""
_TAIL_BYTES: Final = 65_536
"""More than a line of ours is long."""
_LABELS: Final = {Decision.REFER: True, Decision.NOT_HARMFUL: False, Decision.OTHER_BREACH: False}
"""Whether a decision confirms what early warning looks for; "I cannot tell" says nothing."""


class DecisionDoor(Protocol):
    """Who knows what was decided; `Client` is one."""

    def candidate_decision(self, candidate: str) -> CandidateDecision:
        """Ask about one."""


class NotKept(ValueError):
    """A file beside the one that was sent cannot be read. The message names file and line, and nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard at one go: how many candidates were asked about, were decided now, cleared an account, were
    erased undecided, and wait still.
    """

    asked: int = 0
    decided: int = 0
    cleared: int = 0
    erased: int = 0
    waiting: int = 0


def note_sent(kept: Path, number: int, line: bytes, sent: SentCandidate) -> None:
    """Keep under which id the hub has a line of early warning. Raises OSError."""
    document = json.loads(line)
    known = {name: document[name] for name in ("account", "score", "trigger")}
    _append(_beside(kept, "ids"), {"line": number, "id": sent.id, "reference": sent.reference, **known})


def hear_decisions(door: DecisionDoor, kept: Path, *, again: bool = False) -> Heard:
    """Ask about each candidate that is not known to be decided, and keep what was; with `again` about those that are,
    too, since a decision may have been opened again or turned on an appeal.

    Raises:
        NotKept: a file of ours cannot be read. WrongCredential, ServerUnreachable, RefusedByServer: the hub could not
            be asked; what was heard before is kept. OSError: a file cannot be written.
    """
    known = {_id(one): one for one in _read(_beside(kept, "decisions"))}
    asked = decided = erased = waiting = cleared = 0
    for several in _by_account(_read(_beside(kept, "ids"))):
        heard: dict[str, dict[str, Any]] = {}
        try:
            for sent in several:
                before = known.get(_id(sent), {}).get("decision")
                if before == ERASED or (before and not again):
                    continue
                asked += 1
                told = _asked(door, _id(sent))
                if told is None and before:
                    continue
                if told is None:
                    erased += 1
                    heard[_id(sent)] = {**sent, "decision": ERASED, "decided_at": None}
                elif told.decision is None or told.decided_at is None:
                    waiting += 1
                elif told.decision.value != before:
                    decided += 1
                    at = told.decided_at.isoformat()
                    heard[_id(sent)] = {**sent, "decision": told.decision.value, "decided_at": at}
        except BaseException:
            # What clears is asked again next time: the account may have been referred by what was not heard.
            for one in heard.values():
                if one["decision"] != Decision.NOT_HARMFUL:
                    _append(_beside(kept, "decisions"), one)
            raise
        cleared += _keep(kept, [known[one] for one in map(_id, several) if one in known], heard)
    return Heard(asked=asked, decided=decided, cleared=cleared, erased=erased, waiting=waiting)


def _id(sent: dict[str, Any]) -> str:
    return str(sent["id"])


def _by_account(sent: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The candidates of each account together: what one says of it decides what the others clear."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in sent:
        found.setdefault(str(one["account"]), {})[_id(one)] = one
    return [[*several.values()] for several in found.values()]


def _keep(kept: Path, known: Iterable[dict[str, Any]], heard: dict[str, dict[str, Any]]) -> int:
    """Write down what was heard of one account, of which some was known; gives how often it is cleared."""
    standing = {_id(one): one for one in known} | heard
    is_referred = any(one["decision"] == Decision.REFER for one in standing.values())
    cleared = 0
    for one in heard.values():
        if one["decision"] == Decision.NOT_HARMFUL and not is_referred:
            cleared += 1
            _append(_beside(kept, "cleared"), _cleared(str(one["account"]), str(one["decided_at"])))
        _append(_beside(kept, "decisions"), one)
    return cleared


def labelled(kept: Path) -> "Labelled":
    """The scores of accounts that reviewers decided on, as calibrations are fitted on: of each account the referral,
    which confirms it, else what was decided last.

    Raises NotKept, OSError.
    """
    import numpy as np

    from causeway.warning import Labelled

    decided = [one for one in _read(_beside(kept, "decisions")) if one["decision"] != ERASED]
    standing = {one["id"]: place for place, one in enumerate(decided)}.values()
    in_order = sorted(standing, key=lambda place: (decided[place]["decision"] == Decision.REFER, place))
    last = {str(decided[place]["account"]): decided[place] for place in in_order}.values()
    known = [one for one in last if one["decision"] in _LABELS]
    return Labelled(
        accounts=[str(one["account"]) for one in known],
        scores=np.array([float(one["score"]) for one in known], dtype=np.float64),
        labels=np.array([_LABELS[Decision(one["decision"])] for one in known], dtype=np.bool_),
    )


def _asked(door: DecisionDoor, candidate: str) -> CandidateDecision | None:
    """None where the hub has it no more."""
    try:
        return door.candidate_decision(candidate)
    except RefusedByServer as refused:
        if refused.response_code != HTTPStatus.NOT_FOUND:
            raise
        return None


def _cleared(account: str, at: str) -> dict[str, Any]:
    return {"at": at, "kind": "review_cleared", "actor": REVIEWER, "target": account}


def _beside(kept: Path, what: str) -> Path:
    return kept.with_name(f"{kept.name}.{what}")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines; one that broke off in a kill is left out, for it comes again."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                document = json.loads(line)
                document["id"], document["account"], document["score"]
            except (ValueError, TypeError, KeyError):
                raise NotKept(f"{path}, line {number}: it is none of ours") from None
            yield document


def _append(path: Path, document: dict[str, Any]) -> None:
    """Add a line, in the place of one that broke off."""
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        start = max(0, file.seek(0, SEEK_END) - _TAIL_BYTES)
        file.seek(start)
        file.seek(start + file.read().rfind(b"\n") + 1)
        file.truncate()
        file.write(json.dumps(document).encode() + b"\n")
