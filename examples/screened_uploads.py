"""A small upload service that screens what it takes. Any ASGI server serves what `make_app` gives, such as granian:

    pip install 'causeway[screen]' granian
    SIGNALS=signals granian --interface asgi --factory screened_uploads:from_environment
    curl --data-binary @photo.jpg http://127.0.0.1:8000/uploads
    curl http://127.0.0.1:8000/queue

`signals` is what `causeway mirror follow` keeps. The upload goes on whatever is found. What matches goes to a
reviewer's queue, here a list in memory that `/queue` shows.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

from causeway.client import Screening, UploadCandidate
from causeway.client.screening.asgi import SCREENED, Application, Receive, Scope, ScreeningMiddleware, Send
from causeway.client.screening.bodies import ScreenedPart


def make_app(screening: Screening) -> Application:
    """The service, wrapped."""
    queue: list[UploadCandidate] = []

    async def put_before_a_person(_scope: Scope, parts: Sequence[ScreenedPart]) -> None:
        queue.extend(found for part in parts if (found := UploadCandidate.of(part.screened)))

    async def service(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/queue":
            await answer(send, [candidate.as_document() for candidate in queue])
            return
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            size += len(message.get("body", b""))
            if not message.get("more_body", False):
                break
        await answer(send, {"bytes": size, "screened": len(scope.get(SCREENED, ()))})

    return ScreeningMiddleware(service, screening, paths=["/uploads"], on_screened=put_before_a_person)


def from_environment() -> Application:
    """The service, with the signals in the folder that SIGNALS names."""
    return make_app(Screening(os.environ["SIGNALS"]))


async def answer(send: Send, document: Any) -> None:
    """JSON, with status 200."""
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(document).encode()})
