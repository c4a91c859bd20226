"""What may be said of a failure."""


def fault_code(fault: BaseException) -> str:
    """Its stable code or its kind, never its message, which may quote a case."""
    code = getattr(fault, "code", None)
    return code if isinstance(code, str) else type(fault).__name__
