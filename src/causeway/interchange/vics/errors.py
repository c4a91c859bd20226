"""What makes a whole VICS file unreadable. A fault of one row is a `RowFault` and stops nothing."""


class VicsError(Exception):
    """The root of this package's errors. `code` is stable; `message` names the place and quotes nothing of the file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotVics(VicsError):
    """The file is JSON but states no VICS data model before its rows."""


class VicsDamaged(VicsError):
    """The file is no valid JSON from some row on, or a row is larger than any honest one."""
