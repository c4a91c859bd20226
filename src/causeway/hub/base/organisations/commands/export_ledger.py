"""Exporting the ledger, for one organisation's auditor or for the operator of the installation."""

from collections.abc import Iterator
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as, command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.exporting import export_lines
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation


@command(Permission.READ_LEDGER)
def enter_export(actor: Actor) -> None:
    """Enter that the ledger is exported; the export itself streams, outside any one transaction."""
    enter(Act.LEDGER_EXPORTED, subjects=[actor.organisation_id])


def export_for(actor: Actor) -> Iterator[bytes]:
    """The lines that this actor's organisation may see, others as hashes.

    Raises:
        NotPermitted: the actor may not read the ledger.
    """
    enter_export(actor)
    return export_lines([actor], acting_as)


def export_for_operator(organisation_ids: list[UUID] | None = None) -> Iterator[bytes]:
    """The lines that these organisations (all, by default) may see together; run by who operates the machine."""
    found = Organisation.objects.order_by("joined_at", "id")
    if organisation_ids is not None:
        found = found.filter(id__in=organisation_ids)
    actors = [program_actor(organisation) for organisation in found]
    if not actors:
        return iter(())
    enter_export(actors[0])
    return export_lines(actors, acting_as)
