"""Pages of a bank as a hub answers them, honest or not, and a hub that gives them; all values are invented."""

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from causeway.client import Client
from causeway.interchange.signal_feed.bank_feed import SIGNED_AS
from causeway.transparency import SigningKey, canonical_json

BANK = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
KEY = SigningKey.from_seed("hub.example.org", bytes(range(32)))
OTHER_KEY = SigningKey.from_seed("hub.example.org", bytes(range(1, 33)))
NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)


def answered(
    after: int, changes: Sequence[str], *, head: int | None = None, at: datetime = NOW, key: SigningKey = KEY
) -> dict[str, Any]:
    """The answer with a page that begins behind `after` and tells of so many changes, each of a signal of its own."""
    cursor = after + len(changes)
    page = {
        "bank_id": BANK,
        "bank": "Bridges",
        "scheme": "uk",
        "issued_at": at.isoformat(),
        "after": after,
        "cursor": cursor,
        "head": cursor if head is None else head,
        "changes": [_item(number, what) for number, what in enumerate(changes, start=after + 1)],
    }
    signature = base64.b64encode(key.sign(SIGNED_AS + canonical_json(page))).decode()
    return {"page": page, "signature": signature, "key": str(key.verifier)}


def client_of(answer: Callable[[httpx.Request], httpx.Response], *, tries: int = 1) -> Client:
    """A client of a hub that answers so."""
    transport = httpx.MockTransport(answer)
    return Client("http://hub.example.org", "a", "b", transport=transport, tries=tries, pause=lambda _seconds: None)


def _item(number: int, what: str) -> dict[str, Any]:
    is_gone = what == "withdrawn"
    return {
        "number": number,
        "change": what,
        "signal_id": f"signal-{number}",
        "kind": "md5",
        "value": f"{number:032x}",
        "state": "withdrawn" if is_gone else "confirmed",
        "contributor_id": "7d0a6c0e-8f0e-4f63-9d0c-0d6f3e6f0a11",
        "contributor": "Bridge Watch",
    }
