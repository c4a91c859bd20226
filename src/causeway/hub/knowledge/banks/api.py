"""Banks for an organisation's programs: add signals, follow what changes, acknowledge, and say what came of matches.

The API root adds this router under `/banks` and signs the caller in. A POST under an `Idempotency-Key` is done once. A
signal is never proof.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import to_jsonable_python

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.calling import actor_of
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.add_signals import MOST_IN_A_BATCH, NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, regrade_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion
from causeway.hub.knowledge.banks.commands.keep_bank import share_bank
from causeway.hub.knowledge.banks.commands.put_to_curator import curator_told
from causeway.hub.knowledge.banks.commands.renew_signals import renew_signals
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.ending import MOST_AT_ONCE
from causeway.hub.knowledge.banks.once import once
from causeway.hub.knowledge.banks.queries.banks import BankLine, banks_of
from causeway.hub.knowledge.banks.queries.feed import MOST_CHANGES, changes_after
from causeway.hub.knowledge.banks.standing import Tally, Verdict
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import OpinionKind, SignalKind, SignalState

router = Router(tags=["banks"])


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignalBody(_Body):
    """One signal; `service` goes with an account. An account, URL or keyword needs purposes, a basis, an end within 90
    days, and `is_no_child`.
    """

    kind: SignalKind
    value: str
    service: str = ""
    category: str = ""
    confidence: int | None = None
    purposes: tuple[Purpose, ...] = ()
    basis: str = ""
    source: str = ""
    note: str = ""
    expires_at: AwareDatetime | None = None
    is_no_child: bool = False


class SignalsBody(_Body):
    """A batch: all of it is taken, or on a refusal nothing."""

    signals: Annotated[list[SignalBody], Field(min_length=1, max_length=MOST_IN_A_BATCH)]


class VoteBody(_Body):
    """A member's vote; a dispute needs a reason."""

    verdict: Verdict
    reason: str = ""


class WithdrawalBody(_Body):
    """Why a signal is withdrawn."""

    reason: str


class OpinionBody(_Body):
    """What became of a match. Another under the same reference changes nothing, nor another without one."""

    kind: OpinionKind
    reference: str = ""
    note: str = ""


class AcknowledgementBody(_Body):
    """Up to which number changes reached your systems, and what you undid there: all who share the bank read it, so
    name no person.
    """

    up_to: Annotated[int, Field(ge=1, lt=2**63)]
    undid: str


class BankOut(Schema):
    """A bank that you curate or share; `owed` is how many changes you have not acknowledged."""

    id: UUID
    name: str
    curator: str
    is_own: bool
    is_shared: bool
    scheme: str
    added_at: datetime
    owed: int


class AddedOut(Schema):
    """One signal of the batch, in its order."""

    id: UUID
    is_new: bool
    state: SignalState


class FeedOut(Schema):
    """A page of changes. `signature` is Ed25519, in base64, over `causeway bank feed v1`, a line feed, and `page` as
    canonical JSON; `key` is the hub's.
    """

    page: dict[str, Any]
    signature: str
    key: str


class TallyOut(Schema):
    """What all votes come to now."""

    tally: Tally


class RenewalBody(_Body):
    """Which of your accounts, URLs and keywords hold for another 90 days, and why."""

    signals: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: str


class MoveBody(_Body):
    """To which bank of yours a signal goes, its category there, and why."""

    bank_id: UUID
    category: str = ""
    reason: str


class RegradeBody(_Body):
    """Another category, in the bank's scheme, and why."""

    category: str
    reason: str


class ShareBody(_Body):
    """With whom a bank is shared."""

    organisation_id: UUID


class RenewedOut(Schema):
    """How many signals were renewed."""

    renewed: int


class MovedOut(Schema):
    """The signal in the other bank."""

    id: UUID


class CountOut(Schema):
    """How many changes were acknowledged."""

    acknowledged: int


class KeptOut(Schema):
    """Whether the opinion is new."""

    is_new: bool


@router.get("", response=list[BankOut], summary="The banks that you curate or share")
def list_banks(request: HttpRequest) -> list[BankLine]:
    """By name."""
    return banks_of(actor_of(request))


@router.post("/{uuid:bank_id}/signals", response=list[AddedOut], summary="Add signals; a repeat adds nothing twice")
def post_signals(request: HttpRequest, bank_id: UUID, body: SignalsBody) -> Any:
    """Up to 1,000 at a time. What the bank has already is left as it stands. Where its curator has to decide first
    whether something is listed, all is refused and the curator asked.
    """
    new = [NewSignal(**dict(each)) for each in body.signals]
    with curator_told(actor_of(request), bank_id):
        return _once(request, lambda actor: add_signals(actor, bank_id, new, came_by="api"))


