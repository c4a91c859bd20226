"""Overlaps: whom to ask, and agreeing to share more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.theme.components import Row
from causeway.hub.road.deconfliction.commands.consent import consent_to_share
from causeway.hub.road.deconfliction.forms import ShareForm
from causeway.hub.road.deconfliction.queries.overlaps import (
    OverlapView,
    ShareView,
    open_overlap,
    overlaps,
    silent_meetings,
)
from causeway.hub.road.deconfliction.views.paging import page_shown


@for_members
@require_safe
def list_page(request: MemberRequest) -> HttpResponseBase:
    """All overlaps."""
    now = timezone.now()
    shown = page_shown(request, lambda after, _, most: overlaps(request.actor, now=now, after=after, limit=most))
    return render(request, "deconfliction/overlaps.html", {"overlaps": shown.items, "shown": shown})


@for_members
@require_safe
def silent_page(request: MemberRequest) -> HttpResponseBase:
    """All silent interests that met another."""
    now = timezone.now()
    shown = page_shown(request, lambda after, _, most: silent_meetings(request.actor, now=now, after=after, limit=most))
    context = {
        "silent": shown.items,
        "shown": shown,
        "may_register": may(request.actor, Permission.REGISTER_INTERESTS),
    }
    return render(request, "deconfliction/silent.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def overlap_page(request: MemberRequest, overlap_id: UUID) -> HttpResponseBase:
    """One overlap. A POST agrees to share more."""
    view = open_overlap(request.actor, overlap_id, now=timezone.now())
    initial = {"case_reference": view.interest.case_reference, "officer": request.actor.label}
    form = ShareForm(request.POST if request.method == "POST" else None, initial=initial)
    may_agree = may(request.actor, Permission.REGISTER_INTERESTS) and view.is_mutual and not view.we_agreed
    if form.is_bound and form.is_valid():
        try:
            both = consent_to_share(request.actor, overlap_id, form.share(), now=timezone.now())
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            said = _("Both have agreed. You read what they share.") if both else _("You have agreed. They are told.")
            messages.success(request, said)
            return redirect("deconfliction:overlap", overlap_id)
    other = listing_by_id(view.other_id)
    context = {
        "view": view,
        "form": form,
        "may_agree": may_agree,
        "other": other,
        "theirs": _rows(view.theirs),
        "ours": _rows(view.ours),
        "may_tell": may(request.actor, Permission.REGISTER_INTERESTS) and _may_be_opened(view),
    }
    return render(request, "deconfliction/overlap.html", context, status=422 if form.errors else 200)


def _may_be_opened(view: OverlapView) -> bool:
    return view.interest.is_silent and bool(view.interest.epochs)


def _rows(share: ShareView | None) -> list[Row]:
    if share is None:
        return []
    return [
        Row(_("Case"), share.case_reference),
        Row(_("Officer"), share.officer),
        Row(_("Reached at"), share.contact),
        Row(_("Shared"), share.shared_at),
    ]
