"""Which signals may be told of: what is withdrawn, moved, suspended or past its end never is, whoever asks and however
old the copy is in which it was found.
"""

from datetime import datetime
from hashlib import sha256

from django.db.models import Q, QuerySet

from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.vocabulary.signals import REPORTED, SignalState

_STATES = sorted(state.value for state in REPORTED)
IN_USE = [*_STATES, SignalState.SUSPENDED.value]
"""What has not come to an end: what is reported, and what an appeal keeps back."""


def value_digest(kind: str, value: str) -> str:
    """By which an account, URL or keyword is named once it has ended: SHA-256 (hex) of kind, NUL and value, as a
    receiver that keeps no texts stores them.
    """
    return sha256(f"{kind}\0{value}".encode()).hexdigest()


def reported(now: datetime) -> QuerySet[Signal]:
    """The signals that the acting organisation may be told of at `now`. Runs inside the caller's transaction."""
    return Signal.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), state__in=_STATES)


def reported_values(now: datetime) -> QuerySet[Signal]:
    """The same, to be looked up by kind and value: bank by bank, in the index of the values that each bank holds. All
    that is reported holds its value.
    """
    return reported(now).filter(bank_id__in=Bank.objects.values("id"), holds_value=True)
