"""What a log may hold: what happened and where in the program, nothing of a case.

An exception's message can quote what was written (a database names the value it refuses), an address can hold what was
searched for, and both would then lie in files that no policy guards. So a failure is told by its type and the frames it
passed, and a request by the name of its route.
"""

import copy
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_WEB_SERVER = "_granian"


class FramesOnlyFormatter(logging.Formatter):
    """Writes exceptions as type and frames, requests as route and status, and one line of all else."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, without what it could quote."""
        said = copy.copy(record)
        said.exc_text = said.stack_info = None  # what another handler may have made of them
        request = getattr(record, "request", None)
        if request is not None:
            status = getattr(record, "status_code", "")
            said.msg, said.args = f"{_route(request)} answered {status}".rstrip(), ()
        elif record.name == _WEB_SERVER:
            # The web server writes the failure of an application into its message.
            said.msg, said.args = record.getMessage().split("\n", 1)[0], ()
        return super().format(said)

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Type and frames of the exception and of what caused it."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


def _route(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    name = (match.view_name or match.route) if match else "no route"
    return f"{getattr(request, 'method', None)} {name}"


def _told(fault: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield f"{type(fault).__module__}.{type(fault).__qualname__}"
        for frame in traceback.extract_tb(fault.__traceback__):
            yield f"  at {frame.filename}:{frame.lineno} in {frame.name}"
        fault = fault.__cause__ or fault.__context__


def tell_failures_plainly() -> None:
    """Have what nobody caught, in any thread of this process, written in the same way."""

    def tell(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault or kind(), trace)
            return
        sys.stderr.write("\n".join(_told(fault or kind())) + "\n")

    sys.excepthook = tell
    threading.excepthook = lambda found: tell(found.exc_type, found.exc_value, found.exc_traceback)


def plain_web_server() -> None:
    """Give the web server's own log the same form; it sets its handlers up before it loads the application."""
    for handler in logging.getLogger(_WEB_SERVER).handlers:
        handler.setFormatter(FramesOnlyFormatter("[%(levelname)s] %(message)s"))
