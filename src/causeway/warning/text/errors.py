"""What goes wrong with the text scorer. No error holds a message's text."""


class TextError(Exception):
    """A text scorer that cannot be made or used. `field` names what is at fault; `message` is safe to show."""

    code = "warning.text"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
