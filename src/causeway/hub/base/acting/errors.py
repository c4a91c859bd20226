"""What a command or query can refuse with: a stable code, an HTTP status and a message that is safe to show."""


class HubError(Exception):
    """The root of the hub's refusals. `field` names the part of the input at fault, where there is one."""

    code = "refused"
    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotPermitted(HubError):
    """The actor lacks the permission."""

    code = "not_permitted"
    status = 403


class NotFound(HubError):
    """Nothing of that identifier is visible to the actor. What is not visible does not exist for them."""

    code = "not_found"
    status = 404


class Invalid(HubError):
    """The input is not acceptable; `field` says where."""

    code = "invalid"
    status = 422


class Conflict(HubError):
    """The thing is no longer in the state that the act needs."""

    code = "conflict"
    status = 409


class NotAgreed(HubError):
    """No agreement lets this pass between the two organisations."""

    code = "not_agreed"
    status = 403
