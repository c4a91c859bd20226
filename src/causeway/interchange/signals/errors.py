"""What makes a whole page or file of signals unusable. A bad value in one entry is a `RowFault` and stops nothing."""


class SignalFormatError(Exception):
    """The root of the signal formats' errors. `code` is stable; `message` names the place and quotes nothing read."""

    def __init__(self, code: str, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.code = code
        self.message = message
        self.place = place


class PageDamaged(SignalFormatError):
    """The bytes are not a whole page of the format: cut short, broken, too large, or hostile. Nothing of it counts."""


class NotWritable(SignalFormatError):
    """A signal has no form in the format that was asked for."""
