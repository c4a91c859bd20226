"""What goes wrong when early warning is measured. Each is a fault of the data given; none holds a text."""

from causeway.warning.errors import EarlyWarningError


class EvaluationError(EarlyWarningError):
    """Figures that cannot be made. `field` names what is at fault; `message` says why, and is safe to show."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__("evaluation_impossible", f"{field}: {fault}")
        self.field = field
