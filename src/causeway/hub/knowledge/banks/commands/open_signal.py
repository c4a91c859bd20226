"""Opening a signal: a look is an act. Votes come with it only for those who have cast their own, or added it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.match_counts import match_count
from causeway.hub.knowledge.banks.models import Ballot, Bank, Change, Opinion, Signal, Vote
from causeway.hub.knowledge.banks.passing import passing_now
from causeway.hub.knowledge.banks.queries.bank_view import ChangeLine, change_lines
from causeway.hub.knowledge.banks.queries.receipts import ReceiptLine, receipts_of_signal
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import REPORTED, OpinionKind, SignalKind, SignalState

MOST_NOTES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """One vote: of which organisation, and when. Members stay unnamed to others."""

    organisation: str
    verdict: Verdict
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """What an organisation said in words of a match, and has not taken back."""

    organisation: str
    kind: OpinionKind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """A signal in full. Where it does not `pass` to the acting organisation, `value` is its digest (`passing`). `votes`
    is empty until the actor has cast their own, unless they added the signal; `matches` counts the acting
    organisation's own.
    """

    id: UUID
    bank_id: UUID
    bank: str
    curator: str
    scheme: str
    is_shared: bool
    is_curator: bool
    kind: SignalKind
    value: str
    passes: bool
    category: str
    state: SignalState
    confidence: int | None
    handling: Handling | None
    purposes: tuple[Purpose, ...]
    basis: str
    source: str
    came_by: str
    note: str
    contributor: str
    added_at: datetime
    expires_at: datetime | None
    has_voted: bool
    is_adder: bool
    may_vote: bool
    may_withdraw: bool
    votes: tuple[VoteLine, ...]
    changes: tuple[ChangeLine, ...]
    matches: int
    opinions: dict[OpinionKind, int]
    notes: tuple[NoteLine, ...]
    receipts: tuple[ReceiptLine, ...]
    moved_to_id: UUID | None

    @property
    def is_withheld(self) -> bool:
        """Whether the value is not told because the signal is out of use."""
        return not self.passes and self.state not in REPORTED


@command(Permission.READ_BANKS)
def open_signal(actor: Actor, signal_id: UUID) -> SignalView:
    """The signal, entered as a look.

    Raises:
        NotFound: the acting organisation sees no such signal.
    """
    signal = Signal.objects.filter(id=signal_id).select_related("bank").first()
    if signal is None:
        raise NotFound(_("There is no such signal."))
    enter(Act.SIGNAL_READ, subjects=[signal.id])
    return _view(actor, signal)


def _view(actor: Actor, signal: Signal) -> SignalView:
    bank, own, passing = signal.bank, actor.organisation_id, passing_now()
    is_in_use = signal.state in IN_USE
    names = names_of({bank.organisation_id, signal.organisation_id})
    is_sender = own in (signal.organisation_id, bank.organisation_id) and may(actor, Permission.SEND_SIGNALS)
    counted = Counter(Opinion.objects.filter(signal=signal, taken_back_at=None).values_list("kind", flat=True))
    return SignalView(
        id=signal.id,
        bank_id=bank.id,
        bank=bank.name,
        curator=names[bank.organisation_id],
        scheme=bank.scheme,
        is_shared=bank.is_shared,
        is_curator=bank.organisation_id == own and may(actor, Permission.MANAGE_BANKS),
        kind=SignalKind(signal.kind),
        value=passing.shown(signal),
        passes=passing.lets_see(signal),
        category=signal.category,
        state=SignalState(signal.state),
        confidence=signal.confidence,
        handling=Handling(signal.handling) if signal.handling else None,
        purposes=tuple(Purpose(each) for each in signal.purposes),
        basis=signal.basis,
        source=signal.source,
        came_by=signal.came_by,
        note=signal.note,
        contributor=names[signal.organisation_id],
        added_at=signal.added_at,
        expires_at=signal.expires_at,
        has_voted=_has_voted(actor, signal),
        is_adder=actor.member_id is not None and signal.member_id == actor.member_id,
        may_vote=_may_vote(actor, signal, bank) and is_in_use and passing.lets_see(signal),
        may_withdraw=is_sender and is_in_use,
        votes=_votes(signal),
        changes=change_lines(actor, Change.objects.filter(signal=signal).order_by("number")),
        matches=match_count(signal.id),
        opinions={kind: counted[kind.value] for kind in OpinionKind},
        notes=_notes(signal),
        receipts=receipts_of_signal(signal.id),
        moved_to_id=_visible(signal.moved_to_id),
    )


def _may_vote(actor: Actor, signal: Signal, bank: Bank) -> bool:
    return bank.is_shared and may(actor, Permission.VOTE_SIGNALS) and signal.member_id != actor.member_id


def _has_voted(actor: Actor, signal: Signal) -> bool:
    return actor.member_id is not None and Ballot.objects.filter(signal=signal, member_id=actor.member_id).exists()


def _votes(signal: Signal) -> tuple[VoteLine, ...]:
    """As far as the wall on votes shows them."""
    rows = list(Vote.objects.filter(signal=signal).order_by("at", "id"))
    names = names_of({row.organisation_id for row in rows})
    return tuple(
        VoteLine(organisation=names[row.organisation_id], verdict=Verdict(row.verdict), reason=row.reason, at=row.at)
        for row in rows
    )


def _notes(signal: Signal) -> tuple[NoteLine, ...]:
    """The newest."""
    said = Opinion.objects.filter(signal=signal, taken_back_at=None).exclude(note="")
    rows = list(said.order_by("-at", "id")[:MOST_NOTES])
    names = names_of({row.organisation_id for row in rows})
    return tuple(
        NoteLine(organisation=names[row.organisation_id], kind=OpinionKind(row.kind), text=row.note, at=row.at)
        for row in rows
    )


def _visible(signal_id: UUID | None) -> UUID | None:
    return signal_id if signal_id and Signal.objects.filter(id=signal_id).exists() else None
