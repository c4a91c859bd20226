"""ASGI middleware: uploads are screened while they pass to the application, which gets every byte as it came.

The last piece waits until the files are screened and your callback has spoken. So when the application has its form, it
has the results too. The middleware answers nothing and blocks nothing.
"""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import partial
from typing import Any, Final

from causeway.client.screening._screening import Screening
from causeway.client.screening.bodies import BodyScreening, ScreenedPart
from causeway.client.screening.paths import is_screened

SCREENED: Final = "causeway.screened"
"""Where in the scope the results stand, as a list that is filled once the body has arrived."""
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
OnScreened = Callable[[Scope, Sequence[ScreenedPart]], Awaitable[None]]


class ScreeningMiddleware:
    """Wraps an application. `paths` are whole paths, or end in a slash and mean all below.

    `on_screened` hears of each body that had files, hits or none; what it raises, the application meets as it reads.
    """

    def __init__(
        self, app: Application, screening: Screening, *, paths: Sequence[str], on_screened: OnScreened
    ) -> None:
        self._app, self._screening = app, screening
        self._paths, self._on_screened = tuple(paths), on_screened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection (ASGI 3)."""
        if scope["type"] != "http" or not is_screened(scope["method"], scope["path"], self._paths):
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = await self._screening.in_thread(
            partial(
                BodyScreening,
                self._screening,
                content_type=headers.get(b"content-type", ""),
                content_encoding=headers.get(b"content-encoding", ""),
            )
        )
        scope[SCREENED] = []
        try:
            await self._app(scope, partial(self._receive, scope, receive, body), send)
        finally:
            body.close()

    async def _receive(self, scope: Scope, receive: Receive, body: BodyScreening) -> Message:
        message = await receive()
        if message["type"] == "http.request" and not body.is_over:
            await self._screening.in_thread(partial(body.feed, message.get("body", b"")))
        if message["type"] == "http.request" and not message.get("more_body", False) and not body.is_told:
            scope[SCREENED] += await self._screening.in_thread(body.finish)
            if scope[SCREENED]:
                await self._on_screened(scope, scope[SCREENED])
        return message
