"""The WSGI application: what is asked of one upload, or of digests, an account, an address or a text, and what every
local service answers.
"""

from collections.abc import Mapping
from typing import Any, Final

from causeway.client.mirror import NotComparable
from causeway.client.screening import BadSetting, Screened, Screening
from causeway.client.screening_service.metrics import Metrics
from causeway.client.screening_service.questions import read_account, read_digests, read_text, read_url
from causeway.local_service.application import Answer, BadQuestion, LocalApplication, json_answer

LONGEST_REFERENCE: Final = 200
REFERENCE_HEADER: Final = "Causeway-Reference"
_FORM: Final = "multipart/form-data"
_ROUTES: Final = dict.fromkeys(("/v1/uploads", "/v1/digests", "/v1/accounts", "/v1/urls", "/v1/texts"), "POST")
_REFERENCE: Final = "HTTP_" + REFERENCE_HEADER.upper().replace("-", "_")


class ScreenApplication(LocalApplication):
    """Answers by one screening."""

    def __init__(self, screening: Screening, *, token: str | None = None) -> None:
        self._screening = screening
        self._metrics = Metrics()
        super().__init__(_ROUTES, self._metrics, token=token)

    def respond(self, route: str, environ: Mapping[str, Any]) -> Answer:
        """What the lists say of what is asked."""
        screened = self._upload(environ) if route == "/v1/uploads" else self._asked(route, environ)
        self._metrics.count(screened)
        return json_answer(screened.as_document())

    def _upload(self, environ: Mapping[str, Any]) -> Screened:
        """The body is the file, whatever type it is said to be; a form round it, or packing, would hide what it is."""
        _refuse_wrapped(environ)
        return self._screening.screen(environ["wsgi.input"], reference=_reference(environ))

    def _asked(self, route: str, environ: Mapping[str, Any]) -> Screened:
        """The body is a JSON object."""
        body, reference, screening = environ["wsgi.input"], _reference(environ), self._screening
        try:
            match route:
                case "/v1/accounts":
                    return screening.screen_account(**read_account(body), reference=reference)
                case "/v1/urls":
                    return screening.screen_url(read_url(body), reference=reference)
                case "/v1/texts":
                    return screening.screen_text(read_text(body), reference=reference)
                case _:
                    return screening.screen_digests(read_digests(body), reference=reference)
        except (NotComparable, BadSetting) as error:
            raise BadQuestion(error.code, error.message, error.field) from None


def _refuse_wrapped(environ: Mapping[str, Any]) -> None:
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == _FORM:
        raise BadQuestion(
            "form", "the body is a form: send the file itself as the body, with curl as --data-binary", "Content-Type"
        )
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise BadQuestion("content_encoding", "the body is packed: send the file as it is", "Content-Encoding")


def _reference(environ: Mapping[str, Any]) -> str | None:
    reference = environ.get(_REFERENCE)
    if reference is not None and (len(reference) > LONGEST_REFERENCE or not reference.isprintable()):
        raise BadQuestion("bad_reference", f"a reference has at most {LONGEST_REFERENCE} characters", REFERENCE_HEADER)
    return reference
