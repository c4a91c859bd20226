"""From draft to published module: review, sharing, preview, and how well modules teach."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.training.asking import asked
from causeway.hub.knowledge.training.commands.publish_module import (
    publish,
    return_draft,
    send_for_review,
    share_module,
    withdraw_module,
)
from causeway.hub.knowledge.training.commands.write_module import delete_draft
from causeway.hub.knowledge.training.forms.reviewing import ReturnForm, ShareForm
from causeway.hub.knowledge.training.gain_plot import gain_plot
from causeway.hub.knowledge.training.pages import draw, reading_language
from causeway.hub.knowledge.training.queries.attempts import attempts_at
from causeway.hub.knowledge.training.queries.drafts import draft, possible_readers, published
from causeway.hub.knowledge.training.queries.quality import compare_modules, quality_of
from causeway.hub.knowledge.training.words import TEST_NAMES


@for_members
@require_GET
def preview(request: MemberRequest, draft_id: UUID) -> HttpResponse:
    """A draft as its readers will see it, on one page."""
    view = draft(request.actor, draft_id)
    sections = [
        {"section": section, "questions": asked(section.questions, "preview")} for section in view.module.sections
    ]
    context = {"draft": view, "parts": sections, "items": asked(view.module.items, "preview")}
    return draw(request, "preview.html", context, current="writing")


@for_members
@require_POST
def send(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Hand a draft to its reviewer."""
    try:
        send_for_review(request.actor, draft_id)
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("The draft is in review. Somebody else publishes it or returns it to you."))
    return redirect("training:draft", draft_id)


@for_members
@require_POST
def delete(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Delete a draft."""
    try:
        delete_draft(request.actor, draft_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("training:draft", draft_id)
    messages.success(request, _("The draft is deleted."))
    return redirect("training:writing")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Publish a draft or return it."""
    view = draft(request.actor, draft_id)
    returns = request.method == "POST" and request.POST.get("decision") == "return"
    form = ReturnForm(request.POST if returns else None)
    if request.method == "POST" and (not returns or form.is_valid()):
        try:
            if returns:
                return_draft(request.actor, draft_id, form.cleaned_data["comments"])
                messages.success(request, _("The draft is returned to its author."))
            else:
                number = publish(request.actor, draft_id, now=timezone.now())
                messages.success(request, _("Published as version %(number)d.") % {"number": number})
        except (Invalid, Conflict) as fault:
            if returns:
                blame(form, fault)
            else:
                messages.warning(request, fault.message)
        else:
            return redirect("training:writing")
    context = {"draft": view, "form": form}
    return draw(request, "review.html", context, current="writing", status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: MemberRequest, module_id: UUID) -> HttpResponseBase:
    """Say who else reads a module, or withdraw it."""
    rows = [one for one in published(request.actor) if one.module_id == module_id]
    if not rows:
        raise Http404("There is no such module.")
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        withdraw_module(request.actor, module_id, now=timezone.now())
        messages.success(request, _("The module is withdrawn. Certificates stay."))
        return redirect("training:writing")
    known = rows[0]
    audience = "everyone" if known.is_for_everyone else ("some" if known.shared_ids else "own")
    initial = {"audience": audience, "with_ids": [str(one) for one in known.shared_ids]}
    readers = possible_readers(request.actor)
    form = ShareForm(request.POST if request.method == "POST" else None, initial=initial, readers=readers)
    if form.is_valid():
        chosen = form.cleaned_data["audience"]
        with_ids = form.cleaned_data.get("with_ids", []) if chosen == "some" else []
        try:
            share_module(request.actor, module_id, everyone=chosen == "everyone", with_ids=with_ids)
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("training:writing")
    context = {"form": form, "known": known}
    return draw(request, "share.html", context, current="writing", status=422 if form.errors else 200)


@for_members
@require_GET
def qualities(request: MemberRequest) -> HttpResponse:
    """Modules, to see how well each teaches."""
    lines = compare_modules(request.actor, reading_language(request))
    return draw(request, "qualities.html", {"lines": lines, "gains": gain_plot(lines)}, current="qualities")


@for_members
@require_GET
def quality(request: MemberRequest, module_id: UUID) -> HttpResponse:
    """How well one module teaches."""
    found = quality_of(request.actor, module_id, reading_language(request))
    attempts = [{"view": one, "name": TEST_NAMES[one.kind]} for one in attempts_at(request.actor, module_id, limit=50)]
    return draw(request, "quality.html", {"quality": found, "attempts": attempts}, current="qualities")
