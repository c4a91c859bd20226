"""What the evaluator and those who call it can fail with. No message holds a token, a key or an element."""


class OversightError(Exception):
    """The root of this package's errors. `code` is stable."""

    code = "oversight"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class KeepingFault(OversightError):
    """A file of the evaluator cannot be used: keys, callers or audit."""

    code = "keeping_fault"


class UnknownEpoch(OversightError):
    """There is no key of that epoch, or there is none any more."""

    code = "unknown_epoch"


class LimitReached(OversightError):
    """So many selectors have been asked for that it could be fishing; more may be asked for later."""

    code = "limit_reached"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("the limit of selectors a day is reached")
        self.retry_after_seconds = retry_after_seconds


class EvaluatorUnreachable(OversightError):
    """No answer of the evaluator, or none that can be read."""

    code = "evaluator_unreachable"


class EvaluatorRefused(OversightError):
    """The evaluator refused; `refusal` is its own code."""

    code = "evaluator_refused"

    def __init__(self, refusal: str, message: str) -> None:
        super().__init__(message)
        self.refusal = refusal
