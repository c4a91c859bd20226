"""What goes wrong with the text scorer. No error holds a message's text."""

from causeway.warning.errors import EarlyWarningError


class TextError(EarlyWarningError):
    """A text scorer that cannot be made or used. `field` names what is at fault; `message` is safe to show."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__("text_scorer_invalid", f"{field}: {fault}")
        self.field = field
