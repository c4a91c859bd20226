"""What the hub's JSON API answered: its document, or its refusal as an error of the client's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx

from causeway.client.errors import NotAllowed, RefusedByServer, ServerUnreachable


def document_of(response: httpx.Response, *, forbidden: str) -> Any:
    """What an answer holds; `forbidden` is said where the credential may not ask.

    Raises:
        RefusedByServer: it is a refusal, which the message quotes. NotAllowed: the credential may not.
        ServerUnreachable: the server is at fault, or its answer is not in the format.
    """
    if response.status_code == HTTPStatus.FORBIDDEN:
        raise NotAllowed(forbidden)
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerUnreachable(f"The server is at fault (HTTP {response.status_code}).")
    with in_the_format(response):
        document = response.json()
        if response.status_code not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise RefusedByServer(response.status_code, refusal(document))
        return document


@contextmanager
def in_the_format(response: httpx.Response) -> Iterator[None]:
    """What is read of an answer in here and is not there makes it none. Raises ServerUnreachable."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ServerUnreachable(f"The server's answer is not in the format (HTTP {response.status_code}).") from fault


def refusal(problem: Mapping[str, Any]) -> str:
    """What the server says, with the fields at fault."""
    fields = [f"{each['field']}: {each['fault']}" for each in problem.get("errors", ())]
    return "; ".join(fields) or str(problem["detail"])
