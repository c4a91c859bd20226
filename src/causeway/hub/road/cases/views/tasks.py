"""The pages of a case's tasks, and of the playbook that they come from."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.components import Row, TaskItem, TaskTone
from causeway.hub.base.theme.standalone import Taken, standalone
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.playbooks import PRESERVE_TASK, skill_name
from causeway.hub.knowledge.playbooks.markup import as_html
from causeway.hub.knowledge.playbooks.words import CONDITION_NAMES, duty_in_words, hours_in_words
from causeway.hub.road.cases.commands.follow_playbook import change_playbook
from causeway.hub.road.cases.commands.take_task_list import take_task_list
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.forms import PlaybookForm, TaskForm
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.queries.tasks import TaskView, task_of
from causeway.hub.road.cases.untold import untold_lines
from causeway.hub.road.cases.views.choices import playbook_choices
from causeway.hub.road.cases.views.training import training_context
from causeway.hub.road.cases.words import TASK_STATE_NAMES, TaskState

_TONES: dict[TaskState, TaskTone] = {
    TaskState.TO_DO: "todo",
    TaskState.DOING: "doing",
    TaskState.DONE: "done",
    TaskState.NOT_DONE: "blocked",
    TaskState.NOT_APPLICABLE: "blocked",
}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def task_page(request: MemberRequest, case_id: UUID, task_id: UUID) -> HttpResponseBase:
    """One task: what it asks for, why it applies, and where it stands."""
    found = task_of(request.actor, case_id, task_id)
    if found is None:
        raise Http404("There is no such task.")
    task = found.task
    initial = {"state": task.state.value, "reason": task.reason, "evidence": task.evidence_note}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_task(
                request.actor, case_id, task_id, given["state"], reason=given["reason"], evidence=given["evidence"]
            )
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The task is changed."))
            return redirect(reverse("cases:case", args=[case_id]) + "#tasks")
    is_open = found.closed_at is None
    context = {
        "case": found,
        "task": task,
        "wanted": reading_language(),
        "reads_elsewise": bool(task.lang) and task.lang != reading_language(),
        "task_guidance": as_html(task.guidance, {}),
        "untold": untold_lines(found.needs_safeguarding),
        "form": form,
        "conditions": [(CONDITION_NAMES[each], each not in task.unmet) for each in task.conditions],
        "may_work": may(request.actor, Permission.WORK_CASE) and is_open,
        "may_tell": may(request.actor, Permission.TELL_SAFEGUARDING) and is_open,
        "may_ask": task.code == PRESERVE_TASK and may(request.actor, Permission.MAKE_DATA_REQUEST) and is_open,
        "facts": _task_facts(task),
        **training_context(request.actor, case_id, task_id, is_open=is_open),
    }
    return render(request, "cases/task.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def playbook_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """Go on by another playbook, with a reason."""
    check(request.actor, Permission.WORK_CASE)
    data = request.POST if request.method == "POST" else None
    form = PlaybookForm(data, playbooks=playbook_choices(request.actor))
    if data is not None and form.is_valid():
        given = form.cleaned_data
        try:
            change_playbook(request.actor, case_id, given["playbook_code"], given["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The case goes on by this playbook. What was finished is kept."))
            return redirect(reverse("cases:case", args=[case_id]) + "#tasks")
    view = open_to_read(request.actor, case_id)
    if view.closed_at:
        return redirect("cases:case", case_id)
    return render(request, "cases/playbook.html", {"case": view, "form": form}, status=422 if form.errors else 200)


@for_members
@require_safe
def offline(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """The tasks of a case as one file, to tick without a network."""
    found = take_task_list(request.actor, case_id)
    taken = Taken(
        name="case-tasks",
        by=request.actor.organisation_name,
        at=timezone.now(),
        version=found.playbook_version,
        holds_case_data=True,
    )
    tasks = [(task, TASK_STATE_NAMES[task.state], as_html(task.guidance, {})) for task in found.tasks]
    context = {"case": found, "waiting": [line for line in tasks if not line[0].is_over], "tasks": tasks}
    return standalone("cases/offline.html", context, taken, styles=["playbooks/playbooks.css"])


def is_late(task: TaskView) -> bool:
    """Whether it waits though its time is over."""
    return bool(task.due_at and task.due_at < timezone.now() and not task.is_over)


def task_item(case_id: UUID, task: TaskView) -> TaskItem:
    """A task as a line of the case's list."""
    return TaskItem(
        title=task.title,
        status=TASK_STATE_NAMES[task.state],
        href=reverse("cases:task", args=[case_id, task.id]),
        hint=_hint(task),
        lang=task.lang,
        tone=_TONES[task.state],
    )


def _hint(task: TaskView) -> str:
    if task.is_set_aside:
        return _("Not so here: %(conditions)s") % {"conditions": _conditions(task)}
    if task.done_by:
        return ", ".join(part for part in (_("by %(name)s") % {"name": task.done_by}, task.reason) if part)
    if task.is_over or not (task.due_at or task.waits_for):
        return task.reason
    if task.due_at is None:
        return _("Its time starts when “%(task)s” is over") % {"task": task.waits_for}
    due = date_format(timezone.localtime(task.due_at), "SHORT_DATETIME_FORMAT")
    return _("Late: was due %(due)s") % {"due": due} if is_late(task) else _("Due %(due)s") % {"due": due}


def _conditions(task: TaskView) -> str:
    return "; ".join(str(CONDITION_NAMES[each]) for each in task.unmet)


def _task_facts(task: TaskView) -> list[Row]:
    rows = [Row(_("Where it stands"), TASK_STATE_NAMES[task.state])]
    if task.reason:
        rows.append(Row(_("Reason"), task.reason))
    if task.done_at and task.done_by:
        rows += [Row(_("By whom"), task.done_by), Row(_("When"), task.done_at)]
    if task.due_in_hours is not None:
        rows.append(Row(_("Duty"), duty_in_words(task.is_mandatory)))
        rows.append(Row(_("Time allowed"), hours_in_words(task.due_in_hours)))
    if task.waits_for:
        rows.append(Row(_("Its time starts"), _("when “%(task)s” is over") % {"task": task.waits_for}))
    if task.roles:
        rows.append(Row(_("Who does it"), ", ".join(str(ROLE_NAMES[role]) for role in task.roles)))
    if task.skill:
        rows.append(Row(_("Training"), skill_name(task.skill)))
    return rows
