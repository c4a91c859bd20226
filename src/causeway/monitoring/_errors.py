"""What monitoring refuses."""


class MonitoringError(ValueError):
    """Figures that no chart can be drawn of. `code` is stable; the message may be shown."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
