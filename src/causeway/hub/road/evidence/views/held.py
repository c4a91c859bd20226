"""A supervisor lets somebody without the certificate do an act about a referral now, such as open its files."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill
from causeway.hub.knowledge.training.forms.managing import OverrideForm
from causeway.hub.knowledge.training.held_acts import ACT_NAMES, SKILL_OF_ACT, HeldAct
from causeway.hub.knowledge.training.queries.people import unqualified_people
from causeway.hub.road.evidence.queries.held import referral_to_allow


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def allow_page(request: MemberRequest, referral_id: UUID, act: str) -> HttpResponseBase:
    """Choose who, and say why it cannot wait."""
    check(request.actor, Permission.OVERRIDE_SKILL)
    if act not in set(HeldAct):
        raise Http404("There is no such act.")
    held, reference = HeldAct(act), referral_to_allow(request.actor, referral_id)
    skill, name = SKILL_OF_ACT[held], str(ACT_NAMES[held])
    people = [(str(one.id), one.name) for one in unqualified_people(request.actor, skill, now=timezone.now())]
    form = OverrideForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        title = _("%(act)s: %(reference)s") % {"act": name, "reference": reference}
        at_work = TaskAtWork(task_id=referral_id, case_id=None, title=title, skill=skill, act=held.value)
        try:
            override_skill(
                request.actor, form.cleaned_data["member_id"], at_work, form.cleaned_data["reason"], now=timezone.now()
            )
        except (Invalid, Conflict) as fault:
            form.add_error(getattr(fault, "field", None), fault.message)
        else:
            messages.success(request, _("It can be done now. Somebody else looks at this afterwards."))
            return redirect("referrals:referral", referral_id)
    context = {"form": form, "referral_id": referral_id, "reference": reference, "skill": skill, "act_name": name}
    return render(request, "evidence/allow.html", context, status=422 if form.errors else 200)
