"""Banks for an organisation's programs: add signals, follow what changes, acknowledge, and say what came of matches.

The API root adds this router under `/banks` and signs the caller in. A signal is never proof.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.add_signals import MOST_IN_A_BATCH, AddedSignal, NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.queries.banks import BankLine, banks_of
from causeway.hub.knowledge.banks.queries.feed import MOST_CHANGES, SignedPage, changes_after
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
    """Up to which number changes reached your systems, and what you undid there."""

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


class CountOut(Schema):
    """How many changes were acknowledged."""

    acknowledged: int


class KeptOut(Schema):
    """Whether the opinion is new."""

    is_new: bool


@router.get("", response=list[BankOut], summary="The banks that you curate or share")
def list_banks(request: HttpRequest) -> list[BankLine]:
    """By name."""
    return banks_of(_actor(request))


@router.post("/{uuid:bank_id}/signals", response=list[AddedOut], summary="Add signals; a repeat adds nothing twice")
def post_signals(request: HttpRequest, bank_id: UUID, body: SignalsBody) -> list[AddedSignal]:
    """Up to 1,000 at a time. What the bank has already is left as it stands."""
    return add_signals(_actor(request), bank_id, [NewSignal(**dict(each)) for each in body.signals], came_by="api")


@router.get("/{uuid:bank_id}/changes", response=FeedOut, summary="What changed after a number, signed")
def get_changes(
    request: HttpRequest,
    bank_id: UUID,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_CHANGES)] = MOST_CHANGES,
) -> dict[str, object]:
    """Begin with `after=0` and go on with `cursor`. Numbers have no gap. Take out of use what was withdrawn, suspended,
    moved or expired.
    """
    found: SignedPage = changes_after(_actor(request), bank_id, after=after, limit=limit)
    return asdict(found)


@router.post("/{uuid:bank_id}/acknowledgements", response=CountOut, summary="Acknowledge changes")
def post_acknowledgement(request: HttpRequest, bank_id: UUID, body: AcknowledgementBody) -> dict[str, int]:
    """Until then the bank's page names you."""
    return {"acknowledged": acknowledge_changes(_actor(request), bank_id, body.up_to, body.undid)}


@router.post("/signals/{uuid:signal_id}/votes", response=TallyOut, summary="Vote on a signal, as a signed-in member")
def post_vote(request: HttpRequest, signal_id: UUID, body: VoteBody) -> dict[str, Tally]:
    """A credential is refused: a person votes."""
    return {"tally": vote(_actor(request), signal_id, body.verdict, body.reason)}


@router.post("/signals/{uuid:signal_id}/withdrawal", response={204: None}, summary="Withdraw a signal for good")
def post_withdrawal(request: HttpRequest, signal_id: UUID, body: WithdrawalBody) -> Status[None]:
    """As its bank's curator, or as whoever added it."""
    withdraw_signal(_actor(request), signal_id, body.reason)
    return Status(204, None)


@router.post("/signals/{uuid:signal_id}/opinions", response=KeptOut, summary="Say what became of a match")
def post_opinion(request: HttpRequest, signal_id: UUID, body: OpinionBody) -> dict[str, bool]:
    """Right, wrong, or seen again."""
    actor = _actor(request)
    return {"is_new": give_opinion(actor, signal_id, body.kind, reference=body.reference, note=body.note)}


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise NotPermitted(_("Sign in with an API credential."))
    return actor
