"""Members and invitations of an organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.commands.change_member import change_roles, deactivate_member, reactivate_member
from causeway.hub.base.organisations.commands.invite import invite_member, resend_invitation, withdraw_invitation
from causeway.hub.base.organisations.forms.members import InviteForm, RolesForm
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.members import member, members, open_invitations
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.vocabulary.organisations import Role

_CURRENT = "members"


@require_safe
@member_page
def members_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody in the organisation, and who has been invited."""
    context = {
        "members": [{"row": row, "roles": _in_words(row.roles)} for row in members(actor)],
        "invitations": [{"row": row, "roles": _in_words(row.roles)} for row in open_invitations(actor)],
    }
    return render_in_section(request, actor, "organisations/members.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite somebody."""
    check(actor, Permission.MANAGE_MEMBERS)
    form = InviteForm(actor.organisation_kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            invite_member(actor, name=data["name"], email=data["email"], roles=form.chosen())
        except (Conflict, Invalid) as error:
            blame(form, error)
        else:
            messages.success(request, _("The invitation goes to %(email)s.") % {"email": data["email"]})
            return redirect("members")
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/invite.html", {"form": form}, current=_CURRENT, status=status
    )


@require_POST
@member_page
def resend(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again."""
    resend_invitation(actor, invitation_id)
    messages.success(request, _("The invitation is sent again. The earlier link ends."))
    return redirect("members")


@require_POST
@member_page
def withdraw(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    withdraw_invitation(actor, invitation_id)
    messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
    return redirect("members")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def member_view(request: HttpRequest, actor: Actor, member_id: UUID) -> HttpResponse:
    """One member: change the roles, end or restore the access."""
    row = member(actor, member_id)
    form = RolesForm(
        actor.organisation_kind,
        request.POST if request.method == "POST" else None,
        held=row.roles,
        initial={"roles": [role.value for role in row.roles]},
    )
    if form.is_valid():
        try:
            change_roles(actor, member_id, form.chosen())
        except (Conflict, Invalid) as error:
            blame(form, error)
        else:
            messages.success(request, _("The roles of %(name)s are changed.") % {"name": row.name})
            return redirect("members")
    return _draw_member(request, actor, member_id, form)


@require_POST
@member_page
def switch_member(request: HttpRequest, actor: Actor, member_id: UUID) -> HttpResponse:
    """End a member's access, or give it back."""
    row = member(actor, member_id)
    try:
        if request.POST.get("is_active") == "yes":
            reactivate_member(actor, member_id)
            messages.success(request, _("%(name)s can sign in again.") % {"name": row.name})
        else:
            deactivate_member(actor, member_id)
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": row.name})
    except Conflict as error:
        form = RolesForm(actor.organisation_kind, {"roles": [role.value for role in row.roles]}, held=row.roles)
        form.is_valid()
        blame(form, error)
        return _draw_member(request, actor, member_id, form)
    return redirect("members")


def _draw_member(request: HttpRequest, actor: Actor, member_id: UUID, form: RolesForm) -> HttpResponse:
    row = member(actor, member_id)
    context = {"row": row, "form": form, "is_self": row.id == actor.member_id}
    status = 422 if form.is_bound else 200
    return render_in_section(request, actor, "organisations/member.html", context, current=_CURRENT, status=status)


def _in_words(roles: tuple[Role, ...]) -> str:
    return ", ".join(str(ROLE_NAMES[role]) for role in roles)
