"""Training at a task: what its page says, and a supervisor who lets somebody without the certificate do it now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill
from causeway.hub.knowledge.training.forms.managing import OverrideForm
from causeway.hub.knowledge.training.queries.people import unqualified_people
from causeway.hub.knowledge.training.words import Rule
from causeway.hub.road.cases.queries.task_training import training_at
from causeway.hub.road.cases.queries.tasks import task_of


def training_context(actor: Actor, case_id: UUID, task_id: UUID, *, is_open: bool) -> dict[str, Any]:
    """What a task's page needs to know of training."""
    standing = training_at(actor, case_id, task_id)
    is_gated = standing is not None and standing.rule is Rule.GATE
    return {"training": standing, "may_override": is_open and is_gated and may(actor, Permission.OVERRIDE_SKILL)}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def override_page(request: MemberRequest, case_id: UUID, task_id: UUID) -> HttpResponseBase:
    """Choose who, and say why it cannot wait."""
    check(request.actor, Permission.OVERRIDE_SKILL)
    found, training = task_of(request.actor, case_id, task_id), training_at(request.actor, case_id, task_id)
    if found is None or training is None:
        raise Http404("There is no such task.")
    skill = training.skill
    people = [(str(one.id), one.name) for one in unqualified_people(request.actor, skill, now=timezone.now())]
    form = OverrideForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        task = TaskAtWork(task_id=task_id, case_id=case_id, title=found.task.title, skill=skill)
        try:
            override_skill(
                request.actor, form.cleaned_data["member_id"], task, form.cleaned_data["reason"], now=timezone.now()
            )
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("It can be done now. Somebody else looks at this afterwards."))
            return redirect("cases:task", case_id, task_id)
    context = {"case": found, "training": training, "form": form}
    return render(request, "cases/override.html", context, status=422 if form.errors else 200)
