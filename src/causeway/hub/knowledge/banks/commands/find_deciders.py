"""An appeal that nobody at the curator's desk may decide does not wait until its days are over: its managers are told
at once, and the oversight bodies once half of its time has passed.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.directory import mailboxes_of, oversight_bodies
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.knowledge.banks.deciding import may_be_decided
from causeway.hub.knowledge.banks.models import Appeal
from causeway.vocabulary.organisations import Role

_MOST_AT_ONCE = 1_000
_MANAGERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
"""Who can invite somebody, and who leads the desk."""


@command(Permission.KEEP_BANKS)
def find_deciders(actor: Actor, now: datetime) -> int:
    """Tell of the organisation's open appeals that nobody may decide: its managers at once, and at half of the time the
    oversight bodies, or the managers again where none has joined. Gives of how many.
    """
    waiting = Appeal.objects.filter(decided_at=None, joins=None).select_related("signal").order_by("due_at", "id")
    rows = list(waiting.filter(oversight_told_at=None)[:_MOST_AT_ONCE])
    may_be = may_be_decided(actor, rows)
    stuck = [row for row in rows if not may_be[row.id]]
    untold = [row for row in stuck if row.managers_told_at is None]
    late = [row for row in stuck if now >= row.made_at + (row.due_at - row.made_at) / 2]
    bodies = oversight_bodies() if late else []
    if bodies:
        _tell_oversight(actor, late[0], bodies)
    if untold or (late and not bodies):
        _tell_managers(actor, stuck[0])
    for told, column in ((untold, "managers_told_at"), (late, "oversight_told_at")):
        Appeal.objects.filter(id__in=[row.id for row in told]).update(**{column: now})
    told_of = {row.id: () for row in untold} | {row.id: tuple(bodies) for row in late}
    for appeal_id, audience in told_of.items():
        enter(Act.APPEAL_NEEDS_SOMEBODY, subjects=[appeal_id], audience=audience)
    return len(told_of)


def _tell_managers(actor: Actor, first: Appeal) -> None:
    own = actor.organisation_id
    with in_language_of(own):
        subject = _("An appeal waits, and nobody at your desk may decide it")
        told = _(
            "Everybody who decides appeals at your desk added or judged the signal, or nobody decides appeals there. "
            "Somebody else has to decide by %(day)s. Invite a second person as analyst or supervisor: a colleague of "
            "another team, or somebody of an organisation that you trust. You can end their access as soon as it is "
            "decided. If nobody is found by half of that time, the oversight body is told."
        ) % {"day": _day(actor, first)}
        text = f"{told}\n\n{settings.BASE_URL}/organisation/members/invite/\n{settings.BASE_URL}/banks/appeals/\n"
        for address in addresses_of(_MANAGERS) or [mailboxes_of({own})[own]]:
            owe_mail(own, address, subject, text)


def _tell_oversight(actor: Actor, first: Appeal, bodies: list[UUID]) -> None:
    """In each body's own language; nothing of the appeal."""
    for body_id, mailbox in mailboxes_of(set(bodies)).items():
        with in_language_of(body_id):
            subject = _("At %(name)s an appeal waits that nobody there may decide") % {"name": actor.organisation_name}
            told = _(
                "Somebody appealed against a signal in a bank that %(name)s curates. Everybody there who decides "
                "appeals added or judged the signal, or nobody decides appeals there. Its managers were told. The "
                "appeal has to be decided by %(day)s. Ask them whom they will invite."
            ) % {"name": actor.organisation_name, "day": _day(actor, first)}
            owe_mail(actor.organisation_id, mailbox, subject, f"{told}\n")


def _day(actor: Actor, row: Appeal) -> str:
    return date_format(row.due_at.astimezone(ZoneInfo(actor.zone)), "DATE_FORMAT")
