"""What makes a whole list unreadable. A fault of one row is a `RowFault` and stops nothing."""


class HashListError(Exception):
    """The root of this package's errors. `code` is stable; `message` is safe to show and quotes nothing of the list."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class CutShort(HashListError):
    """The list ends within a row: what came after is lost."""


class HeaderNotUnderstood(HashListError):
    """The first row names no column of digests, and the list's kind was not given."""
