"""Opening a thread to read, and a document to take away: each look is entered, and the author of a message sees who of
another organisation opened it first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.commons.correspondence.access import member_of, readable_thread
from causeway.hub.commons.correspondence.models import Document, Message, MessageText, Receipt, Seen, Thread
from causeway.hub.commons.correspondence.posting import receive
from causeway.hub.commons.correspondence.queries.thread_view import ThreadView, view_of
from causeway.hub.commons.correspondence.words import ReceiptKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A document's bytes, piece by piece; the digest is checked as the last one comes."""

    name: str
    size_bytes: int
    pieces: Iterator[bytes]


@command(Permission.READ_CORRESPONDENCE)
def open_thread(actor: Actor, thread_id: UUID) -> ThreadView:
    """Open a thread to read.

    Raises:
        NotFound: there is no such thread for this person.
    """
    thread = readable_thread(actor, thread_id)
    enter(Act.THREAD_READ, subjects=[thread.id])
    _note_opened(actor, thread)
    _note_seen(actor, thread)
    return view_of(actor, thread)


def _note_opened(actor: Actor, thread: Thread) -> None:
    now = timezone.now()
    opened = Receipt.objects.filter(organisation_id=actor.organisation_id, kind=ReceiptKind.OPENED.value)
    rows = (
        Message.objects.filter(thread=thread, id__in=MessageText.objects.values("message_id"))
        .exclude(organisation_id=actor.organisation_id)
        .exclude(id__in=opened.values("message_id"))
    )
    for message in rows:
        if receive(actor, message, ReceiptKind.OPENED, at=now):
            enter(Act.MESSAGE_OPENED, subjects=[message.id, thread.id], audience=[message.organisation_id])


def _note_seen(actor: Actor, thread: Thread) -> None:
    Seen.objects.update_or_create(
        thread=thread,
        member_id=member_of(actor),
        defaults={"organisation_id": actor.organisation_id, "seen_at": timezone.now()},
    )


@command(Permission.READ_CORRESPONDENCE)
def download_document(actor: Actor, thread_id: UUID, document_id: UUID) -> Download:
    """Take a document away, sealed until it is sent. The organisation that added it sees that it was.

    Raises:
        NotFound: no such document reached this person.
        Conflict: its message was withdrawn.
        VaultError: its bytes cannot be opened.
    """
    thread = readable_thread(actor, thread_id)
    row = Document.objects.filter(id=document_id, message__thread=thread).select_related("message").first()
    if row is None:
        raise NotFound(_("There is no such document."))
    if row.message.withdrawn_at and row.organisation_id != actor.organisation_id:
        raise Conflict(_("The message of this document was withdrawn."))
    enter(
        Act.DOCUMENT_DOWNLOADED,
        subjects=[row.id, row.message_id, thread.id],
        audience=[row.organisation_id],
        details={"sha256": row.sha256},
    )
    return Download(name=row.name, size_bytes=row.size_bytes, pieces=open_sealed(row.sealed_id))
