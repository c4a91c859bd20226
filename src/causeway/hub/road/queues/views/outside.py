"""The pages on which a person hands a referral to a central desk outside this hub."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.downloads import streamed_download
from causeway.hub.road.queues.forms import PackageForm
from causeway.hub.road.queues.outside_forms import AnswerForm, SentForm, TakeBackForm
from causeway.hub.road.queues.packages.pack_for_outside import pack_for_outside
from causeway.hub.road.queues.queries.abroad import outside_desk
from causeway.hub.road.queues.queries.referral_facts import facts_for_package
from causeway.hub.road.queues.views.acting_pages import act_on_page
from causeway.hub.road.routes.commands.outside import enter_acknowledgement, mark_sent, take_back_outside


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def sent_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Say that it was sent."""
    check(request.actor, Permission.SEND_OUTSIDE)
    form = SentForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: mark_sent(request.actor, referral_id, form.cleaned_data["how"]),
        title=_("It was sent"),
        intro=_("Your desk stays responsible, and the clock runs on, until you have entered that they have it."),
        button=_("Enter that it was sent"),
        done=_("Entered: it was sent. Enter their answer when it comes."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Enter that they have it."""
    check(request.actor, Permission.SEND_OUTSIDE)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: enter_acknowledgement(
            request.actor, referral_id, form.cleaned_data["their_reference"], form.cleaned_data["note"]
        ),
        title=_("They have it"),
        intro=_("The clock stops, and the referral leaves your queue."),
        button=_("Enter their acknowledgement"),
        done=_("Entered: the central desk has taken it over."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Bring it back."""
    check(request.actor, Permission.SEND_OUTSIDE)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: take_back_outside(
            request.actor,
            referral_id,
            form.cleaned_data["reason"],
            is_declined=form.cleaned_data["is_declined"],
        ),
        title=_("It comes back to your desk"),
        intro=_("It needs a route again, and a person decides where it goes."),
        button=_("Bring it back"),
        done=_("It is back, and needs a route."),
    )


@sensitive_post_parameters("passphrase", "again")
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def outside_package_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The package that is sent, locked for the desk's own key where it is known."""
    check(request.actor, Permission.SEND_OUTSIDE)
    facts = facts_for_package(request.actor, [referral_id])
    desk = outside_desk(request.actor, referral_id)
    initial = {"way": "key", "public_key": desk.public_key} if desk.public_key and desk.is_in_force else None
    form = PackageForm(request.POST if request.method == "POST" else None, initial=initial)
    form.name_key(_("To the central desk’s age public key"))
    if request.method == "POST" and form.is_valid() and (lock := form.lock()) is not None:
        try:
            package = pack_for_outside(request.actor, referral_id, lock)
        except Conflict as fault:
            blame(form, fault)
        else:
            response = streamed_download(package.file_name, package.pieces)
            response["Cache-Control"] = "private, no-store"
            response["Content-Security-Policy"] = "sandbox; default-src 'none'"
            return response
    context = {"form": form, "facts": facts, "to": desk}
    return render(request, "queues/package.html", context, status=422 if form.errors else 200)
