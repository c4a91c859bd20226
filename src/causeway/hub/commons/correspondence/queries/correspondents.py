"""To whom the acting organisation may write."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import Listing, directory
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.commons.correspondence.access import readable_thread
from causeway.hub.commons.correspondence.models import Participant
from causeway.hub.commons.correspondence.tying import Tying, heading_of
from causeway.vocabulary.organisations import Category


@query(Permission.WRITE_CORRESPONDENCE)
def correspondents(actor: Actor, *, not_in: UUID | None = None) -> list[Listing]:
    """The organisations to which an agreement lets messages pass, by name; with `not_in`, those that are not in that
    thread.

    Raises:
        NotFound: there is no such thread for this person.
    """
    allowed = set(receivers(Category.CORRESPONDENCE))
    if not_in is not None:
        thread = readable_thread(actor, not_in)
        present = Participant.objects.filter(thread=thread, left_at=None)
        allowed -= set(present.values_list("organisation_id", flat=True))
    return [listing for listing in directory(actor) if listing.id in allowed]


@query(Permission.WRITE_CORRESPONDENCE)
def tied_heading(actor: Actor, tying: Tying) -> str:
    """The reference of what a thread is to be tied to. Raises as `heading_of`."""
    return heading_of(actor, tying)
