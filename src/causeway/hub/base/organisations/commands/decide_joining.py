"""A desk decides a request to join: it vouches for the organisation, or says why not.

The organisation is added as the desk, its first administrator invited as the organisation itself: two transactions,
for one acts for one identity. Should the second be lost, the desk finds on the request's page that the invitation can
be sent (again).
"""

from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as, command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import program_for
from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation, add_organisation
from causeway.hub.base.organisations.commands.invite import VALID_FOR, save_invitation
from causeway.hub.base.organisations.languages import language_of
from causeway.hub.base.organisations.letters import owe_letter, owe_mail
from causeway.hub.base.organisations.models import Invitation, JoinRequest, Member
from causeway.vocabulary.organisations import Role


def accept_joining(actor: Actor, request_id: UUID, new: NewOrganisation, *, note: str) -> UUID:
    """Let the organisation join and invite its contact as first administrator; gives the organisation's identifier.

    Raises:
        NotFound: the desk has no such request.
        Conflict: it has been decided, the name is taken, or the contact has an account already.
        Invalid: no note of how it was vetted.
    """
    organisation_id = admit(actor, request_id, new, note=note)
    invite_first_administrator(actor, request_id)
    return organisation_id


@command(Permission.VET_JOINING)
def admit(actor: Actor, request_id: UUID, new: NewOrganisation, *, note: str) -> UUID:
    """The desk's part of accepting: the decision, and the organisation. Raises as `accept_joining` does."""
    request = _undecided(request_id)
    if not note.strip():
        raise Invalid(_("Write down how you checked this organisation."), field="note")
    organisation = add_organisation(actor, new)
    _decide(request, is_accepted=True, reason=note, organisation_id=organisation.id)
    return organisation.id


@command(Permission.VET_JOINING)
def refuse_joining(actor: Actor, request_id: UUID, *, reason: str) -> None:
    """Refuse a request; the reason is mailed to the contact.

    Raises:
        NotFound: the desk has no such request.
        Conflict: it has been decided.
        Invalid: no reason.
    """
    request = _undecided(request_id)
    if not reason.strip():
        raise Invalid(_("Give the reason; it is sent to the contact."), field="reason")
    _decide(request, is_accepted=False, reason=reason)
    words = {"name": request.contact_name, "desk": actor.organisation_name, "reason": request.decision_reason}
    with translation.override(language_of(request.country)):
        text = _("Dear %(name)s,\n\n%(desk)s has not accepted your request to join Causeway.\n\n%(reason)s\n") % words
        owe_mail(actor.organisation_id, request.contact_email, _("Your request to join Causeway"), text, request.id)


def invite_first_administrator(actor: Actor, request_id: UUID) -> None:
    """Invite the contact of an accepted request, or do so again while the organisation has nobody.

    Raises:
        NotFound: the desk has accepted no such request.
        Conflict: the organisation has a member, or the contact's address an account.
    """
    organisation_id, name, email = _accepted(actor, request_id)
    program = program_for(organisation_id)
    with acting_as(program):
        if Member.objects.exists():
            raise Conflict(_("This organisation has members already; they invite others."))
        open_one = Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).first()
        if open_one is None:
            roles = [Role.ADMINISTRATOR.value]
            save_invitation(program, name=name, email=email, roles=roles)
            return
        open_one.expires_at = timezone.now() + VALID_FOR
        open_one.save(update_fields=["expires_at"])
        owe_letter(organisation_id, email, "invitation", open_one.id)
        enter(Act.MEMBER_INVITED, subjects=[open_one.id], details={"name": open_one.name, "again": True})


@command(Permission.VET_JOINING)
def _accepted(actor: Actor, request_id: UUID) -> tuple[UUID, str, str]:
    del actor
    request = JoinRequest.objects.filter(id=request_id, is_accepted=True).first()
    if request is None or request.organisation_id is None:
        raise NotFound(_("There is no such accepted request."))
    return request.organisation_id, request.contact_name, request.contact_email


def _undecided(request_id: UUID) -> JoinRequest:
    request = JoinRequest.objects.select_for_update().filter(id=request_id).first()
    if request is None:
        raise NotFound(_("There is no such request."))
    if request.decided_at:
        raise Conflict(_("This request has been decided already."))
    return request


def _decide(request: JoinRequest, *, is_accepted: bool, reason: str, organisation_id: UUID | None = None) -> None:
    request.decided_at = timezone.now()
    request.is_accepted = is_accepted
    request.decision_reason = reason.strip()
    request.organisation_id = organisation_id
    request.save(update_fields=["decided_at", "is_accepted", "decision_reason", "organisation_id"])
    subjects = [request.id, *([organisation_id] if organisation_id else [])]
    enter(Act.JOINING_DECIDED, subjects=subjects, details={"is_accepted": is_accepted, "name": request.name})
