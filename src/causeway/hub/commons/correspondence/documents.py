"""Documents on their way into a message: sealed before the command runs, and of a kind that may travel here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.theme.downloads import safe_name
from causeway.hub.base.vault.sealing import Written, discard, write_sealed

DOCUMENT_LIMIT_BYTES = 25 * 1024**2
"""As much as common mail takes; what is larger is evidence, and travels as such (our choice)."""
MOST_DOCUMENTS = 10
TYPES = frozenset({"application/pdf", "application/zip", "text/plain"})
"""By content. Office documents are ZIP archives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A document that is sealed and not yet part of a message."""

    name: str
    sealed: Written


def seal_documents(files: Iterable["UploadedFile[Any]"]) -> list[Offered]:
    """Seal what came with a form, read once and never opened. Call it outside any transaction.

    Raises:
        Invalid: one is of a kind that may not travel here; nothing of any is kept.
        VaultError: one is too large, or there is no room.
    """
    offered: list[Offered] = []
    try:
        for file in files:
            offered.append(Offered(name=safe_name(file.name, otherwise="document"), sealed=_sealed(file)))
            _check_type(offered[-1])
    except Exception:
        forget(offered)
        raise
    return offered


def forget(offered: Iterable[Offered]) -> None:
    """Remove sealed documents of a message that was not sent."""
    for each in offered:
        discard(each.sealed)


def _sealed(file: "UploadedFile[Any]") -> Written:
    return write_sealed(file.chunks(), limit_bytes=DOCUMENT_LIMIT_BYTES)


def _check_type(offered: Offered) -> None:
    if offered.sealed.facts.media_type not in TYPES:
        raise Invalid(
            _(
                "Send a PDF, a text or an office document. Pictures and films travel as files of a referral, where they"
                " are matched and kept as evidence."
            ),
            field="documents",
        )
