"""The organisation as its members see it, and changing what it says of itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.commands.change_organisation import change_organisation
from causeway.hub.base.organisations.forms.organisation import SettingsForm
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.directory import own_listing
from causeway.hub.base.organisations.words import KIND_NAMES, PARTNER_KIND_NAMES
from causeway.hub.base.theme.components import Row
from causeway.vocabulary.organisations import PartnerKind


@require_safe
@member_page
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who we are: what other organisations see of ours."""
    own = own_listing(actor)
    kind = str(KIND_NAMES[own.kind])
    if own.partner_kind:
        kind = f"{kind}: {PARTNER_KIND_NAMES[PartnerKind(own.partner_kind)]}"
    rows = [
        Row(_("Name"), own.name),
        Row(_("Kind"), kind),
        Row(_("Country"), own.country),
        Row(_("Role mailbox"), own.mailbox),
        Row(_("Time zone"), own.zone),
    ]
    if own.force_code:
        rows.append(Row(_("Code of the force"), own.force_code))
    if own.places:
        rows.append(Row(_("Places it serves"), ", ".join(own.places)))
    context = {"rows": rows, "can_change": may(actor, Permission.MANAGE_ORGANISATION)}
    return render_in_section(request, actor, "organisations/overview.html", context, current="organisation")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def change_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change name, mailbox and zone."""
    check(actor, Permission.MANAGE_ORGANISATION)
    own = own_listing(actor)
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial={"name": own.name, "mailbox": own.mailbox, "zone": own.zone},
    )
    if form.is_valid():
        try:
            change_organisation(actor, **form.cleaned_data)
        except HubError as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation")
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/settings.html", {"form": form}, current="organisation", status=status
    )
