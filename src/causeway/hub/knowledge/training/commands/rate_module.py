"""Rating a module: how useful it was and what was missing, without a name, seen by the organisation that wrote it, or
by the member's own for a module that ships with the program.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import ModuleRating, RatingMark
from causeway.hub.knowledge.training.queries.library import module_in

MISSING_CHARACTERS = 1_000


@command(Permission.LEARN)
def rate_module(actor: Actor, module_id: UUID, useful: int, missing: str, *, on: date) -> None:
    """Rate a module once. That the member did is entered; what they said stands apart, without a name and with the
    first of its month for a day. Where only one member has rated a module, it is known whose it is.

    Raises:
        NotFound: no such module.
        Invalid: useful is not from 1 to 5, or the text is too long.
        Conflict: the member has rated it already.
    """
    view = module_in(module_id)
    if useful not in range(1, 6):
        raise Invalid(_("Choose from 1 to 5."), field="useful")
    if len(missing) > MISSING_CHARACTERS:
        raise Invalid(_("Write at most 1,000 characters."), field="missing")
    try:
        with transaction.atomic():
            RatingMark(organisation_id=actor.organisation_id, member_id=member_of(actor), module_id=module_id).save(
                force_insert=True
            )
    except IntegrityError:
        raise Conflict(_("You have rated this module.")) from None
    ModuleRating(
        reader_id=view.owner_id or actor.organisation_id,
        module_id=module_id,
        useful=useful,
        missing=missing.strip(),
        rated_on=on.replace(day=1),
    ).save(force_insert=True)
    enter(Act.MODULE_RATED, subjects=[module_id])
