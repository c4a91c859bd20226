"""Looking at content. Every look stands in the ledger before a byte leaves the vault."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.knowledge.training.queries.held_acts import refuse_unless_certified
from causeway.hub.road.evidence.queries.files import Access, FileView, files_of
from causeway.hub.road.referrals.queries.attachments import attachment

LONGEST_PICTURE_BYTES = 128 * 1024 * 1024
"""More than any camera's picture; a larger file is not taken into memory to be drawn."""


class Look(StrEnum):
    """How content was shown."""

    BLURRED = "blurred"
    CLEAR = "clear"
    DOWNLOADED = "downloaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file's own bytes, in pieces that may be read after the transaction, on their way to a limited process or to the
    reader's disk.
    """

    pieces: Iterator[bytes]
    reference: str
    ordinal: int


@command(Permission.VIEW_CONTENT)
def look_at(actor: Actor, attachment_id: UUID, look: Look, *, is_grey: bool = False) -> Content:
    """Take one file out of the vault to be looked at, and enter how.

    Raises:
        NotFound: no such file is visible.
        NotPermitted: it needs an authority, and none is recorded.
        Conflict: there is no file, or no picture in it; or opening it needs a certificate that the actor does not hold.
    """
    fact = attachment(actor, attachment_id)
    view = next(view for view in files_of(actor, fact.referral_id) if view.fact.id == attachment_id)
    _require(view, look)
    refuse_unless_certified(actor, HeldAct.OPEN_FILE, fact.referral_id)
    if fact.sealed_id is None:
        raise Conflict(_("This came without a file."))
    enter(
        Act.CONTENT_VIEWED,
        subjects=[fact.referral_id, fact.id],
        details={"mode": look.value, "grey": is_grey, "sha256": fact.sha256},
    )
    return Content(pieces=open_sealed(fact.sealed_id), reference=fact.reference, ordinal=fact.ordinal)


def _require(view: FileView, look: Look) -> None:
    if view.access is Access.NO_FILE:
        raise Conflict(_("This came without a file."))
    if view.access is Access.NEEDS_AUTHORITY:
        raise NotPermitted(_("Nobody at the service viewed this file: record an authority first."))
    if view.access is Access.NEEDS_CERTIFICATE:
        return  # training says which
    if look is Look.DOWNLOADED:
        if not view.may_be_downloaded:
            raise NotPermitted(_("A file leaves only with an authority."))
    elif not view.may_be_opened or (view.fact.size_bytes or 0) > LONGEST_PICTURE_BYTES:
        raise Conflict(_("This file gives no picture that could be shown."))