@router.get("/{uuid:bank_id}/changes", response=FeedOut, summary="What changed after a number, signed")
def get_changes(
    request: HttpRequest,
    bank_id: UUID,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_CHANGES)] = MOST_CHANGES,
) -> HttpResponse:
    """Begin with `after=0` and go on with `cursor`. Numbers have no gap. Take out of use what was withdrawn, suspended,
    moved or expired.
    """
    found = changes_after(actor_of(request), bank_id, after=after, limit=limit)
    rest = json.dumps({"signature": found.signature, "key": found.key})[1:].encode()
    # As it was signed: a first copy of a bank of millions is thousands of pages, and none is written twice.
    return HttpResponse(b'{"page": ' + found.text + b", " + rest, content_type="application/json")


@router.post("/{uuid:bank_id}/acknowledgements", response=CountOut, summary="Acknowledge changes")
def post_acknowledgement(request: HttpRequest, bank_id: UUID, body: AcknowledgementBody) -> Any:
    """Until then the bank's page names you."""
    return _once(request, lambda actor: {"acknowledged": acknowledge_changes(actor, bank_id, body.up_to, body.undid)})


@router.post("/{uuid:bank_id}/renewals", response=RenewedOut, summary="Renew accounts, URLs and keywords of yours")
def post_renewal(request: HttpRequest, bank_id: UUID, body: RenewalBody) -> Any:
    """All of them or none, each for 90 days from now."""
    return _once(request, lambda actor: {"renewed": renew_signals(actor, bank_id, body.signals, body.reason)})


@router.post("/{uuid:bank_id}/shares", response={204: None}, summary="Share a bank, as a signed-in member")
def post_share(request: HttpRequest, bank_id: UUID, body: ShareBody) -> Status[None]:
    """As its curator, under an agreement. A credential is refused."""
    _once(request, lambda actor: share_bank(actor, bank_id, body.organisation_id))
    return Status(204, None)


@router.post(
    "/signals/{uuid:signal_id}/move", response=MovedOut, summary="Move a signal to another bank, as a signed-in member"
)
def post_move(request: HttpRequest, signal_id: UUID, body: MoveBody) -> Any:
    """As the curator of both. It begins anew there, without its votes. A credential is refused."""
    return _once(request, lambda actor: {"id": move_signal(actor, signal_id, body.bank_id, body.category, body.reason)})


@router.post(
    "/signals/{uuid:signal_id}/category",
    response={204: None},
    summary="Give a signal another category, as a signed-in member",
)
def post_category(request: HttpRequest, signal_id: UUID, body: RegradeBody) -> Status[None]:
    """As its bank's curator. All who share the bank owe an acknowledgement. A credential is refused."""
    _once(request, lambda actor: regrade_signal(actor, signal_id, body.category, body.reason))
    return Status(204, None)


@router.post("/signals/{uuid:signal_id}/votes", response=TallyOut, summary="Vote on a signal, as a signed-in member")
def post_vote(request: HttpRequest, signal_id: UUID, body: VoteBody) -> Any:
    """A credential is refused: a person votes."""
    return _once(request, lambda actor: {"tally": vote(actor, signal_id, body.verdict, body.reason)})


@router.post("/signals/{uuid:signal_id}/withdrawal", response={204: None}, summary="Withdraw a signal for good")
def post_withdrawal(request: HttpRequest, signal_id: UUID, body: WithdrawalBody) -> Status[None]:
    """As its bank's curator, or as whoever added it."""
    _once(request, lambda actor: withdraw_signal(actor, signal_id, body.reason))
    return Status(204, None)


@router.post("/signals/{uuid:signal_id}/opinions", response=KeptOut, summary="Say what became of a match")
def post_opinion(request: HttpRequest, signal_id: UUID, body: OpinionBody) -> Any:
    """Right, wrong, or seen again."""

    def say(actor: Actor) -> dict[str, bool]:
        return {"is_new": give_opinion(actor, signal_id, body.kind, reference=body.reference, note=body.note)}

    return _once(request, say)


def _once(request: HttpRequest, act: Callable[[Actor], Any]) -> Any:
    """What the act gives, as JSON data; under a key once for all that is asked with it."""
    actor, key = actor_of(request), request.headers.get("Idempotency-Key")
    if key is None:
        return act(actor)
    asked = hashlib.sha256(f"{request.method} {request.path}\n".encode() + hashlib.sha256(request.body).digest())
    return once(actor, key, asked.hexdigest(), lambda: to_jsonable_python(act(actor)))
