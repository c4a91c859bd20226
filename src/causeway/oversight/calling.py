"""Asking an evaluator: over HTTP, as a force's own program or a hub, or the one in this process."""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final, Protocol

import httpx

from causeway.blinding import (
    BlindingError,
    Evaluation,
    ProofRefused,
    RandomBytes,
    blind_selectors,
    tokens_of,
)
from causeway.oversight.callers import Caller
from causeway.oversight.errors import EvaluatorRefused, EvaluatorUnreachable, OversightError
from causeway.oversight.evaluating import Evaluator
from causeway.oversight.wire import (
    Commitment,
    Question,
    read_commitment,
    read_evaluation,
    write_question,
)
from causeway.vocabulary.selectors import Selector

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
_LARGEST_ANSWER_BYTES: Final = 512 * 1024


class Evaluating(Protocol):
    """Whatever stands between a selector and the key."""

    def commitment(self) -> Commitment:
        """The public keys. Raises OversightError."""

    def evaluate(self, question: Question) -> Evaluation:
        """The answer, whose proof is still to be checked. Raises OversightError."""


class EvaluatorHere:
    """An evaluator in this process, asked as one of its callers; for a demonstration and for tests."""

    def __init__(self, evaluator: Evaluator, caller: Caller, clock: Callable[[], datetime]) -> None:
        self._evaluator, self._caller, self._clock = evaluator, caller, clock

    def commitment(self) -> Commitment:
        """The public keys."""
        keyring = self._evaluator.keyring
        return Commitment(current=keyring.current, public=keyring.public)

    def evaluate(self, question: Question) -> Evaluation:
        """The answer. Raises OversightError."""
        return self._evaluator.evaluate(
            self._caller, question.epoch, question.elements, behalf=question.behalf, now=self._clock()
        )


class EvaluatorAt:
    """An evaluator at an address, asked with a caller's token."""

    def __init__(self, address: str, token: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self._address, self._headers, self._transport = address, {"Authorization": f"Bearer {token}"}, transport

    def commitment(self) -> Commitment:
        """The public keys. Raises EvaluatorUnreachable, EvaluatorRefused."""
        return read_commitment(self._ask("GET", "/v1/keys", None))

    def evaluate(self, question: Question) -> Evaluation:
        """The answer. Raises EvaluatorUnreachable, EvaluatorRefused."""
        return read_evaluation(self._ask("POST", "/v1/evaluations", write_question(question)))

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None) -> bytes:
        try:
            # Questions are few and far between: a connection that is kept would be closed by the time of the next.
            with httpx.Client(
                base_url=self._address, headers=self._headers, timeout=_TIMEOUT, transport=self._transport
            ) as http:
                answer = http.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise EvaluatorUnreachable("the evaluator cannot be reached") from None
        if len(answer.content) > _LARGEST_ANSWER_BYTES:
            raise EvaluatorUnreachable("the evaluator's answer is too long")
        if answer.status_code == HTTPStatus.OK:
            return answer.content
        raise _refusal(answer)


def _refusal(answer: httpx.Response) -> OversightError:
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return EvaluatorRefused("no_token", "the evaluator does not know this token")
    try:
        stated = answer.json()["error"]
        return EvaluatorRefused(str(stated["code"])[:60], str(stated["message"])[:300])
    except (ValueError, KeyError, TypeError):
        return EvaluatorUnreachable(f"the evaluator answers {answer.status_code}")


def tokens_for(
    selectors: list[Selector],
    evaluating: Evaluating,
    *,
    epoch: int,
    committed: Mapping[int, bytes],
    random_bytes: RandomBytes,
    behalf: str = "",
) -> tuple[bytes, ...]:
    """The tokens of selectors, 64 bytes each in their order: blinded here, evaluated there, the proof checked against
    the key to which the oversight body is committed.

    Raises:
        OversightError: no answer, or a refusal.
        ProofRefused: it was not that key; or there is no commitment for that epoch.
        BlindingError: a selector that cannot be blinded, or an answer that is none.
    """
    if epoch not in committed:
        raise ProofRefused("the oversight body has committed itself to no key of this epoch")
    batch = blind_selectors(selectors, random_bytes)
    evaluation = evaluating.evaluate(Question(epoch=epoch, elements=batch.elements, behalf=behalf))
    if evaluation.epoch != epoch:
        raise BlindingError("the answer is of another epoch")
    return tokens_of(batch, evaluation, committed[epoch])
