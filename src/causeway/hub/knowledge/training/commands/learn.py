"""Reading a module: what has been seen is kept, so that a reader comes back to where they were."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import Progress
from causeway.hub.knowledge.training.queries.library import ModuleView, module_in


@command(Permission.LEARN)
def open_section(actor: Actor, module_id: UUID, number: int, *, language: str, now: datetime) -> ModuleView:
    """Open a page of a module, counted from 1, and keep that it was seen. It makes no entry in the ledger: how fast
    somebody reads is nobody's business.

    Raises:
        NotFound: no such module, or no such page.
    """
    view = module_in(module_id, language)
    if not 1 <= number <= len(view.module.sections):
        raise NotFound(_("There is no such page."))
    code = view.module.sections[number - 1].code
    progress, _is_new = Progress.objects.get_or_create(
        organisation_id=actor.organisation_id,
        member_id=member_of(actor),
        module_id=module_id,
        defaults={"changed_at": now},
    )
    if code not in progress.seen:
        progress.seen = [*progress.seen, code]
    progress.last_section, progress.changed_at = code, now
    progress.save(update_fields=["seen", "last_section", "changed_at"])
    return view
