"""The change feed of a bank, signed: what changed after a number, deletions included, to be gone on with for ever.

What is signed is `SIGNED_AS`, a line feed and the page as canonical JSON (`transparency.canonical_json`), with the
ledger's Ed25519 key; the first line keeps a page from being taken for anything else that this key signs.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Change
from causeway.hub.knowledge.banks.passing import Passing, passing_now
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.queries.changed_at import changed_at
from causeway.hub.knowledge.banks.reporting import value_digest
from causeway.transparency import canonical_json
from causeway.vocabulary.signals import ABOUT_PEOPLE, REPORTED, SignalState

MOST_CHANGES = 1_000
SIGNED_AS = "causeway bank feed v1"
NOT_PROOF = "A signal is never proof: a person looks and decides."


class _Line(NamedTuple):
    """A change and its signal as it stands now: columns, for a page holds a thousand."""

    number: int
    change: str
    at: datetime
    reason: str
    category_before: str
    category: str
    state_then: str
    signal_id: UUID
    signal_kind: str
    value: str
    category_now: str
    state: str
    confidence: int | None
    purposes: list[str]
    source: str
    contributor_id: UUID
    handling: str
    added_at: datetime
    expires_at: datetime | None


_COLUMNS = (
    *("number", "kind", "at", "reason", "category_before", "category", "state"),
    *("signal_id", "signal__kind", "signal__value", "signal__category", "signal__state", "signal__confidence"),
    *("signal__purposes", "signal__source", "signal__organisation_id", "signal__handling", "signal__added_at"),
    "signal__expires_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPage:
    """A page as JSON data, its `text` as canonical JSON, which is what is signed, its signature in base64, and the key
    that checks it, as `name+keyid+base64`.
    """

    page: dict[str, Any]
    text: bytes
    signature: str
    key: str


@query(Permission.READ_BANKS)
def changes_after(actor: Actor, bank_id: UUID, *, after: int = 0, limit: int = MOST_CHANGES) -> SignedPage:
    """The changes of a bank whose number is above `after`, in order. `cursor` is where to go on: it stays the same
    while nothing new has come, `head` the newest number, and `is_last` says that nothing more stood there. Of an
    account, URL or keyword that has ended or is suspended its digest is told and no value: nobody needs that, and it
    may name a child. The same of one that no agreement lets pass to the acting organisation (`passing`): to it such a
    signal is suspended, as which readers of every version hold nothing of it. A page costs
    five queries.

    Raises:
        NotFound: the acting organisation shares no such bank.
        Invalid: a number is out of bounds.
    """
    del actor
    if not 0 < limit <= MOST_CHANGES or not 0 <= after < 2**63:
        raise Invalid(_("Ask for between 1 and %(most)s changes.") % {"most": MOST_CHANGES}, field="limit")
    bank, passing = bank_row(bank_id), passing_now()
    found = Change.objects.filter(bank=bank, number__gt=after).order_by("number")
    lines = [_Line(*columns) for columns in found.values_list(*_COLUMNS)[:limit]]
    names, changed = names_of({line.contributor_id for line in lines}), changed_at({line.signal_id for line in lines})
    told = [_item(line, passing, bank.organisation_id) for line in lines]
    changes = [
        {**item, "contributor": names[line.contributor_id], "changed_at": changed[line.signal_id].isoformat()}
        for item, line in zip(told, lines, strict=True)
    ]
    cursor = changes[-1]["number"] if changes else after
    page = {
        "bank_id": str(bank.id),
        "bank": bank.name,
        "scheme": bank.scheme,
        "issued_at": timezone.now().isoformat(),
        "after": after,
        "cursor": cursor,
        "head": max(cursor, bank.last_change),
        "is_last": cursor >= bank.last_change,
        "notice": NOT_PROOF,
        "changes": changes,
    }
    text, key = canonical_json(page), signing_key()
    signature = base64.b64encode(key.sign(SIGNED_AS.encode() + b"\n" + text)).decode()
    return SignedPage(page=page, text=text, signature=signature, key=str(key.verifier))


def _item(line: _Line, passing: Passing, curator_id: UUID) -> dict[str, Any]:
    lets = passing.lets(line.signal_kind, line.purposes, curator_id=curator_id, contributor_id=line.contributor_id)
    is_told = lets and (line.signal_kind not in ABOUT_PEOPLE or line.state in REPORTED)
    return {
        "number": line.number,
        "change": line.change,
        "at": line.at.isoformat(),
        "reason": line.reason,
        "category_before": line.category_before,
        "signal_id": str(line.signal_id),
        "kind": line.signal_kind,
        "value": line.value if is_told else "",
        "value_sha256": None if is_told else value_digest(line.signal_kind, line.value),
        "category": line.category,
        "category_now": line.category_now,
        "state_then": line.state_then,
        "state": line.state if lets or line.state not in REPORTED else SignalState.SUSPENDED.value,
        "confidence": line.confidence,
        "purposes": list(line.purposes),
        "source": line.source,
        "contributor_id": str(line.contributor_id),
        "handling": line.handling or None,
        "added_at": line.added_at.isoformat(),
        "expires_at": line.expires_at.isoformat() if line.expires_at else None,
    }
