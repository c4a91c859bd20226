"""What goes wrong with a scenario. Each is a fault of the caller's figures, and none holds anything of a case."""


class ScenarioError(Exception):
    """A scenario that cannot be simulated. `field` is the path of the figure at fault; `message` is safe to show."""

    code = "scenario"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
