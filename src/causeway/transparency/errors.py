"""What can be wrong with a proof, a signed note or an export. Every message is safe to show: it never carries an
entry's details.
"""


class TransparencyError(Exception):
    """The root of this package's errors. `code` is stable; `message` is for people."""

    code = "transparency"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ProofInvalid(TransparencyError):
    """A Merkle proof does not lead from what it starts with to the root it is meant to prove."""

    code = "proof_invalid"


class TreeStateMalformed(TransparencyError):
    """A stored tree state cannot be one that this package wrote, or an index lies outside the tree."""

    code = "tree_state_malformed"


class NoteMalformed(TransparencyError):
    """A signed note, a checkpoint or a key does not follow its format."""

    code = "note_malformed"


class SignatureInvalid(TransparencyError):
    """A signed note carries no valid signature of the key that was asked for."""

    code = "signature_invalid"


class NotCanonical(TransparencyError):
    """A value has no canonical JSON form: a key that is no string, a number that is not finite, a lone surrogate."""

    code = "not_canonical"
