"""Asking for one more person at the desk, by mail to those who can invite somebody or lead the desk."""

from django.conf import settings

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.people import active_people
from causeway.vocabulary.organisations import Role

_ASKED = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


def ask_for_somebody(actor: Actor, subject: str, told: str, path: str) -> int:
    """Owe a mail to each, with where to invite somebody and where it waits (`path`); gives how many. Runs inside the
    caller's transaction.
    """
    addresses = [one.email for one in active_people() if not one.roles.isdisjoint(_ASKED)]
    addresses = addresses or [mailboxes_of({actor.organisation_id})[actor.organisation_id]]
    text = f"{told}\n\n{settings.BASE_URL}/organisation/members/invite/\n{settings.BASE_URL}{path}\n"
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, text)
    return len(addresses)
