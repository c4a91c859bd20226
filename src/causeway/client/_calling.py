"""Calling a server over HTTP, and trying again what may be tried again.

Two faults differ. A retryable answer says that nothing was done: the same call is sent again. A lost answer says
nothing: the call may have been done, so only its caller knows whether repeating it is safe.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import httpx

from causeway.client.errors import RefusedByServer, ServerUnreachable, WrongCredential
from causeway.interchange.cybertip import CyberTipError, ReportDoneResponse, ReportResponse, read_response

TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
"""Half a second, doubled each time: 7.5 seconds in all (our choice)."""
MOST_ANSWER_BYTES: Final = 32 * 1024 * 1024
"""A thousand changes of the longest signals take a fifth of it."""
PLAIN: Final = {"Accept-Encoding": "identity"}
"""What is packed cannot be bounded before it is unpacked."""

_TRY_LATER = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


class AnswerLost(Exception):
    """The request may have reached the server; its answer did not reach us."""


class Caller:
    """One server's addresses under one base, called with one credential. `pause` waits so many seconds."""

    def __init__(self, http: httpx.Client, *, tries: int, pause: Callable[[float], object]) -> None:
        self._http, self._tries, self._pause = http, tries, pause

    def call(self, method: str, path: str, request: Callable[[], dict[str, Any]]) -> httpx.Response:
        """The server's answer, whatever its status but 401. `request` makes the arguments anew for each try.

        Raises:
            WrongCredential: the server does not know the credential.
            AnswerLost: the connection broke after the request may have been read.
            ServerUnreachable: no connection, or the server asks to wait, after every try; an answer that is packed, or
            has more than `MOST_ANSWER_BYTES`.
        """
        for left in reversed(range(self._tries)):
            try:
                response = self._answer(method, path, request())
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
                if left == 0:
                    raise ServerUnreachable("The server cannot be reached.") from fault
            except httpx.TransportError as fault:
                raise AnswerLost from fault
            else:
                if response.status_code == HTTPStatus.UNAUTHORIZED:
                    raise WrongCredential("The server does not know this username and password.")
                if response.status_code not in _TRY_LATER:
                    return response
                if left == 0:
                    raise ServerUnreachable(f"The server asks to try later (HTTP {response.status_code}).")
            self._pause(self._wait(left))
        raise AssertionError("unreachable")

    def call_again(self, method: str, path: str, request: Callable[[], dict[str, Any]]) -> httpx.Response:
        """As `call`, of what may be done twice: where the answer is lost, it is asked for again.

        Raises:
            WrongCredential, ServerUnreachable: as `call`.
        """
        for left in reversed(range(self._tries)):
            try:
                return self.call(method, path, request)
            except AnswerLost as fault:
                if left == 0:
                    raise ServerUnreachable("The connection broke again and again.") from fault
        raise AssertionError("unreachable")

    def ask(self, method: str, path: str, request: Callable[[], dict[str, Any]]) -> ReportResponse | ReportDoneResponse:
        """The answer of a CyberTipline call, once its code is 0.

        Raises:
            RefusedByServer: another code, still so after every try where it is one to try again.
            WrongCredential, AnswerLost, ServerUnreachable: as `call`; an answer that is not in the format is
            unreachable too.
        """
        for left in reversed(range(self._tries)):
            answer = self._read(self.call(method, path, request))
            if answer.is_ok:
                return answer
            if not answer.is_retryable or left == 0:
                raise RefusedByServer(answer.response_code, answer.response_description)
            self._pause(self._wait(left))
        raise AssertionError("unreachable")

    def _answer(self, method: str, path: str, arguments: dict[str, Any]) -> httpx.Response:
        """The answer with its body, which is read no further than it may be long."""
        with self._http.stream(method, path, **arguments) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise ServerUnreachable("The server's answer is packed, which was not asked for.")
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_ANSWER_BYTES:
                    raise ServerUnreachable(f"The server's answer is longer than {MOST_ANSWER_BYTES} bytes.")
            return httpx.Response(
                response.status_code, headers=response.headers, content=bytes(body), request=response.request
            )

    def _read(self, response: httpx.Response) -> ReportResponse | ReportDoneResponse:
        try:
            return read_response(response.content)
        except CyberTipError as fault:
            raise ServerUnreachable(
                f"The server's answer is not in the format (HTTP {response.status_code})."
            ) from fault

    def _wait(self, left: int) -> float:
        done = self._tries - 1 - left
        return float(min(FIRST_PAUSE_SECONDS * 2**done, LONGEST_PAUSE_SECONDS))
