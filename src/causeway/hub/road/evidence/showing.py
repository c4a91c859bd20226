"""How pictures are shown, of a referral or of what is not one yet: blurred first, clear by a step for one address, and
never kept by a browser.
"""

from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse, HttpResponseBase

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.evidence.commands.look_at import Content, Look
from causeway.matching import preview

CLEAR_SECONDS = 60
"""How long the step that was taken to see a picture clear holds for its one address."""

_SEALED_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
_signer = TimestampSigner(salt="causeway.evidence.clear")


def clear_token(actor: Actor, file_id: UUID) -> str:
    """What stands in the address of a picture that this person chose to see clear."""
    return _signer.sign(_step(actor, file_id))


def require_clear_step(actor: Actor, file_id: UUID, token: str) -> None:
    """Raises Http404 where the token has run out, or is another person's or file's."""
    try:
        taken = _signer.unsign(token, max_age=CLEAR_SECONDS)
    except BadSignature as fault:
        raise Http404("This address has run out.") from fault
    if taken != _step(actor, file_id):
        raise Http404("This address is not yours.")


def drawn(
    content: Content, look: Look, *, is_grey: bool, is_small: bool = False, is_video: bool = False
) -> HttpResponseBase:
    """The picture, or a few frames of a video, drawn in a limited process. Raises NoPreview, VaultError."""
    data, is_blurred = b"".join(content.pieces), look is Look.BLURRED
    picture = preview(data, blurred=is_blurred, grey=is_grey, small=is_small, video=is_video)
    return sealed_response(HttpResponse(picture, content_type="image/jpeg"))


def sealed_response(response: HttpResponseBase) -> HttpResponseBase:
    """Content as an answer: kept nowhere, run by nothing, shown in no other page."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SEALED_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _step(actor: Actor, file_id: UUID) -> str:
    return f"{actor.member_id}:{file_id}"
