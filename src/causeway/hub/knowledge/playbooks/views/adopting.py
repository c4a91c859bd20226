"""What a force follows: adopting, adapting, and deciding on a newer standard."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.playbooks.commands.adopt import adopt, keep_ours, merge_newer, take_newer
from causeway.hub.knowledge.playbooks.commands.write_draft import adapt
from causeway.hub.knowledge.playbooks.forms import MergeForm, ReasonForm
from causeway.hub.knowledge.playbooks.merging import ThreeWay, three_way
from causeway.hub.knowledge.playbooks.queries.in_force import InForce, followed
from causeway.hub.knowledge.playbooks.queries.library import open_published
from causeway.hub.knowledge.playbooks.translating import title_in
from causeway.hub.knowledge.playbooks.views.shown import change_shown, compared, comparison_shown, ref_of


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_page(request: MemberRequest, key: str) -> HttpResponseBase:
    """Follow a playbook as it is, after seeing what changes by it."""
    check(request.actor, Permission.ADOPT_PLAYBOOKS)
    found = open_published(request.actor, ref_of(key))
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, label=_("A note on the decision (optional)"), is_needed=False)
    if data is not None and form.is_valid():
        try:
            adopt(request.actor, found.ref, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("New cases of this kind start with it."))
            return redirect("playbooks:followed", found.playbook.code)
    try:
        current = followed(request.actor, found.playbook.code)
    except NotFound:
        current = None
    difference = comparison_shown(compared(request, current.playbook, found.playbook)) if current else None
    title = title_in(found.playbook, reading_language())
    context = {"found": found, "title": title, "key": key, "form": form, "current": current, "difference": difference}
    return render(request, "playbooks/adopt.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def adapt_page(request: MemberRequest, key: str) -> HttpResponseBase:
    """Begin an adaptation."""
    try:
        return redirect("playbooks:draft", adapt(request.actor, ref_of(key), language=reading_language()))
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("playbooks:library")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def update_page(request: MemberRequest, code: str) -> HttpResponseBase:
    """The standard has a newer version: what changed in it, what we had changed, and what we do. Whoever only writes
    can put both together, so that a supervisor who wrote nothing in it can review it.
    """
    may_adopt = may(request.actor, Permission.ADOPT_PLAYBOOKS)
    if not may_adopt:
        check(request.actor, Permission.WRITE_PLAYBOOKS)
    found = followed(request.actor, code)
    if found.newer is None:
        return redirect("playbooks:followed", code)
    both = three_way(found.standard.playbook, found.newer, found.playbook)
    is_keeping = request.method == "POST" and request.POST.get("decision") == "keep"
    is_taking = request.method == "POST" and not is_keeping
    conflicts = [(each.code, each.title) for each in both.conflicts]
    merge = MergeForm(request.POST if is_taking else None, conflicts=conflicts)
    keep = ReasonForm(request.POST if is_keeping else None, label=_("Why do you stay with what you follow?"))
    try:
        answer = _keep(request, keep, code) if is_keeping else _take(request, merge, found)
    except (Invalid, Conflict) as fault:
        blame(keep if is_keeping else merge, fault)
        answer = None
    if answer is not None:
        return answer
    context = {
        "found": found,
        "title": found.title,
        "both": both,
        "standard": comparison_shown(both.standard),
        "own": comparison_shown(both.own, found.reasons),
        "meetings": _meetings(both, found, merge),
        "merge": merge,
        "keep": keep,
        "may_write": may(request.actor, Permission.WRITE_PLAYBOOKS),
        "may_adopt": may_adopt,
    }
    faulty = bool(merge.errors or keep.errors)
    return render(request, "playbooks/update.html", context, status=422 if faulty else 200)


def _keep(request: MemberRequest, form: ReasonForm, code: str) -> HttpResponseBase | None:
    if not form.is_valid():
        return None
    keep_ours(request.actor, code, form.cleaned_data["reason"])
    messages.success(request, _("You stay with what you follow. The next version of the standard will be shown again."))
    return redirect("playbooks:followed", code)


def _take(request: MemberRequest, form: MergeForm, found: InForce) -> HttpResponseBase | None:
    if request.method != "POST" or not form.is_valid():
        return None
    if not found.is_adapted:
        take_newer(request.actor, found.code)
        messages.success(request, _("New cases of this kind start with the newer version."))
        return redirect("playbooks:followed", found.code)
    draft_id = merge_newer(request.actor, found.code, form.choices())
    messages.success(request, _("Both are together in a draft. Read it, and send it for review."))
    return redirect("playbooks:draft", draft_id)


def _meetings(both: ThreeWay, found: InForce, form: MergeForm) -> list[dict[str, object]]:
    lang = found.playbook.language
    return [
        {
            "meeting": meeting,
            "standard": change_shown(meeting.in_standard, lang) if meeting.in_standard else None,
            "own": change_shown(meeting.in_own, lang, found.reasons.get(meeting.code, "")) if meeting.in_own else None,
            "field": form[f"side_{meeting.code}"] if meeting.is_conflict else None,
        }
        for meeting in both.meetings
    ]
