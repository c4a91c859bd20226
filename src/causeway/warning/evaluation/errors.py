"""What goes wrong when early warning is measured. Each is a fault of the data given; none holds a text."""


class EvaluationError(Exception):
    """Figures that cannot be made. `field` names what is at fault; `message` says why, and is safe to show."""

    code = "warning.evaluation"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
