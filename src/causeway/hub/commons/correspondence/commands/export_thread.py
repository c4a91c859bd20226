"""Taking a thread away as one encrypted file, with the proof of what happened in it."""

from collections.abc import Iterator
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.correspondence.access import readable_thread
from causeway.hub.commons.correspondence.package import packed
from causeway.hub.commons.correspondence.queries.thread_view import view_of
from causeway.hub.road.evidence.package import Lock


@command(Permission.READ_CORRESPONDENCE)
def export_thread(actor: Actor, thread_id: UUID, lock: Lock) -> Iterator[bytes]:
    """Gather a thread as this person may read it, and enter that it leaves with its documents; the organisations that
    wrote in it see that it did.

    Raises:
        NotFound: there is no such thread for this person.
        VaultError: a document cannot be opened.
    """
    thread = readable_thread(actor, thread_id)
    view = view_of(actor, thread)
    digests = [document.sha256 for message in view.messages for document in message.documents]
    authors = {one.organisation_id for one in view.participants}
    enter(Act.THREAD_EXPORTED, subjects=[thread.id], audience=authors, details={"documents": digests})
    return packed(actor, view, lock)
