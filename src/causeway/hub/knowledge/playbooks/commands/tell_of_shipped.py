"""A new version of the program may bring a new one of a playbook: a force that follows it is told. Run by the worker.

What an organisation publishes is told of by the ledger (`followers`). What ships has no entry, so the version that a
force was told of last is kept beside it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.knowledge.playbooks.models import ShippedNews
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.in_force import InForce, in_use
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.vocabulary.organisations import OrganisationKind


@command(Permission.SEND_NOTICES)
def tell_of_shipped(actor: Actor, now: datetime, *, shipped: Mapping[str, Playbook] | None = None) -> int:
    """Owe one mail for each shipped playbook of which there is another version than the force was told of last, where
    what it follows is that playbook or rests on it; gives how many. The first version that a force meets is no news,
    unless it follows an older one.
    """
    if actor.organisation_kind is not OrganisationKind.POLICE_FORCE:
        return 0
    shipped = playbooks() if shipped is None else shipped
    known = dict(ShippedNews.objects.values_list("code", "version"))
    changed = {code: each for code, each in shipped.items() if known.get(code) != each.version}
    if not changed:
        return 0
    told = 0
    for found in in_use(list(changed)):
        newest = changed[found.code]
        if found.standard.is_shipped and _is_news(found, newest, is_first=found.code not in known):
            _mail(actor, found, newest)
            told += 1
    ShippedNews.objects.bulk_create(
        [
            ShippedNews(organisation_id=actor.organisation_id, code=code, version=each.version, told_at=now)
            for code, each in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation_id", "code"],
        update_fields=["version", "told_at"],
    )
    return told


def _is_news(found: InForce, newest: Playbook, *, is_first: bool) -> bool:
    if found.is_adopted:
        return newest.version not in (found.standard.playbook.version, found.kept_version)
    return not is_first


def _mail(actor: Actor, found: InForce, newest: Playbook) -> None:
    if found.is_adopted:
        subject = _("A playbook that you follow has a newer version")
        text = _("“%(title)s” has a newer version. See what changed in it, and decide whether you take it.")
        address = f"{settings.BASE_URL}/playbooks/followed/{found.code}/update/"
    else:
        subject = _("A playbook that you follow has changed")
        text = _("“%(title)s” has a newer version. New cases follow it from now on; open cases stay as they are.")
        address = f"{settings.BASE_URL}/playbooks/followed/{found.code}/"
    mailbox = mailboxes_of({actor.organisation_id})[actor.organisation_id]
    owe_mail(actor.organisation_id, mailbox, subject, f"{text % {'title': newest.title}}\n\n{address}\n")
