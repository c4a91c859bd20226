"""A bank's signals as a file in a format that other systems read."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import BinaryIO
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.downloads import streamed_download
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.exchanged import exchanged_signals
from causeway.hub.knowledge.banks.views.banks import asked_filters
from causeway.interchange.hashlists import RowFault
from causeway.interchange.misp import write_misp
from causeway.interchange.stix import write_stix

_PIECE_BYTES = 1 << 16
_FORMATS = ("stix", "misp")


@for_members
@require_safe
def export_as(request: MemberRequest, bank_id: UUID, form: str) -> HttpResponseBase:
    """The signals, as filtered, as a STIX 2.1 bundle or a MISP event. What the format has no place for is left out."""
    if form not in _FORMATS:
        raise Http404
    now, name = timezone.now().astimezone(UTC).replace(microsecond=0), bank_view(request.actor, bank_id).name
    changes = exchanged_signals(request.actor, bank_id, asked_filters(request))
    writes: Callable[[BinaryIO], list[RowFault]] = (
        (lambda out: write_stix(out, changes, at=now))
        if form == "stix"
        else (lambda out: write_misp(out, changes, info=name, at=now))
    )
    return streamed_download(f"signals-{form}.json", _written(writes), "application/json")


def _written(writes: Callable[[BinaryIO], object]) -> Iterator[bytes]:
    """In pieces, once it is written whole, to disk: MISP keeps loose attributes for its end."""
    with tempfile.TemporaryFile() as file:
        writes(file)
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece
