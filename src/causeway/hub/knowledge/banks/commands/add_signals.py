"""Adding signals to a bank, one's own or one that is shared, by hand or in batches. A repeat adds nothing twice."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotAgreed
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import agreement_for, agreement_with
from causeway.hub.knowledge.banks.categories import refuse_other_category
from causeway.hub.knowledge.banks.changing import expire, locked_bank, log_changes
from causeway.hub.knowledge.banks.children import Value
from causeway.hub.knowledge.banks.claiming import claim
from causeway.hub.knowledge.banks.counting import count_in
from causeway.hub.knowledge.banks.doubting import CuratorDecides, named_among, refuse_if_too_many_asked
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Signal
from causeway.hub.knowledge.banks.normalising import normalised
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind, SignalState

MOST_IN_A_BATCH = 1_000
LONGEST_LIFE = timedelta(days=90)
"""Our own choice: what can lead to a person is looked at again or forgotten within a quarter of a year."""
CATEGORY_CHARACTERS, BASIS_CHARACTERS, NOTE_CHARACTERS, SOURCE_CHARACTERS = 40, 500, 500, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignal:
    """What is added. `service` goes with an account; `confidence` from 0 to 100. `is_no_child` says that somebody made
    sure that an account, URL or keyword is no child's; those need purposes, a basis, and end within 90 days. A digest
    has neither of the two.
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
    expires_at: datetime | None = None
    is_no_child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSignal:
    """One of the batch, in its order: its identifier, whether it is new, and where it stands."""

    id: UUID
    is_new: bool
    state: SignalState


@command(Permission.SEND_SIGNALS)
def add_signals(actor: Actor, bank_id: UUID, new: Sequence[NewSignal], *, came_by: str = "form") -> list[AddedSignal]:
    """Add all of a batch, or on a refusal nothing. What the bank has already is left as it stands, and what its
    curator or an appeal took out stays out; what expired, was moved or withdrawn by its contributor begins anew.
    What a source brought to the same organisation is from then on its own word.

    Raises:
        NotFound: the actor's organisation shares no such bank.
        NotAgreed: no agreement lets the actor's organisation pass signals to the curator for all these purposes.
        Invalid: one of them cannot be taken; `field` says which and what.
        CuratorDecides: the bank's curator has to decide on some of them first (`put_to_curator`).
    """
    if not 0 < len(new) <= MOST_IN_A_BATCH:
        raise Invalid(_("Add between 1 and %(most)s signals at a time.") % {"most": MOST_IN_A_BATCH}, field="signals")
    seen, now = bank_row(bank_id), timezone.now()
    values = [_checked(each, seen.scheme, f"signals[{place}].", now) for place, each in enumerate(new)]
    agreement_id = agreement_to_pass(actor, seen, {purpose for each in new for purpose in each.purposes})
    # Before the lock: what it takes to read referrals must not hold up others who write in this bank.
    _refuse_children(actor, seen, [(each.kind, value) for each, value in zip(new, values, strict=True)])
    bank = locked_bank(bank_id)
    rows = [_row(actor, bank, agreement_id, each, value, came_by, now) for each, value in zip(new, values, strict=True)]
    expire(bank, _held(bank, rows), now)
    Signal._base_manager.bulk_create(rows, ignore_conflicts=True)
    stored = _stored(bank, rows)
    fresh = {row.id for row in rows} & {row.id for row in stored.values()}
    claim([row.id for row in stored.values() if row.organisation_id == actor.organisation_id], came_by)
    if fresh:
        _note_contributor(actor, bank)
        count_in(bank.id, Counter((row.kind, row.state) for row in rows if row.id in fresh))
        log_changes(bank, ChangeKind.ADDED, sorted(fresh), now=now)
        curator = {bank.organisation_id} - {actor.organisation_id}
        enter(
            Act.SIGNALS_ADDED,
            subjects=[bank.id],
            audience=curator,
            details={"added": len(fresh), "came_by": came_by},
            details_audience=curator,
        )
    found = [(stored[row.kind, row.value], row.id) for row in rows]
    return [AddedSignal(id=row.id, is_new=row.id == own, state=SignalState(row.state)) for row, own in found]


def _note_contributor(actor: Actor, bank: Bank) -> None:
    """Once for each organisation; the bank is locked."""
    if actor.organisation_id not in (bank.organisation_id, *bank.contributor_ids):
        Bank.objects.filter(id=bank.id).update(contributor_ids=[*bank.contributor_ids, actor.organisation_id])


def _stored(bank: Bank, rows: Sequence[Signal]) -> dict[tuple[str, str], Signal]:
    """What holds these values in the bank, by kind and value."""
    return {(row.kind, row.value): row for row in _held(bank, rows)}


