"""Who learns: a person, never a program."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotPermitted


def member_of(actor: Actor) -> UUID:
    """Who learns.

    Raises:
        NotPermitted: no person acts.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Training is a person's."))
    return actor.member_id
