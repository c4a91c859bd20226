"""What may name a child goes to the bank's curator: what somebody wanted to list, and what is listed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.knowledge.banks.changing import change_signal, is_over, locked_bank
from causeway.hub.knowledge.banks.children import Value
from causeway.hub.knowledge.banks.doubting import MOST_ASKED, CuratorDecides, enter_answer, keep_doubts
from causeway.hub.knowledge.banks.models import Bank, Doubt, Signal
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.reporting import IN_USE, value_digest
from causeway.vocabulary.signals import SignalKind

_MOST_AT_ONCE = 100


@contextmanager
def curator_told(actor: Actor, bank_id: UUID) -> Iterator[None]:
    """Bring to the curator what is refused because it decides: in a transaction of its own, for a refusal undoes that
    of the act, which must therefore lie within.
    """
    try:
        yield
    except CuratorDecides as refused:
        put_to_curator(actor, bank_id, refused.values)
        raise


@command(Permission.SEND_SIGNALS)
def put_to_curator(actor: Actor, bank_id: UUID, values: Collection[Value]) -> None:
    """Ask the curator whether these values are listed, at most twenty at a time. What waits already, or was not let in,
    is not asked about again as far as the actor sees that, and what is listed already is taken out of use.

    Raises:
        NotFound: the actor's organisation shares no such bank.
    """
    bank, now = bank_row(bank_id), timezone.now()
    asked = sorted(set(values) - _settled(bank, values))[:MOST_ASKED]
    listed = _listed(bank, asked)
    rows = [
        Doubt(
            organisation_id=bank.organisation_id,
            bank=bank,
            signal_id=listed.get((kind.value, value)),
            kind=kind.value,
            value=value,
            asked_by_id=actor.organisation_id,
            member_id=actor.member_id,
            found_at=now,
        )
        for kind, value in asked
    ]
    keep_doubts(rows)
    curator = {bank.organisation_id} - {actor.organisation_id}
    enter(Act.SIGNALS_PUT_TO_CURATOR, subjects=[bank.id], audience=curator)


def _settled(bank: Bank, values: Collection[Value]) -> set[Value]:
    """Those that wait for the curator, or were not let in."""
    digests = {value_digest(kind.value, value): (kind, value) for kind, value in values}
    waits = Q(decided_at=None, value__in=[value for _kind, value in values])
    found = Doubt.objects.filter(waits | Q(is_let_in=False, value__in=list(digests)), bank=bank)
    return {digests.get(value, (SignalKind(kind), value)) for kind, value in found.values_list("kind", "value")}


def _listed(bank: Bank, values: Collection[Value]) -> dict[tuple[str, str], UUID]:
    """The signals in use that hold these values, by kind and value."""
    kinds, texts = {kind.value for kind, _value in values}, [value for _kind, value in values]
    held = Signal.objects.filter(bank=bank, kind__in=kinds, value__in=texts, holds_value=True)
    found = held.filter(state__in=IN_USE)
    return {(kind, value): signal_id for kind, value, signal_id in found.values_list("kind", "value", "id")}


def doubts_to_take_up(actor: Actor, now: datetime) -> QuerySet[Doubt]:
    """What `take_up_doubts` has to see to."""
    del now
    return Doubt.objects.filter(organisation_id=actor.organisation_id, taken_at=None)


@command(Permission.KEEP_BANKS)
@in_own_language
def take_up_doubts(actor: Actor, now: datetime) -> int:
    """Take out of use what may name a child in the banks that the actor's organisation curates, tell its people by one
    mail, and give how much there was. What was decided on before is decided the same way.
    """
    untaken = doubts_to_take_up(actor, now)
    banks = untaken.order_by().values_list("bank_id", flat=True).distinct()
    taken = [each for bank_id in sorted(banks) for each in _take_up(locked_bank(bank_id), untaken, now)]
    waiting = [each for each in taken if each.decided_at is None]
    if waiting:
        _mail(actor, len(waiting))
    return len(taken)


def _take_up(bank: Bank, untaken: QuerySet[Doubt], now: datetime) -> list[Doubt]:
    rows = list(untaken.filter(bank=bank).order_by("found_at", "id")[:_MOST_AT_ONCE])
    refused = _refused_before(bank, rows)
    for doubt in rows:
        doubt.taken_at = now
        if doubt.signal_id:
            _suspend(bank, doubt.signal_id, now)
        elif (digest := value_digest(doubt.kind, doubt.value)) in refused:
            doubt.decided_at, doubt.is_let_in, doubt.value = now, False, digest
            enter_answer(doubt)
        doubt.save(update_fields=["taken_at", "decided_at", "is_let_in", "value"])
    return rows


def _refused_before(bank: Bank, rows: Collection[Doubt]) -> set[str]:
    digests = [value_digest(row.kind, row.value) for row in rows]
    return set(Doubt.objects.filter(bank=bank, value__in=digests, is_let_in=False).values_list("value", flat=True))


def _suspend(bank: Bank, signal_id: UUID, now: datetime) -> None:
    """Receivers learn of it as of any suspension: not why."""
    signal = Signal.objects.get(id=signal_id)
    if is_over(signal):
        return
    signal.bank, signal.doubted_at = bank, now
    change_signal(signal, None, now=now, fields=["doubted_at"])
    enter(Act.SIGNAL_DOUBTED, subjects=[signal.id, bank.id])


def _mail(actor: Actor, count: int) -> None:
    own = actor.organisation_id
    subject = _("Something in your banks may name a child")
    text = ngettext(
        "%(count)d account, address or keyword may name a child. It is out of use until one of you has decided.",
        "%(count)d accounts, addresses or keywords may name a child. They are out of use until one of you has decided.",
        count,
    ) % {"count": count}
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/banks/doubts/\n", is_urgent=True)
