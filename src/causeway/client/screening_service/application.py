"""The WSGI application: `POST /v1/uploads`, `POST /v1/digests`, and what every local service answers."""

import json
from collections.abc import Mapping
from typing import Any, Final

from causeway.client.mirror import NotComparable
from causeway.client.screening import BadSetting, Screened, Screening
from causeway.client.screening_service.metrics import Metrics
from causeway.local_service.application import Answer, BadQuestion, LocalApplication, json_answer
from causeway.vocabulary.signals import SignalKind

LARGEST_QUESTION_BYTES: Final = 64 * 1024
"""The digests of one file take far less."""
LONGEST_REFERENCE: Final = 200
REFERENCE_HEADER: Final = "Causeway-Reference"
_FORM: Final = "multipart/form-data"
_ROUTES: Final = {"/v1/uploads": "POST", "/v1/digests": "POST"}
_REFERENCE: Final = "HTTP_" + REFERENCE_HEADER.upper().replace("-", "_")


class ScreenApplication(LocalApplication):
    """Answers by one screening."""

    def __init__(self, screening: Screening, *, token: str | None = None) -> None:
        self._screening = screening
        self._metrics = Metrics()
        super().__init__(_ROUTES, self._metrics, token=token)

    def respond(self, route: str, environ: Mapping[str, Any]) -> Answer:
        """An upload, or the digests of one file."""
        screened = self._upload(environ) if route == "/v1/uploads" else self._digests(environ)
        self._metrics.count(screened)
        return json_answer(screened.as_document())

    def _upload(self, environ: Mapping[str, Any]) -> Screened:
        """The body is the file, whatever type it is said to be; a form round it, or packing, would hide what it is."""
        _refuse_wrapped(environ)
        return self._screening.screen(environ["wsgi.input"], reference=_reference(environ))

    def _digests(self, environ: Mapping[str, Any]) -> Screened:
        """`{"pdq": "...", "md5": "..."}`: the digests of one file."""
        digests = _read_digests(environ["wsgi.input"].read(LARGEST_QUESTION_BYTES + 1))
        try:
            return self._screening.screen_digests(digests, reference=_reference(environ))
        except (NotComparable, BadSetting) as error:
            raise BadQuestion(error.code, error.message) from None


def _refuse_wrapped(environ: Mapping[str, Any]) -> None:
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == _FORM:
        raise BadQuestion(
            "form", "the body is a form: send the file itself as the body, with curl as --data-binary", "Content-Type"
        )
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise BadQuestion("content_encoding", "the body is packed: send the file as it is", "Content-Encoding")


def _read_digests(body: bytes) -> dict[SignalKind, str]:
    if len(body) > LARGEST_QUESTION_BYTES:
        raise BadQuestion("too_large", f"the question is larger than {LARGEST_QUESTION_BYTES} bytes")
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        raise BadQuestion("bad_body", "the body is no JSON") from None
    if not isinstance(stated, dict) or not stated:
        raise BadQuestion("bad_body", "the body is no JSON object with the digests of one file")
    digests = {}
    for name, value in stated.items():
        if name not in set(SignalKind):
            raise BadQuestion("bad_kind", "a field is no kind of digest")
        if not isinstance(value, str):
            raise BadQuestion("bad_digest", "this is no digest", name)
        digests[SignalKind(name)] = value.lower()
    return digests


def _reference(environ: Mapping[str, Any]) -> str | None:
    reference = environ.get(_REFERENCE)
    if reference is not None and (len(reference) > LONGEST_REFERENCE or not reference.isprintable()):
        raise BadQuestion("bad_reference", f"a reference has at most {LONGEST_REFERENCE} characters", REFERENCE_HEADER)
    return reference
