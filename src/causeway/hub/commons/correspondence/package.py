"""Messages as a chapter of a package, and as a package of their own."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.proving import proof_of
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.commons.correspondence.models import Document, Thread
from causeway.hub.commons.correspondence.queries.thread_view import MessageView, ThreadView, threads_tied_to, view_of
from causeway.hub.commons.correspondence.words import RECEIPT_NAMES
from causeway.hub.road.evidence.package import Heading, Lines, Lock, Paragraph, Part, Section, encrypted, pdf, zipped
from causeway.hub.road.queues.packages.chapters import Chapter, PackageScope
from causeway.hub.road.referrals.telling import in_words

FORMAT = "causeway-messages"
VERSION = 1


def messages_chapter(actor: Actor, scope: PackageScope) -> Chapter | None:
    """What was written with others about these referrals and this case, as far as whoever packs it may read it."""
    if not may(actor, Permission.READ_CORRESPONDENCE):
        return None
    subjects = [*scope.referral_ids, *([scope.case_id] if scope.case_id else [])]
    threads = Thread.objects.filter(id__in=threads_tied_to(actor, subjects)).order_by("opened_at", "id")
    views = [view_of(actor, thread) for thread in threads]
    if not views:
        return None
    pages: list[Section] = [Heading(_("Messages with other organisations"))]
    for view in views:
        pages += _pages(view)
    return Chapter(
        pages=pages, document=[to_document(view) for view in views], subject_ids=tuple(view.id for view in views)
    )


def packed(actor: Actor, view: ThreadView, lock: Lock) -> Iterator[bytes]:
    """One thread as an encrypted archive: to read, as data, with its documents and the ledger's proof. Runs inside the
    caller's transaction; the documents are opened as they are sent.
    """
    about: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "organisation": actor.organisation_name,
        "handling": view.handling.label,
    }
    subjects = [view.id, *(message.id for message in view.messages)]
    parts = [
        Part(name="messages.pdf", chunks=[pdf(f"{view.handling.label}  {view.subject}", list(_pages(view)))]),
        Part(name="messages.json", chunks=[_json(to_document(view))]),
        *_documents(view),
        Part(name="ledger-proof.json", chunks=[_json(proof_of(subjects))]),
    ]
    return encrypted(zipped(parts, at=timezone.now(), about=about), lock)


def _documents(view: ThreadView) -> Iterator[Part]:
    wanted = [
        (message, document)
        for message in view.messages
        if message.withdrawn_at is None or message.is_own
        for document in message.documents
    ]
    sealed = _sealed_ids([document.id for _message, document in wanted])
    for number, (_message, document) in enumerate(wanted, start=1):
        safe = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in document.name)[-80:]
        yield Part(name=f"documents/{number:03d}-{safe}", chunks=open_sealed(sealed[document.id]))


def _sealed_ids(document_ids: list[UUID]) -> dict[UUID, UUID]:
    return dict(Document.objects.filter(id__in=document_ids).values_list("id", "sealed_id"))


def _json(document: object) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def _pages(view: ThreadView) -> Iterator[Section]:
    yield Heading(view.subject, 2)
    between = ", ".join(one.name for one in view.participants)
    rows = [(str(_("Between")), between), (str(_("Begun")), in_words(view.opened_at))]
    if view.closed_at:
        rows.append((str(_("Closed")), in_words(view.closed_at)))
    yield Lines(rows)
    for message in view.messages:
        yield from _message_pages(message)


def _message_pages(message: MessageView) -> Iterator[Section]:
    yield Heading(f"{message.handling.label}  {message.author}, {message.organisation}", 3)
    rows = [(str(_("Written")), in_words(message.written_at)), (str(_("To")), ", ".join(message.to))]
    if message.named:
        rows.append((str(_("For")), ", ".join(message.named)))
    if message.due_at:
        rows.append((str(_("Answer asked by")), in_words(message.due_at)))
    rows += [
        (str(RECEIPT_NAMES[receipt.kind]), f"{receipt.name}, {receipt.organisation}, {in_words(receipt.at)}")
        for receipt in message.receipts
    ]
    rows += [(str(_("Document")), f"{document.name}\nSHA-256 {document.sha256}") for document in message.documents]
    if message.withdrawn_at:
        rows.append((str(_("Withdrawn")), f"{in_words(message.withdrawn_at)}: {message.withdrawal_reason}"))
    yield Lines(rows)
    yield Paragraph(message.text if message.text is not None else _("For named people alone; not in this file."))
