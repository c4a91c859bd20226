"""What can go wrong when a world is made: only ever the caller's own figures."""


class WorldError(ValueError):
    """A world cannot be made as asked. `code` is stable; the message names no person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
