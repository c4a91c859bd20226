"""Appealing against a signal without an account, through the public door of each desk that curates banks."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import change_signal, facts_of, is_over, locked_signal, sharers_of
from causeway.hub.knowledge.banks.models import Appeal, ChangeKind, Signal
from causeway.hub.knowledge.banks.moving import signals_before
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.hub.knowledge.banks.standing import OpenAppeal, state_of
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.timing import CLOCK_RULES, Duty
from causeway.vocabulary.signals import SignalKind, SignalState

DECIDE_WITHIN = timedelta(hours=CLOCK_RULES[Duty.SIGNAL_APPEAL].most.hours)
"""What the page promises. A desk may choose to decide sooner; whoever appeals reads the same of every desk, else the
day would say who lists something.
"""
SUSPENDS_AGAIN_AFTER = timedelta(days=90)
"""Within this of a decision that upheld a signal, another appeal only marks it: nobody keeps a signal out of use by
appealing anew.
"""
TEXT_CHARACTERS = 5_000
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LETTERS, _SECRET_LETTERS = 8, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealCode:
    """By what whoever appeals follows it: a reference that may be said aloud, and a secret that is kept."""

    reference: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Under which reference and hash of a secret an appeal is kept, and when it came."""

    reference: str
    secret_hash: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppeal:
    """What somebody challenges: a value of a kind in its one spelling, or the signal itself where they were told its
    number; and why.
    """

    kind: SignalKind | None
    value: str
    signal_id: UUID | None
    text: str


def new_code() -> AppealCode:
    """A fresh code; the secret has 78 random bits."""
    return AppealCode(reference=f"AP-{_letters(_REFERENCE_LETTERS)}", secret=_letters(_SECRET_LETTERS))


def filed_under(code: AppealCode, now: datetime) -> Filing:
    """How an appeal with this code is kept, that comes now."""
    return Filing(reference=code.reference, secret_hash=secret_hash(code.secret), made_at=now)


def secret_hash(secret: str) -> str:
    """Under which a secret is kept, however it was typed."""
    return hashlib.sha256(re.sub(r"[^0-9A-Z]", "", secret.upper()).encode()).hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _place in range(count))


@command(Permission.APPEAL_SIGNAL)
def make_appeal(actor: Actor, new: NewAppeal, filing: Filing, *, even_if_unknown: bool = False) -> int:
    """Appeal against every signal of the desk's own banks that is meant, and give how many. Each is suspended at all
    who share it, or only marked (`standing`), until the appeal is decided. One that repeats an open appeal joins that.
    With `even_if_unknown` a person answers where there is none. Made again under the same reference, it changes
    nothing.

    Raises:
        Invalid: nothing is said, or too much.
    """
    refuse_unless_said(new.text)
    if known := Appeal.objects.filter(reference=filing.reference, secret_hash=filing.secret_hash).count():
        return known
    found = Signal.objects.filter(bank__organisation_id=actor.organisation_id, state__in=IN_USE, holds_value=True)
    if new.signal_id:
        found = found.filter(id=new.signal_id)
    else:
        found = found.filter(kind=new.kind.value if new.kind else "", value=new.value)
    meant = list(found.order_by("bank_id", "id").values_list("id", flat=True))
    for signal_id in meant:
        _keep(actor, locked_signal(signal_id), new, filing)
    if even_if_unknown and not meant:
        _keep(actor, None, new, filing)
    return len(meant)


def refuse_unless_said(text: str) -> None:
    """Raises:
    Invalid: nothing is said, or too much.
    """
    if not text.strip() or not is_kept(text.strip(), TEXT_CHARACTERS):
        raise Invalid(_("Say why, in no more than 5,000 characters."), field="text")


def _keep(actor: Actor, signal: Signal | None, new: NewAppeal, filing: Filing) -> None:
    now, named = timezone.now(), new.value or str(new.signal_id or "")
    first = _open_one(signal, new.kind.value if new.kind else "", named)
    effect = _effect(signal, now) if signal else OpenAppeal.NONE
    terms = terms_for(actor, Duty.SIGNAL_APPEAL, at=filing.made_at)
    appeal = Appeal(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        signal=signal,
        reference=filing.reference,
        secret_hash=filing.secret_hash,
        kind=new.kind.value if new.kind else "",
        named=named,
        text=new.text.strip(),
        joins=first,
        effect=effect.value,
        made_at=filing.made_at,
        due_at=min(terms.due_at(filing.made_at), filing.made_at + DECIDE_WITHIN),
    )
    appeal.save(force_insert=True)
    enter(Act.APPEAL_MADE, subjects=[appeal.id, *([signal.id] if signal else [])])
    if first is None:
        start_clock(appeal.id, ClockKind.APPEAL, terms, started_at=filing.made_at)
    if signal and not signal.appeal and not is_over(signal):
        _hold_up(signal, effect, now)


def _open_one(signal: Signal | None, kind: str, named: str) -> Appeal | None:
    """The open appeal against the same signal, or about the same value that nobody lists."""
    waiting = Appeal.objects.filter(decided_at=None, joins=None)
    same = waiting.filter(signal=signal) if signal else waiting.filter(signal=None, kind=kind, named=named)
    return same.order_by("made_at", "id").first()


def _effect(signal: Signal, now: datetime) -> OpenAppeal:
    decided = Appeal.objects.filter(signal_id__in=signals_before([signal.id]), is_upheld=False)
    recent = decided.filter(decided_at__gt=now - SUSPENDS_AGAIN_AFTER)
    return OpenAppeal.MARKS if recent.exists() else OpenAppeal.SUSPENDS


def _hold_up(signal: Signal, effect: OpenAppeal, now: datetime) -> None:
    signal.appeal = effect.value
    is_marked = state_of(facts_of(signal), now) is SignalState.APPEALED
    change_signal(signal, ChangeKind.APPEALED if is_marked else None, now=now, fields=["appeal"])
    if is_marked:
        enter(Act.SIGNAL_APPEALED, subjects=[signal.id, signal.bank_id], audience=sharers_of(signal.bank))
