"""What goes wrong when a survey is estimated. Each is a fault of the caller's data, and none holds an answer."""


class EstimationError(Exception):
    """An estimate that cannot be made. `code` is stable; `message` is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
