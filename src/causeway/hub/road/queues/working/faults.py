"""What may be said of a failure, and how far it reaches."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from causeway.hub.base.walls.away import is_away

log = logging.getLogger(__name__)


def fault_code(fault: BaseException) -> str:
    """Its stable code or its kind, never its message, which may quote a case."""
    code = getattr(fault, "code", None)
    return code if isinstance(code, str) else type(fault).__name__


@contextmanager
def going_on(what: str) -> Iterator[None]:
    """The edge of the process: what fails within is logged under this name and holds up none of the others. A database
    that is away ends the round: nobody could go on.
    """
    try:
        yield
    except Exception as fault:
        if is_away(fault):
            raise
        log.error("%s stopped: %s", what, fault_code(fault))
