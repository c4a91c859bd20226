"""One bank: what is in it by state, what changed last, who shares it and who owes an acknowledgement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.sharing import purposes_of_receivers, receivers
from causeway.hub.knowledge.banks.changing import AGREEMENTS_CHANGED, APPEAL_UPHELD, SOURCE_TOOK_BACK
from causeway.hub.knowledge.banks.counting import by_state
from causeway.hub.knowledge.banks.ending import MOST_AT_ONCE, ending_signals
from causeway.hub.knowledge.banks.models import Ballot, Bank, Change, ChangeKind, Receipt, Subscription
from causeway.hub.knowledge.banks.models.signal import BY_VOTES
from causeway.hub.knowledge.banks.passing import passing_now
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose
from causeway.vocabulary.signals import SignalKind, SignalState

_NEWEST_CHANGES = 20
_MADE_BY_VOTES = (ChangeKind.CONFIRMED, ChangeKind.DISPUTED, ChangeKind.SUSPENDED, ChangeKind.RESTORED)
"""Changes that a vote can bring about: who made one tells how they voted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Who shares the bank, and since when it owes how many acknowledgements."""

    organisation_id: UUID
    name: str
    since: datetime
    owed: int
    owed_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change, with the signal as it stands now. `by` does not say who brought it about where that would tell of a
    vote to somebody who has not cast their own.
    """

    number: int
    kind: ChangeKind
    signal_id: UUID
    signal_kind: SignalKind
    value: str
    by: str
    category_before: str
    category: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BankView:
    """The bank. `ends_soon` counts the acting organisation's own signals that end within a fortnight; `own_owed` is how
    many changes up to `owed_up_to` it has not acknowledged; `could_share` are those with whom an agreement lets the
    curator share the bank. `may_pass_for` are the purposes for which it may add to the bank: none where no agreement
    lets it.
    """

    id: UUID
    name: str
    description: str
    curator: str
    is_curator: bool
    is_shared: bool
    scheme: str
    source: str
    last_change: int
    counts: dict[SignalState, int]
    subscribers: tuple[Subscriber, ...]
    changes: tuple[ChangeLine, ...]
    ends_soon: int
    own_owed: int
    owed_up_to: int
    could_share: tuple[tuple[UUID, str], ...]
    may_pass_for: frozenset[Purpose]


@query(Permission.READ_BANKS)
def bank_view(actor: Actor, bank_id: UUID) -> BankView:
    """The bank as the acting organisation sees it.

    Raises:
        NotFound: it shares no such bank.
    """
    bank = bank_row(bank_id)
    is_curator = bank.organisation_id == actor.organisation_id
    own = Receipt.objects.filter(bank_id=bank_id, organisation_id=actor.organisation_id, acknowledged_at=None)
    owed = own.aggregate(count=Count("id"), up_to=Max("change__number"))
    subscribers = _subscribers(bank)
    return BankView(
        id=bank.id,
        name=bank.name,
        description=bank.description,
        curator=names_of({bank.organisation_id})[bank.organisation_id],
        is_curator=is_curator,
        is_shared=bank.is_shared,
        scheme=bank.scheme,
        source=bank.source,
        last_change=bank.last_change,
        counts=by_state(bank),
        subscribers=subscribers,
        changes=change_lines(actor, Change.objects.filter(bank=bank).order_by("-number")[:_NEWEST_CHANGES]),
        ends_soon=_ends_soon(actor, bank),
        own_owed=owed["count"],
        owed_up_to=owed["up_to"] or 0,
        could_share=_could_share(subscribers) if is_curator else (),
        may_pass_for=PURPOSES_OF[Category.SIGNAL] if is_curator else _may_pass_for(bank),
    )


def _may_pass_for(bank: Bank) -> frozenset[Purpose]:
    passed = purposes_of_receivers(Category.SIGNAL).get(bank.organisation_id, frozenset())
    return frozenset(map(Purpose, passed))


def _ends_soon(actor: Actor, bank: Bank) -> int:
    """Signals of the actor's organisation that end soon, as many as can be renewed at once."""
    return ending_signals(actor.organisation_id, timezone.now()).filter(bank_id=bank.id)[:MOST_AT_ONCE].count()


def bank_row(bank_id: UUID) -> Bank:
    """The bank's row.

    Raises:
        NotFound: the acting organisation shares no such bank.
    """
    bank = Bank.objects.filter(id=bank_id).first()
    if bank is None:
        raise NotFound(_("There is no such bank."))
    return bank


def _subscribers(bank: Bank) -> tuple[Subscriber, ...]:
    rows = list(Subscription.objects.filter(bank=bank, ended_at=None).order_by("since", "id"))
    open_receipts = Receipt.objects.filter(bank_id=bank.id, acknowledged_at=None)
    grouped = open_receipts.values_list("organisation_id").annotate(Count("id"), Min("owed_since")).order_by()
    owed = {organisation_id: (count, since) for organisation_id, count, since in grouped}
    names = names_of({row.organisation_id for row in rows})
    return tuple(
        Subscriber(
            organisation_id=row.organisation_id,
            name=names[row.organisation_id],
            since=row.since,
            owed=owed.get(row.organisation_id, (0, None))[0],
            owed_since=owed.get(row.organisation_id, (0, None))[1],
        )
        for row in rows
    )


def _could_share(subscribers: tuple[Subscriber, ...]) -> tuple[tuple[UUID, str], ...]:
    there = {each.organisation_id for each in subscribers}
    names = names_of({each for each in receivers(Category.SIGNAL) if each not in there})
    return tuple(sorted(names.items(), key=lambda each: each[1]))


def change_lines(actor: Actor, found: QuerySet[Change]) -> tuple[ChangeLine, ...]:
    """Changes with their signals, in four queries."""
    rows, passing = list(found.select_related("signal__bank")), passing_now()
    voted = _voted(actor, rows)
    names = names_of({row.organisation_id for row in rows})
    return tuple(
        ChangeLine(
            number=row.number,
            kind=ChangeKind(row.kind),
            signal_id=row.signal_id,
            signal_kind=SignalKind(row.signal.kind),
            value=passing.shown(row.signal),
            by=_("Shown to those who voted") if _tells_of_a_vote(row, voted) else names[row.organisation_id],
            category_before=row.category_before,
            category=row.category,
            reason=_reason(row.reason),
            at=row.at,
        )
        for row in rows
    )


def _reason(text: str) -> str:
    """As it was written, or what the program writes in the reader's language."""
    own = {
        APPEAL_UPHELD: _("An appeal was upheld."),
        BY_VOTES: _("Votes decided."),
        SOURCE_TOOK_BACK: _("Its source took it back."),
        AGREEMENTS_CHANGED: _("Agreements changed."),
    }
    return own.get(text, text)


def _voted(actor: Actor, rows: list[Change]) -> set[UUID]:
    """Of which of these signals the actor sees the votes: they have cast their own, or added it."""
    if actor.member_id is None:
        return set()
    own = Ballot.objects.filter(member_id=actor.member_id, signal_id__in={row.signal_id for row in rows})
    added = {row.signal_id for row in rows if row.signal.member_id == actor.member_id}
    return added | set(own.values_list("signal_id", flat=True))


def _tells_of_a_vote(row: Change, voted: set[UUID]) -> bool:
    return ChangeKind(row.kind) in _MADE_BY_VOTES and row.signal_id not in voted
