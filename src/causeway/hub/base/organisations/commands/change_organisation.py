"""Changing what an organisation says of itself: its name, its role mailbox, its time zone. What it is cannot be
changed.
"""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.models import Organisation


@command(Permission.MANAGE_ORGANISATION)
def change_organisation(actor: Actor, *, name: str, mailbox: str, zone: str) -> None:
    """Change the acting organisation's name, mailbox and zone (IANA); what is equal stays and is not entered.

    Raises:
        Invalid: an empty name, or an unknown zone.
        Conflict: another organisation has the name.
    """
    wanted = {"name": name.strip(), "mailbox": mailbox.strip(), "zone": zone}
    if not wanted["name"]:
        raise Invalid(_("Enter the organisation's name."), field="name")
    if zone not in available_timezones():
        raise Invalid(_("Choose a time zone."), field="zone")
    organisation = Organisation.objects.get(id=actor.organisation_id)
    if Organisation.objects.filter(name=wanted["name"]).exclude(id=organisation.id).exists():
        raise Conflict(_("Another organisation has this name."), field="name")
    changed = {column: value for column, value in wanted.items() if getattr(organisation, column) != value}
    if not changed:
        return
    for column, value in changed.items():
        setattr(organisation, column, value)
    organisation.save(update_fields=list(changed))
    enter(Act.ORGANISATION_CHANGED, subjects=[organisation.id], details=changed)
