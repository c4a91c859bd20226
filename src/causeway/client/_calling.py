"""Calling a server over HTTP, and trying again what may be tried again.

Two faults differ. A retryable answer says that nothing was done: the same call is sent again. A lost answer says
nothing: the call may have been done, so only its caller knows whether repeating it is safe.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx

from causeway.client.errors import RefusedByServer, ServerUnreachable, WrongCredential
from causeway.interchange.cybertip import CyberTipError, ReportDoneResponse, ReportResponse, read_response
from causeway.interchange.cybertip.codes import RETRYABLE, ResponseCode

TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
"""Half a second, doubled each time: 7.5 seconds in all (our choice)."""

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

    def __init__(self, http: httpx.Client, *, tries: int, pause: Callable[[float], None]) -> None:
        self._http, self._tries, self._pause = http, tries, pause

    def call(self, method: str, path: str, request: Callable[[], dict[str, Any]]) -> httpx.Response:
        """The server's answer, whatever its status but 401. `request` makes the arguments anew for each try.

        Raises:
            WrongCredential: the server does not know the credential.
            AnswerLost: the connection broke after the request may have been read.
            ServerUnreachable: no connection, or the server asks to wait, after every try.
        """
        for left in reversed(range(self._tries)):
            try:
                response = self._http.request(method, path, **request())
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

    def ask(self, method: str, path: str, request: Callable[[], dict[str, Any]]) -> ReportResponse | ReportDoneResponse:
        """The answer of a CyberTipline call, once its code is 0.

        Raises:
            RefusedByServer: another code, still so after every try where it is one to try again.
            WrongCredential, AnswerLost, ServerUnreachable: as `call`; an answer that is not in the format is
            unreachable too.
        """
        for left in reversed(range(self._tries)):
            answer = self._read(self.call(method, path, request))
            if answer.response_code == ResponseCode.OK:
                return answer
            if answer.response_code not in RETRYABLE or left == 0:
                raise RefusedByServer(answer.response_code, answer.response_description)
            self._pause(self._wait(left))
        raise AssertionError("unreachable")

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
