"""A bank's signals as changes, which every format of signals writes."""

import base64
from collections.abc import Iterator
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, SignalLine, exported_signals
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.signals import (
    REPORTED,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalProvenance,
)


def exchanged_signals(actor: Actor, bank_id: UUID, filters: SignalFilters) -> Iterator[SignalChange]:
    """Every signal as filtered, as it stands, but the accounts, URLs and keywords that have ended. It is entered as an
    export; the rest is read as it is taken.

    Raises:
        NotFound: the acting organisation shares no such bank.
    """
    scheme = bank_view(actor, bank_id).scheme or CategoryScheme.UNSTATED.value
    return (_change(line, scheme) for line in exported_signals(actor, bank_id, filters) if line.is_told)


def _change(line: SignalLine, scheme: str) -> SignalChange:
    signal = Signal(
        kind=line.kind,
        value=_value(line),
        reference=str(line.id),
        provenance=SignalProvenance(organisation=line.contributor, source=line.source or None),
        state=line.state,
        category=SignalCategory(code=line.category, scheme=scheme) if line.category else None,
        confidence=line.confidence,
        handling=line.handling,
        purposes=line.purposes,
        added_at=line.added_at,
        changed_at=line.changed_at,
        expires_at=line.expires_at,
        note=line.note or None,
    )
    what = SignalChangeKind.ADDED if line.state in REPORTED else SignalChangeKind(line.state.value)
    return SignalChange(what=what, reference=signal.reference, signals=(signal,))


def _value(line: SignalLine) -> str:
    """PhotoDNA values go from one organisation to another in base64."""
    return base64.b64encode(bytes.fromhex(line.value)).decode() if line.kind is SignalKind.PHOTODNA else line.value
