"""What goes wrong with a screening itself. What is wrong with one upload is a fault in its result, and never raised."""


class ScreeningError(Exception):
    """The root of this package's errors. `code` is stable; `message` shows nothing of an upload."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ScreeningClosed(ScreeningError):
    """The screening was closed."""

    def __init__(self) -> None:
        super().__init__("screening_closed", "this screening was closed and takes no more uploads")


class BadSetting(ScreeningError):
    """A screening cannot be set up so. `field` names what is at fault where several were given."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(code, message)
        self.field = field


class NotAFile(ScreeningError):
    """A path leads to a folder, a pipe or a device."""

    def __init__(self) -> None:
        super().__init__("not_a_file", "this path leads to no ordinary file")


class OutboxError(ScreeningError):
    """An opinion cannot be kept, or the file is no outbox."""
