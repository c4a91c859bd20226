"""What goes wrong in routing. Not knowing where somebody is is no error: it is a route with a reason."""


class RoutingError(Exception):
    """Routing data that cannot be used. `code` is stable; `message` is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
