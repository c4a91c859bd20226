"""Renewing what one's organisation has listed, before it ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.banks.commands.renew_signals import renew_signals
from causeway.hub.knowledge.banks.forms.signals import RenewForm
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.ending import ending_in
from causeway.hub.knowledge.banks.queries.signal_list import SignalLine
from causeway.hub.knowledge.banks.views.banks import act_page


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def renew_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """Choose, say why, and renew them all at once."""
    check(request.actor, Permission.SEND_SIGNALS)
    view, lines = bank_view(request.actor, bank_id), ending_in(request.actor, bank_id)
    if not lines:
        messages.info(request, _("None of your signals in this bank ends within 14 days."))
        return redirect("banks:bank", bank_id)
    choices = [(line.id, _shown(line)) for line in lines]
    form = RenewForm(request.POST if request.method == "POST" else None, lines=choices)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            count = renew_signals(request.actor, bank_id, given["signals"], given["reason"])
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            done = ngettext("%(count)d signal is renewed.", "%(count)d signals are renewed.", count) % {"count": count}
            messages.success(request, done)
            return redirect("banks:bank", bank_id)
    text = _("Look at each again. What you renew holds for 90 days from now; what you leave ends on its day.")
    return act_page(request, form, title=_("Renew signals"), action=_("Renew"), text=text, bank=view)


def _shown(line: SignalLine) -> str:
    ends = date_format(line.expires_at, "SHORT_DATE_FORMAT") if line.expires_at else ""
    return _("%(value)s, until %(day)s") % {"value": line.value, "day": ends}
