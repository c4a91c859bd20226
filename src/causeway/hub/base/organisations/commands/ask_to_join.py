"""An organisation that has nobody here yet asks a desk to let it join."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.letters import owe_mail
from causeway.hub.base.organisations.models import JoinRequest, Organisation
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind

_WINDOW = timedelta(days=1)
_MOST_OF_A_CONTACT = 3
"""Requests that one e-mail address may make within the window; more is a mistake or a nuisance."""

_MOST_OPEN = 500
"""Undecided requests at one desk; past it, something else than organisations is asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the public form asks. `country` is ISO 3166-1 alpha-2."""

    name: str
    kind: OrganisationKind
    country: str
    contact_name: str
    contact_email: str
    why: str
    partner_kind: PartnerKind | None = None
    website: str = ""


@command(Permission.ASK_TO_JOIN)
def ask_to_join(actor: Actor, asking: Asking) -> UUID:
    """Put a request before the desk whose public door the actor is, and owe the desk's mailbox a mail.

    Raises:
        Invalid: a partner that does not say what sort it is.
        Conflict: too many requests wait.
    """
    if asking.kind is OrganisationKind.PARTNER and asking.partner_kind is None:
        raise Invalid(_("Choose what sort of partner you are."), field="partner_kind")
    now, address = timezone.now(), asking.contact_email.strip().lower()
    recent = JoinRequest.objects.filter(contact_email=address, asked_at__gt=now - _WINDOW).count()
    if recent >= _MOST_OF_A_CONTACT:
        raise Conflict(_("This address has asked several times today. The desk will answer by email."))
    if JoinRequest.objects.filter(decided_at=None).count() >= _MOST_OPEN:
        raise Conflict(_("Too many requests wait at this desk. Please try again tomorrow."))
    request = JoinRequest(
        desk_id=actor.organisation_id,
        name=asking.name.strip(),
        kind=asking.kind.value,
        partner_kind=asking.partner_kind.value if asking.partner_kind else "",
        country=asking.country,
        website=asking.website,
        contact_name=asking.contact_name.strip(),
        contact_email=address,
        why=asking.why.strip(),
        asked_at=now,
    )
    request.save(force_insert=True)
    enter(Act.JOINING_REQUESTED, subjects=[request.id], details={"name": request.name, "kind": request.kind})
    link = settings.BASE_URL.rstrip("/") + reverse("joining_request", args=[request.id])
    mailbox = Organisation.objects.get(id=actor.organisation_id).mailbox
    with in_language_of(actor.organisation_id):
        text = _("An organisation asks to join Causeway. Read the request and decide:\n\n%(link)s\n") % {"link": link}
        owe_mail(actor.organisation_id, mailbox, _("A request to join Causeway"), text, request.id)
    return request.id
