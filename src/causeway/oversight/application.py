"""The evaluator over HTTP: `POST /v1/evaluations`, `GET /v1/keys`, and what every local service answers."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar, Final

from causeway.blinding import BlindingError
from causeway.local_service.application import Answer, BadQuestion, LocalApplication, fault_answer, json_answer
from causeway.local_service.metrics import RequestMetrics
from causeway.local_service.serving import LocalServer
from causeway.oversight.callers import Caller
from causeway.oversight.errors import KeepingFault, LimitReached, UnknownEpoch
from causeway.oversight.evaluating import Evaluator
from causeway.oversight.wire import (
    LARGEST_BODY_BYTES,
    BadWire,
    Commitment,
    read_question,
    write_commitment,
    write_evaluation,
)

_ROUTES: Final = {"/v1/evaluations": "POST", "/v1/keys": "GET"}
_SECONDS: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_SCHEME: Final = "Bearer "


class EvaluatorApplication(LocalApplication):
    """Answers each caller within its limit. `clock` gives the time in UTC."""

    has_callers: ClassVar[bool] = True

    def __init__(self, evaluator: Evaluator, clock: Callable[[], datetime]) -> None:
        super().__init__(_ROUTES, RequestMetrics("causeway_evaluator", _SECONDS), token=None)
        self._evaluator, self._clock = evaluator, clock

    def knows(self, header: str) -> bool:
        """Whether the caller's token is one of those that were given out."""
        return self._caller(header) is not None

    def respond(self, route: str, environ: Mapping[str, Any]) -> Answer:
        """The public keys, or a batch evaluated."""
        if route == "/v1/keys":
            keyring = self._evaluator.keyring
            return json_answer(write_commitment(Commitment(current=keyring.current, public=keyring.public)))
        caller = self._caller(environ.get("HTTP_AUTHORIZATION", ""))
        return (
            self._evaluate(caller, _body(environ)) if caller else fault_answer(HTTPStatus.UNAUTHORIZED, "no_token", "")
        )

    def _evaluate(self, caller: Caller, body: bytes) -> Answer:
        try:
            asked = read_question(body)
            return json_answer(
                write_evaluation(
                    self._evaluator.evaluate(
                        caller, asked.epoch, asked.elements, behalf=asked.behalf, now=self._clock()
                    )
                )
            )
        except BadWire as fault:
            raise BadQuestion("bad_body", fault.message, fault.field or None) from None
        except BlindingError as fault:
            raise BadQuestion(fault.code, fault.message, "elements") from None
        except UnknownEpoch as fault:
            raise BadQuestion(fault.code, fault.message, "epoch") from None
        except LimitReached as fault:
            message = f"{fault.message}; ask again in {fault.retry_after_seconds} seconds"
            return fault_answer(HTTPStatus.TOO_MANY_REQUESTS, fault.code, message)
        except KeepingFault as fault:
            return fault_answer(HTTPStatus.SERVICE_UNAVAILABLE, fault.code, "the audit cannot be written")

    def _caller(self, header: str) -> Caller | None:
        return self._evaluator.caller_of(header.removeprefix(_SCHEME)) if header.startswith(_SCHEME) else None


class EvaluatorServer(LocalServer):
    """Listens from the start; `serve` answers until it is stopped."""

    def __init__(self, evaluator: Evaluator, clock: Callable[[], datetime], *, host: str, port: int) -> None:
        """Raises OSError where the port is taken."""
        application = EvaluatorApplication(evaluator, clock)
        threads = 2 * (os.cpu_count() or 1)
        super().__init__(application, host=host, port=port, threads=threads, largest_bytes=LARGEST_BODY_BYTES)


def _body(environ: Mapping[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
        raise BadQuestion("bad_body", "the body is too long, or of no stated length")
    body: bytes = environ["wsgi.input"].read(int(length))
    return body