def _held(bank: Bank, rows: Sequence[Signal]) -> QuerySet[Signal]:
    kinds, values = {row.kind for row in rows}, {row.value for row in rows}
    return Signal.objects.filter(bank=bank, kind__in=kinds, value__in=values, holds_value=True)


def agreement_to_pass(actor: Actor, bank: Bank, purposes: Collection[Purpose]) -> UUID | None:
    """By which agreement signals for these purposes pass to the curator; None to oneself.

    Raises:
        NotAgreed: none in force lets them pass, or not for all of them.
    """
    if bank.organisation_id == actor.organisation_id:
        return None
    if agreement_with(bank.organisation_id, Category.SIGNAL) is None:
        raise NotAgreed(_("No agreement in force lets your organisation pass signals to the curator of this bank."))
    agreement_id = agreement_for(bank.organisation_id, Category.SIGNAL, purposes)
    if agreement_id is None:
        raise NotAgreed(_("Your agreement with the curator of this bank is not for this purpose."), field="purposes")
    return agreement_id


def _checked(new: NewSignal, scheme: str, at: str, now: datetime) -> str:
    """The value of a signal that can be taken, in its one spelling."""
    _check_texts(new, at)
    refuse_other_category(scheme, new.category.strip(), field=f"{at}category")
    if new.expires_at is not None and new.expires_at <= now:
        raise Invalid(_("Choose an end that lies ahead."), field=f"{at}expires_at")
    if new.kind in ABOUT_PEOPLE:
        _check_about_people(new, at, now)
    else:
        _refuse_limits(new, at)
    return normalised(new.kind, new.value, service=new.service, field=f"{at}value")


def _refuse_children(actor: Actor, bank: Bank, values: Sequence[Value]) -> None:
    """A program is not told why, and nobody what others know: one could ask for one value after another."""
    if not any(kind in ABOUT_PEOPLE for kind, _value in values):
        return
    named = named_among(bank, values)
    refuse_if_too_many_asked(actor, bank)
    doubtful = named.own | named.doubtful
    for place, value in enumerate(values):
        if value in doubtful:
            is_told = value in named.own and actor.member_id is not None
            raise CuratorDecides(doubtful, field=f"signals[{place}].value", is_told=is_told)


def _row(
    actor: Actor, bank: Bank, agreement_id: UUID | None, new: NewSignal, value: str, came_by: str, now: datetime
) -> Signal:
    return Signal(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        bank=bank,
        kind=new.kind.value,
        value=value,
        category=new.category.strip(),
        note=new.note.strip(),
        source=new.source.strip(),
        came_by=came_by,
        confidence=new.confidence,
        purposes=sorted(purpose.value for purpose in set(new.purposes)),
        basis=new.basis.strip(),
        agreement_id=agreement_id,
        added_at=now,
        expires_at=new.expires_at,
        state=SignalState.UNCONFIRMED.value,
    )


def _check_texts(new: NewSignal, at: str) -> None:
    limits = {
        "category": CATEGORY_CHARACTERS,
        "basis": BASIS_CHARACTERS,
        "note": NOTE_CHARACTERS,
        "source": SOURCE_CHARACTERS,
    }
    for name, most in limits.items():
        text: str = getattr(new, name)
        if not is_kept(text, most):
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": most}, field=f"{at}{name}")
    if new.confidence is not None and not 0 <= new.confidence <= 100:
        raise Invalid(_("Confidence runs from 0 to 100."), field=f"{at}confidence")
    if not PURPOSES_OF[Category.SIGNAL].issuperset(new.purposes):
        raise Invalid(_("A signal is not shared for this purpose."), field=f"{at}purposes")


def _refuse_limits(new: NewSignal, at: str) -> None:
    """A digest of a file matches for whatever purpose: what nobody holds to is not promised."""
    if new.purposes:
        raise Invalid(
            _("A digest matches for every purpose. Only an account, address or keyword is limited to some."),
            field=f"{at}purposes",
        )
    if new.basis.strip():
        raise Invalid(_("Only an account, address or keyword has a lawful basis of its own."), field=f"{at}basis")


def _check_about_people(new: NewSignal, at: str, now: datetime) -> None:
    if not new.purposes:
        raise Invalid(_("Say for which purpose this may be used."), field=f"{at}purposes")
    if not new.basis.strip():
        raise Invalid(_("Name the lawful basis."), field=f"{at}basis")
    if new.expires_at is None or new.expires_at > now + LONGEST_LIFE:
        raise Invalid(_("Choose an end within %(days)s days.") % {"days": LONGEST_LIFE.days}, field=f"{at}expires_at")
    if not new.is_no_child:
        raise Invalid(_("Make sure that this is no child’s, and say so."), field=f"{at}is_no_child")
