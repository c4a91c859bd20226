"""Questions and answers as JSON. `POST /v1/evaluations` takes and gives elements as hex digits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from causeway.blinding import ELEMENT_BYTES, MOST_IN_A_BATCH, PROOF_BYTES, Evaluation
from causeway.oversight.errors import EvaluatorUnreachable

LARGEST_BODY_BYTES: Final = 256 * 1024
"""`MOST_IN_A_BATCH` elements take less than a third of it."""
_LONGEST_BEHALF: Final = 64


class BadWire(Exception):
    """What was sent cannot be read. `field` is where the fault stands; nothing of what was sent is quoted."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a batch of blinded selectors, under which epoch's key, and for which force."""

    epoch: int
    elements: tuple[bytes, ...]
    behalf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """The epoch in which new interests are registered, and the public half of each key that is still there."""

    current: int
    public: Mapping[int, bytes]


def write_question(question: Question) -> dict[str, Any]:
    """A question as JSON values."""
    elements = [one.hex() for one in question.elements]
    return {"epoch": question.epoch, "elements": elements, "behalf": question.behalf}


def read_question(body: bytes) -> Question:
    """A question from a body. Raises BadWire."""
    stated = _object(body)
    elements = stated.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= MOST_IN_A_BATCH:
        raise BadWire(f"this is no list of 1 to {MOST_IN_A_BATCH} elements", "elements")
    behalf = stated.get("behalf", "")
    if not isinstance(behalf, str) or len(behalf) > _LONGEST_BEHALF or not (behalf == "" or behalf.isprintable()):
        raise BadWire(f"this is no name of at most {_LONGEST_BEHALF} characters", "behalf")
    return Question(
        epoch=_epoch(stated, "epoch"),
        elements=tuple(_hex(one, ELEMENT_BYTES, f"elements[{place}]") for place, one in enumerate(elements)),
        behalf=behalf,
    )


def write_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """An answer as JSON values."""
    elements = [one.hex() for one in evaluation.elements]
    return {"epoch": evaluation.epoch, "elements": elements, "proof": evaluation.proof.hex()}


def read_evaluation(body: bytes) -> Evaluation:
    """An answer from a body; its proof is still to be checked. Raises EvaluatorUnreachable."""
    try:
        stated = _object(body)
        elements = stated["elements"]
        return Evaluation(
            epoch=_epoch(stated, "epoch"),
            elements=tuple(_hex(one, ELEMENT_BYTES, "elements") for one in elements[: MOST_IN_A_BATCH + 1]),
            proof=_hex(stated["proof"], PROOF_BYTES, "proof"),
        )
    except (BadWire, KeyError, TypeError):
        raise EvaluatorUnreachable("the evaluator's answer cannot be read") from None


def write_commitment(commitment: Commitment) -> dict[str, Any]:
    """The public keys as JSON values."""
    return {
        "current": commitment.current,
        "public": {str(epoch): key.hex() for epoch, key in commitment.public.items()},
    }


def read_commitment(body: bytes) -> Commitment:
    """The public keys from a body. Raises EvaluatorUnreachable."""
    try:
        stated = _object(body)
        public = {int(epoch): _hex(key, ELEMENT_BYTES, "public") for epoch, key in stated["public"].items()}
        current = _epoch(stated, "current")
    except (BadWire, KeyError, TypeError, ValueError, AttributeError):
        raise EvaluatorUnreachable("the evaluator's keys cannot be read") from None
    if current not in public:
        raise EvaluatorUnreachable("the evaluator does not tell the key of its epoch")
    return Commitment(current=current, public=public)


def _object(body: bytes) -> dict[str, Any]:
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        raise BadWire("the body is no JSON", "") from None
    if not isinstance(stated, dict):
        raise BadWire("the body is no JSON object", "")
    return stated


def _epoch(stated: Mapping[str, Any], field: str) -> int:
    epoch = stated.get(field)
    if not isinstance(epoch, int) or isinstance(epoch, bool) or not 0 < epoch < 2**31:
        raise BadWire("this is no epoch: a whole number from 1", field)
    return epoch


def _hex(given: object, size: int, field: str) -> bytes:
    if not isinstance(given, str) or len(given) != 2 * size:
        raise BadWire(f"this is not {2 * size} hex digits", field)
    try:
        return bytes.fromhex(given)
    except ValueError:
        raise BadWire(f"this is not {2 * size} hex digits", field) from None
