"""A hub's banks, as its subscribers' programs meet them: which there are, what changed, and what was taken over."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from causeway.client._answers import document_of, in_the_format
from causeway.client._calling import Caller
from causeway.client.errors import RefusedByServer
from causeway.interchange.signal_feed import FeedPage, read_bank_page
from causeway.transparency import VerifierKey

MOST_CHANGES: Final = 1_000
"""As many as the hub gives in one page."""
_MAY_NOT_READ: Final = "This credential may not read banks: it needs the scope to read signals."
_MAY_NOT_SEND: Final = "This credential may not acknowledge: it needs the scope to add and withdraw signals."


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBank:
    """A bank that this organisation curates or shares. `owed` is how many changes it has not acknowledged."""

    id: str
    name: str
    curator: str
    is_own: bool
    is_shared: bool
    scheme: str
    owed: int


def banks(caller: Caller) -> tuple[SharedBank, ...]:
    """Every bank, by name.

    Raises:
        WrongCredential, RefusedByServer: the hub could not be asked.
        ServerUnreachable: nor could it, or its answer is not in the format, as where a bank's identifier is no UUID.
    """
    response = caller.call_again("GET", "banks", dict)
    document = document_of(response, forbidden=_MAY_NOT_READ)
    with in_the_format(response):
        return tuple(_bank(item) for item in document)


def bank_changes(caller: Caller, bank: str, key: VerifierKey, *, after: int, limit: int) -> FeedPage:
    """The page of changes behind a number, checked whole.

    Raises:
        PageForged, PageDamaged: it is not what the hub signed.
        WrongCredential, RefusedByServer, ServerUnreachable: the hub could not be asked.
    """
    response = caller.call_again(
        "GET", f"banks/{quote(bank, safe='')}/changes", lambda: {"params": {"after": after, "limit": limit}}
    )
    if response.status_code == HTTPStatus.OK:
        return read_bank_page(response.content, key)
    document_of(response, forbidden=_MAY_NOT_READ)
    raise RefusedByServer(response.status_code, "The hub gave no page.")


def stated_key(caller: Caller, bank: str) -> str:
    """The key by which the hub says that it signs. It proves nothing by itself: whoever forges pages states their own.

    Raises:
        WrongCredential, RefusedByServer, ServerUnreachable: the hub could not be asked.
    """
    response = caller.call_again("GET", f"banks/{quote(bank, safe='')}/changes", lambda: {"params": {"limit": 1}})
    document = document_of(response, forbidden=_MAY_NOT_READ)
    with in_the_format(response):
        return str(document["key"])


def acknowledge_changes(caller: Caller, bank: str, *, up_to: int, undid: str) -> int:
    """Acknowledge what is owed up to a number, and give how many that were; none where nothing was owed.

    Raises:
        WrongCredential, RefusedByServer, ServerUnreachable: it is not acknowledged.
    """
    body = {"up_to": up_to, "undid": undid}
    response = caller.call_again("POST", f"banks/{quote(bank, safe='')}/acknowledgements", lambda: {"json": body})
    if response.status_code == HTTPStatus.CONFLICT:
        return 0
    document = document_of(response, forbidden=_MAY_NOT_SEND)
    with in_the_format(response):
        return int(document["acknowledged"])


def _bank(item: dict[str, Any]) -> SharedBank:
    return SharedBank(
        id=str(UUID(item["id"])),
        name=str(item["name"]),
        curator=str(item["curator"]),
        is_own=bool(item["is_own"]),
        is_shared=bool(item["is_shared"]),
        scheme=str(item["scheme"]),
        owed=int(item["owed"]),
    )
