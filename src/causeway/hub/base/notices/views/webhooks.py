"""Webhooks of an organisation."""

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
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.notices.commands import manage_webhooks
from causeway.hub.base.notices.forms import WebhookForm
from causeway.hub.base.notices.queries.webhooks import webhook, webhooks
from causeway.hub.base.notices.words import STATE_NAMES, fault_in_words, kind_in_words
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section

_CURRENT = "webhooks"


@require_safe
@member_page
def webhooks_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All webhooks."""
    context = {"webhooks": webhooks(actor)}
    return render_in_section(request, actor, "notices/webhooks.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add one; the answer to the form shows its secret, this once."""
    check(actor, Permission.MANAGE_WEBHOOKS)
    form = WebhookForm(actor.organisation_kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = manage_webhooks.add_webhook(actor, url=form.cleaned_data["url"], acts=form.chosen_acts())
        except (Conflict, Invalid) as error:
            blame(form, error)
        else:
            return render_in_section(request, actor, "notices/webhook_added.html", {"added": added}, current=_CURRENT)
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "notices/webhook_add.html", {"form": form}, current=_CURRENT, status=status
    )


@require_safe
@member_page
def webhook_view(request: HttpRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """One webhook and its latest deliveries; with `?delete`, the question whether to delete it."""
    row, deliveries = webhook(actor, webhook_id)
    context = {
        "row": row,
        "acts": [ACT_TEXTS[act] for act in row.acts],
        "deliveries": [
            {
                "row": delivery,
                "kind": kind_in_words(delivery.kind),
                "state": STATE_NAMES[delivery.state],
                "fault": fault_in_words(delivery.fault),
            }
            for delivery in deliveries
        ],
    }
    template = "notices/webhook_delete.html" if "delete" in request.GET else "notices/webhook.html"
    return render_in_section(request, actor, template, context, current=_CURRENT)


@require_POST
@member_page
def send_test(request: HttpRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Send a test."""
    manage_webhooks.send_test(actor, webhook_id)
    messages.success(request, _("A test is on its way. Look at this page again in a moment."))
    return redirect("webhook", webhook_id)


@require_POST
@member_page
def switch(request: HttpRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Pause or resume."""
    is_active = request.POST.get("is_active") == "yes"
    manage_webhooks.switch_webhook(actor, webhook_id, is_active=is_active)
    messages.success(request, _("Resumed.") if is_active else _("Paused. What happens now is not told."))
    return redirect("webhook", webhook_id)


@require_POST
@member_page
def delete(request: HttpRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Delete."""
    manage_webhooks.delete_webhook(actor, webhook_id)
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks")


@require_POST
@member_page
def retry(request: HttpRequest, actor: Actor, webhook_id: UUID, notice_id: UUID) -> HttpResponse:
    """Try a delivery again."""
    manage_webhooks.retry_delivery(actor, notice_id)
    messages.success(request, _("The delivery will be tried again in a moment."))
    return redirect("webhook", webhook_id)
