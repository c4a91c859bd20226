"""What goes wrong with a deadline. Each is a fault of the caller's data and none holds case content."""


class TimingError(Exception):
    """A deadline that cannot be computed. `code` is stable; `message` is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
