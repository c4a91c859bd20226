"""Attaching the signed text to an agreement, and opening it."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.agreements import AgreementState, agreement
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.base.vault.sealing import record_sealed
from causeway.hub.commons.correspondence.commands.open_thread import Download
from causeway.hub.commons.correspondence.documents import MOST_DOCUMENTS, Offered
from causeway.hub.commons.correspondence.models import AgreementDocument
from causeway.hub.commons.correspondence.queries.thread_view import DocumentView
from causeway.vocabulary.organisations import Category


@command(Permission.MANAGE_AGREEMENTS)
def attach_to_agreement(actor: Actor, agreement_id: UUID, documents: Sequence[Offered]) -> None:
    """Attach sealed documents to an agreement that the actor's organisation gives under; nobody can change them. The
    receiving side sees their digests at once, and opens them once the agreement holds.

    Raises:
        NotFound: the actor's organisation is no side of such an agreement.
        NotPermitted: it is the receiving side.
        Conflict: the agreement is over.
        Invalid: no document, or too many.
    """
    row = agreement(actor, agreement_id)
    if not row.is_given:
        raise NotPermitted(_("The giving side attaches the document."))
    if row.state in {AgreementState.ENDED, AgreementState.LAPSED}:
        raise Conflict(_("This agreement is over."))
    if not 1 <= len(documents) <= MOST_DOCUMENTS:
        raise Invalid(_("Choose a document."), field="documents")
    for offered in documents:
        document_id = uuid4()
        found(document_id, row.categories[0])
        facts = record_sealed(offered.sealed, document_id)
        AgreementDocument(
            id=document_id,
            agreement_id=row.id,
            giver_id=actor.organisation_id,
            receiver_id=row.other_id,
            sealed_id=facts.id,
            name=offered.name,
            media_type=facts.media_type,
            size_bytes=facts.size_bytes,
            sha256=facts.sha256,
            attached_by=actor.label,
            attached_at=timezone.now(),
        ).save(force_insert=True)
        enter(
            Act.AGREEMENT_DOCUMENT_ATTACHED,
            subjects=[row.id, document_id],
            audience=[row.other_id],
            details={"sha256": facts.sha256},
            details_audience=[row.other_id],
        )
        if row.state is AgreementState.IN_FORCE:
            widen(document_id, row.other_id, row.categories[0])


def let_documents_pass(agreement_id: UUID, receiver_id: UUID, category: Category) -> None:
    """Let the receiving side open what is attached to an agreement that holds now. Runs inside the caller's
    transaction, which acts for the giving side.
    """
    for document in AgreementDocument.objects.filter(agreement_id=agreement_id):
        widen(document.id, receiver_id, category)


@query(Permission.MANAGE_AGREEMENTS)
def documents_of_agreement(actor: Actor, agreement_id: UUID) -> list[DocumentView]:
    """What is attached to an agreement, oldest first.

    Raises:
        NotFound: the actor's organisation is no side of such an agreement.
    """
    agreement(actor, agreement_id)
    rows = AgreementDocument.objects.filter(agreement_id=agreement_id).order_by("attached_at", "id")
    return [
        DocumentView(id=row.id, name=row.name, media_type=row.media_type, size_bytes=row.size_bytes, sha256=row.sha256)
        for row in rows
    ]


@command(Permission.MANAGE_AGREEMENTS)
def open_agreement_document(actor: Actor, agreement_id: UUID, document_id: UUID) -> Download:
    """Take such a document away; both sides see that it was.

    Raises:
        NotFound: there is no such document, or the agreement does not hold yet.
        VaultError: its bytes cannot be opened.
    """
    row = AgreementDocument.objects.filter(id=document_id, agreement_id=agreement_id).first()
    if row is None:
        raise NotFound(_("There is no such document."))
    pieces = open_sealed(row.sealed_id)
    enter(
        Act.DOCUMENT_DOWNLOADED,
        subjects=[row.id, agreement_id],
        audience=[row.giver_id, row.receiver_id],
        details={"sha256": row.sha256},
    )
    return Download(name=row.name, size_bytes=row.size_bytes, pieces=pieces)
