"""The change feed of a hub's bank (`GET /api/v1/banks/{id}/changes`), read into the pages that a mirror applies.

A page says what each changed signal is now. One that may be reported no more leaves nothing under its reference. Which
digest that was is said with the change that took it out of use, so that no other copy of a list reports it; of an
account, address or keyword the hub then tells no value at all, nor of one that no agreement lets pass to the reader.
"""

import base64
import binascii
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from causeway.interchange.signal_feed.errors import PageForged
from causeway.interchange.signal_feed.header import PageHeader
from causeway.interchange.signal_feed.pages import FeedPage
from causeway.interchange.signals.document import signal_from
from causeway.interchange.signals.errors import PageDamaged
from causeway.interchange.signals.json_values import json_object, object_of, objects_of, optional_count, text_of
from causeway.interchange.signals.times import time_in
from causeway.transparency import NotCanonical, VerifierKey, canonical_json
from causeway.vocabulary.signals import REPORTED, SignalChange, SignalChangeKind

SIGNED_AS: Final = b"causeway bank feed v1\n"
"""Stands before the page in what is signed, so that a page is taken for nothing else that the key signs."""
_PAGE: Final = "the page"
_NOT_SIGNED: Final = (
    "it is not signed by the key that you have of this hub: it was changed on its way, or the hub has a new key"
)
_BANK_FEED: Final = "bank/"
_LONGEST_NAME: Final = 200
_HIGHEST: Final = 2**63 - 1
_UNSTATED: Final = "unstated"
_TAKES_OUT: Final = {
    SignalChangeKind.WITHDRAWN,
    SignalChangeKind.SUSPENDED,
    SignalChangeKind.EXPIRED,
    SignalChangeKind.MOVED,
}
_CARRIED: Final = (
    *("kind", "value", "state", "confidence", "purposes", "source", "handling"),
    *("added_at", "changed_at", "expires_at"),
)
"""Fields that a change of the feed has in common with the document of a signal."""


def bank_feed(bank_id: str) -> str:
    """The name under which a mirror keeps the feed of a bank."""
    return f"{_BANK_FEED}{bank_id}"


def bank_of(feed: str) -> str:
    """The bank whose feed this is; of a feed that is no bank's, its own name."""
    return feed.removeprefix(_BANK_FEED)


def read_bank_page(data: bytes, key: VerifierKey) -> FeedPage:
    """The page that the hub answered, checked whole; `key` is the hub's, known by another way than the answer.

    Raises PageForged and PageDamaged, having handed nothing on.
    """
    answer = json_object(data, place=_PAGE)
    page = object_of(answer, "page", _PAGE)
    try:
        text = canonical_json(page)
    except NotCanonical as error:
        raise PageDamaged(error.code, error.message, place=_PAGE) from None
    _verify(text, text_of(answer, "signature", _PAGE), key)
    items = objects_of(page, "changes", _PAGE)
    changes = tuple(_change(item, page, f"change {place}") for place, item in enumerate(items, start=1))
    header = _header(page, text)
    if [change.cursor for change in changes] != list(range(header.after + 1, header.to + 1)):
        raise PageDamaged("bad_cursor", "its changes are not the steps that it names", place=_PAGE)
    return FeedPage(header=header, changes=changes)


def _verify(text: bytes, signature: str, key: VerifierKey) -> None:
    try:
        found = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(key.public_bytes).verify(found, SIGNED_AS + text)
    except (binascii.Error, InvalidSignature):
        raise PageForged("not_signed", _NOT_SIGNED, place=_PAGE) from None


def _header(page: dict[str, Any], text: bytes) -> PageHeader:
    issued_at = time_in(text_of(page, "issued_at", _PAGE))
    if issued_at is None:
        raise PageDamaged("bad_time", "issued_at is not a time with its zone", place=_PAGE)
    header = PageHeader(
        feed=bank_feed(text_of(page, "bank_id", _PAGE, longest=100)),
        after=_count(page, "after"),
        to=_count(page, "cursor"),
        head=_count(page, "head"),
        issued_at=issued_at,
        size_bytes=len(text),
        sha256=sha256(text).hexdigest(),
        title=str(page.get("bank") or "")[:_LONGEST_NAME],
    )
    if not header.after <= header.to <= header.head:
        raise PageDamaged("bad_cursor", "its numbers cannot be a page's", place=_PAGE)
    return header


def _count(document: dict[str, Any], key: str) -> int:
    count = optional_count(document, key, _PAGE, most=_HIGHEST)
    if count is None:
        raise PageDamaged("missing", f"{key} is missing", place=_PAGE)
    return count


def _change(item: dict[str, Any], page: dict[str, Any], place: str) -> SignalChange:
    """One line of the log. What an unknown word says of a signal is not guessed: the page is refused."""
    reference = text_of(item, "signal_id", place)
    try:
        what = SignalChangeKind(text_of(item, "change", place))
    except ValueError:
        raise PageDamaged("bad_value", f"change is none of: {', '.join(SignalChangeKind)}", place=place) from None
    is_reported = text_of(item, "state", place) in REPORTED
    is_told = not item.get("value_sha256") and (is_reported or (what in _TAKES_OUT and bool(item.get("value"))))
    return SignalChange(
        what=what,
        reference=reference,
        signals=(signal_from(_document(item, page), place, reference=reference),) if is_told else (),
        cursor=optional_count(item, "number", place, most=_HIGHEST),
    )


def _document(item: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
    """The signal as its own document has it."""
    document = {name: item[name] for name in _CARRIED if item.get(name) not in (None, "")}
    if item.get("category_now"):
        document |= {"category": item["category_now"], "scheme": page.get("scheme") or _UNSTATED}
    # A hub of an older version names only the identifier.
    return document | {"organisation": item.get("contributor") or item.get("contributor_id")}
