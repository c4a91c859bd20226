"""A new version of a standard: every force that rests on it is told, by a mail that names it and leads to it."""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.knowledge.playbooks.queries.in_force import in_force


@follows(Act.PLAYBOOK_PUBLISHED)
@in_own_language
def tell_of_a_newer_standard(actor: Actor, entry: EntryFact) -> None:
    """A mail to the force's mailbox, where what it follows rests on the playbook that was published."""
    code = str(entry.details.get("code", ""))
    found = in_force(code) if code else None
    own = listing_by_id(actor.organisation_id)
    if found is None or found.newer is None or own is None or found.standard.origin != str(entry.organisation_id):
        return
    if found.newer.version != entry.details.get("version"):
        return  # a later version has come meanwhile, and its own entry tells of it
    address = f"{settings.BASE_URL}/playbooks/followed/{code}/update/"
    text = _("“%(title)s” has a newer version. See what changed in it, and decide whether you take it.")
    subject = _("A playbook that you follow has a newer version")
    owe_mail(
        actor.organisation_id,
        own.mailbox,
        subject,
        f"{text % {'title': found.title}}\n\n{address}\n",
        about_id=entry.subjects[0],
    )
