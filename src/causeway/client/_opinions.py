"""Telling the hub's JSON API what became of a match."""

from urllib.parse import quote

from causeway.client._answers import document_of
from causeway.client._calling import Caller

_FORBIDDEN = "This credential may not give opinions: it needs the scope to add and withdraw signals."


def give_opinion(caller: Caller, signal: str, opinion: dict[str, str]) -> None:
    """Send one opinion. A lost answer is asked for again: by its reference the hub knows what it has.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it is not there.
    """
    path = f"banks/signals/{quote(signal, safe='')}/opinions"
    document_of(caller.call_again("POST", path, lambda: {"json": opinion}), forbidden=_FORBIDDEN)
