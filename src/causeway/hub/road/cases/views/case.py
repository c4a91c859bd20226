"""A case's page, and the small steps of work on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.components import Row, TimelineEntry
from causeway.hub.road.cases.commands.take_referral import add_to_case, open_case
from causeway.hub.road.cases.commands.work_case import add_note
from causeway.hub.road.cases.forms import NEW_CASE, NoteForm, TakeForm
from causeway.hub.road.cases.queries.case_list import open_cases
from causeway.hub.road.cases.queries.case_view import CaseView, TimelineLine, open_to_read
from causeway.hub.road.cases.queries.finding import referral_heading
from causeway.hub.road.cases.untold import untold_lines
from causeway.hub.road.cases.views.choices import playbook_choices
from causeway.hub.road.cases.views.holding import at_work
from causeway.hub.road.cases.views.tasks import is_late, task_item
from causeway.hub.road.cases.words import entry_in_words
from causeway.hub.road.outcomes.words import STATUS_NAMES
from causeway.hub.road.referrals.words import CONCERN_NAMES


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def case_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """The whole case. A POST adds a note."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_note(request.actor, case_id, form.cleaned_data["text"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The note is added."))
            return redirect(reverse("cases:case", args=[case_id]) + "#notes")
    view = open_to_read(request.actor, case_id)
    return render(request, "cases/case.html", _context(request, view, form), status=422 if form.errors else 200)


def _context(request: MemberRequest, view: CaseView, form: NoteForm) -> dict[str, object]:
    now = timezone.now()
    over = sum(task.is_over for task in view.tasks)
    return {
        "case": view,
        "form": form,
        "now": now,
        "facts": _facts(view, over),
        "tasks": [task_item(view.id, task) for task in view.tasks],
        "late_tasks": [task for task in view.tasks if is_late(task)] if view.closed_at is None else [],
        "referrals": [
            {
                "view": item,
                "concern": CONCERN_NAMES[item.told.referral.concern],
                "outcome": STATUS_NAMES[item.outcome.outcome.status] if item.outcome else "",
                "waits_for_safeguarding": item.told.id in {each.referral_id for each in view.needs_safeguarding},
            }
            for item in view.referrals
        ],
        "untold": untold_lines(view.needs_safeguarding),
        "late_notices": [notice for notice in view.notices if notice.is_late(now)],
        "late_ids": {notice.id for notice in view.notices if notice.is_late(now)},
        "timeline": [_line(line) for line in view.timeline],
        "may_work": may(request.actor, Permission.WORK_CASE),
        "may_close": may(request.actor, Permission.CLOSE_CASE),
        "may_tell": may(request.actor, Permission.TELL_SAFEGUARDING),
        "may_ask": may(request.actor, Permission.MAKE_DATA_REQUEST),
        "may_download": may(request.actor, Permission.DOWNLOAD_PACKAGE),
    }


def _facts(view: CaseView, over: int) -> list[Row]:
    rows = [
        Row(_("Lead"), view.lead),
        Row(_("Opened"), view.opened_at),
        Row(
            _("Playbook"),
            f"{view.playbook} ({view.playbook_version})",
            href=reverse("playbooks:published", args=[str(view.playbook_version_id or view.playbook_code)]),
            action=_("Read it"),
        ),
        Row(_("Tasks"), _("%(over)d of %(all)d done or decided") % {"over": over, "all": len(view.tasks)}),
        Row(_("Referrals"), len(view.referrals)),
    ]
    return [*rows, Row(_("Closed"), view.closed_at)] if view.closed_at else rows


def _line(line: TimelineLine) -> TimelineEntry:
    text = entry_in_words(line.entry, line.about)
    return TimelineEntry(title=ACT_TEXTS[line.entry.act], by=line.by, at=line.entry.at, text=text)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def take_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Take a referral into a new case, or into one that is open."""
    heading = referral_heading(request.actor, referral_id)
    if heading.case_id is not None and request.method != "POST":
        return redirect("cases:case", heading.case_id)
    choices = [(str(case_id), label) for case_id, label in open_cases(request.actor)]
    data = request.POST if request.method == "POST" else None
    form = TakeForm(data, cases=choices, playbooks=playbook_choices(request.actor))
    held = at_work(request, referral_id)
    if request.method == "POST" and form.is_valid() and held.lets(request, form):
        given = form.cleaned_data
        try:
            if given["case"] == NEW_CASE:
                case_id = open_case(
                    request.actor, referral_id, title=given["title"], playbook_code=given["playbook_code"]
                )
            else:
                add_to_case(request.actor, case_id := UUID(given["case"]), referral_id)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The referral is in this case now."))
            return redirect("cases:case", case_id)
    context = {"form": form, "heading": heading, "held": held}
    return render(request, "cases/take.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def join_page(request: MemberRequest, case_id: UUID, referral_id: UUID) -> HttpResponseBase:
    """Add a linked referral to this case, from the case's own page."""
    try:
        add_to_case(request.actor, case_id, referral_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    return redirect("cases:case", case_id)
