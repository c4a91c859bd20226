"""What goes wrong with an identifier.

A message never holds the identifier itself, so that it may stand in a log or an answer.
"""


class SelectorError(Exception):
    """An identifier that cannot be normalised. `code` is stable; `message` is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
