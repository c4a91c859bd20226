"""The page behind an invitation's link. A wrong, used, withdrawn or old link gives one page, which does not tell them
apart.
"""

from uuid import UUID

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.organisations.commands.invite import accept_invitation, door_of, find_invitation
from causeway.hub.base.organisations.forms.members import AcceptForm
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.organisations.pages import blame


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, organisation_id: UUID, token: str) -> HttpResponse:
    """Choose a name and a password; then signed in, and led to the second factor."""
    door = door_of(organisation_id)
    try:
        if door is None:
            raise NotFound(_("This link no longer works."))
        invited = find_invitation(door, token)
        form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": invited.name})
        if form.is_valid():
            data = form.cleaned_data
            try:
                member_id = accept_invitation(door, token, name=data["name"], password=data["password"])
            except (Conflict, Invalid) as error:
                blame(form, error)
            else:
                return _signed_in(request, member_id)
    except NotFound:
        return render(request, "organisations/invitation_gone.html", status=404)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/invitation.html", {"form": form, "invited": invited}, status=status)


def _signed_in(request: HttpRequest, member_id: UUID) -> HttpResponse:
    account = Account.objects.get(member_id=member_id)
    if request.user.is_authenticated:
        logout(request)  # a colleague's session, on a shared machine
    perform_login(request, account, email_verification="none")
    # The password has just been typed: without this record the next page would ask for it once more.
    reauthenticate_by_password(request)
    messages.success(request, _("Welcome. Now set up two-step sign-in: your phone gives a code besides your password."))
    return redirect("mfa_activate_totp")
