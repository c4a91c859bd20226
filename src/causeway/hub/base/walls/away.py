"""Whether a fault says that the database is away, or only that it would not do what was asked.

The first stops whoever works, until the database is there again. Of the second an organisation's work is put off or
parked, and the others go on. psycopg has one class for both (`OperationalError`): for a lost connection, and for a
deadlock, a full disk, a statement that was cancelled, or one that has too many values to be sent.
"""

from django.db import InterfaceError, OperationalError, connection

_GONE = ("08", "57P")
"""PostgreSQL, appendix A: the connection failed, or the server was told to stop."""


class DatabaseAway(OperationalError):
    """Another process of ours found the database away."""


def is_away(fault: BaseException) -> bool:
    """Whether a fault says that the database cannot be reached: by its code, or because this thread's connection, of
    which it is told, is closed. Ask it where the fault was caught.
    """
    if not isinstance(fault, OperationalError | InterfaceError):
        return False
    if isinstance(fault, DatabaseAway):
        return True
    state = getattr(fault.__cause__, "sqlstate", None)
    return state.startswith(_GONE) if state else _is_closed()


def _is_closed() -> bool:
    own = connection.connection
    return own is None or own.closed
