"""API credentials of an organisation."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.commands.issue_credential import issue_credential, revoke_credential
from causeway.hub.base.organisations.forms.organisation import CredentialForm
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.credentials import credential, credentials
from causeway.hub.base.organisations.words import CREDENTIAL_STATES, SCOPE_NAMES

_CURRENT = "credentials"


@require_safe
@member_page
def credentials_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All credentials."""
    shown = [
        {
            "row": row,
            "scopes": [SCOPE_NAMES[scope] for scope in row.scopes],
            "state": CREDENTIAL_STATES[row.state],
        }
        for row in credentials(actor)
    ]
    context = {"credentials": shown}
    return render_in_section(request, actor, "organisations/credentials.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def issue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Issue one; the answer to the form shows its secret, this once."""
    check(actor, Permission.MANAGE_CREDENTIALS)
    form = CredentialForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            issued = issue_credential(
                actor, name=form.cleaned_data["name"], scopes=form.chosen_scopes(), valid_for=form.validity()
            )
        except Invalid as error:
            blame(form, error)
        else:
            context = {"issued": issued, "base_url": settings.BASE_URL}
            return render_in_section(request, actor, "organisations/credential_issued.html", context, current=_CURRENT)
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/credential_issue.html", {"form": form}, current=_CURRENT, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def revoke(request: HttpRequest, actor: Actor, credential_id: UUID) -> HttpResponse:
    """Ask, then revoke."""
    row = credential(actor, credential_id)
    if request.method == "POST":
        revoke_credential(actor, credential_id)
        messages.success(request, _("“%(name)s” is revoked and opens nothing any more.") % {"name": row.name})
        return redirect("credentials")
    return render_in_section(request, actor, "organisations/credential_revoke.html", {"row": row}, current=_CURRENT)
