"""Telling the hub's JSON API what became of a match."""

from http import HTTPStatus
from urllib.parse import quote

from causeway.client._calling import AnswerLost, Caller
from causeway.client.errors import RefusedByServer, ServerUnreachable, WrongCredential


def give_opinion(caller: Caller, signal: str, opinion: dict[str, str], *, tries: int) -> None:
    """Send one opinion. A lost answer is asked for again: by its reference the hub knows what it has.

    Raises:
        RefusedByServer, WrongCredential, ServerUnreachable: it is not there.
    """
    path = f"banks/signals/{quote(signal, safe='')}/opinions"
    for left in reversed(range(tries)):
        try:
            response = caller.call("POST", path, lambda: {"json": opinion})
        except AnswerLost as fault:
            if left == 0:
                raise ServerUnreachable("The connection broke again and again.") from fault
            continue
        if response.status_code == HTTPStatus.FORBIDDEN:
            raise WrongCredential("This credential may not give opinions.")
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerUnreachable(f"The server is at fault (HTTP {response.status_code}).")
        if response.status_code != HTTPStatus.OK:
            raise RefusedByServer(response.status_code, "The opinion was refused.")
        return
    raise AssertionError("unreachable")
