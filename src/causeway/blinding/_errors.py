"""What can be wrong with what the other side sent, or with what is to be blinded. No message repeats any of it."""


class BlindingError(Exception):
    """The root of this engine's errors."""

    code = "blinding"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadElement(BlindingError):
    """Not a group element: wrong length, not the one encoding of it, or the identity, which hides nothing."""

    code = "bad_element"


class BadScalar(BlindingError):
    """Not a scalar: wrong length, not reduced, or zero where that gives everything away."""

    code = "bad_scalar"


class BadBatch(BlindingError):
    """No element, more than a batch may hold, or another number of them than was asked for."""

    code = "bad_batch"


class BadInput(BlindingError):
    """An input that cannot be blinded: longer than the standard frames, or, with a chance of 1 in 2^252, the one that
    maps to the identity.
    """

    code = "bad_input"


class ProofRefused(BlindingError):
    """The proof does not show that the committed key was used, for all elements of the batch."""

    code = "proof_refused"
