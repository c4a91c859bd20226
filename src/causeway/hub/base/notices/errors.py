"""Why a notice could not be delivered: a code that is stored and shown, never what the other side said."""


class DeliveryFailed(Exception):
    """One attempt failed; `code` says why. `is_final` means that another attempt would fail alike."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
