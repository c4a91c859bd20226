"""What the organisation asks: rules at tasks, and paths by role."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.knowledge.training.commands.set_rules import set_path, set_rule, share_exact_counts
from causeway.hub.knowledge.training.forms.managing import PathStepForm, RuleForm, ShareCountsForm
from causeway.hub.knowledge.training.pages import draw, reading_language
from causeway.hub.knowledge.training.paths import Wanted
from causeway.hub.knowledge.training.queries.library import read_library
from causeway.hub.knowledge.training.queries.paths import own_roles, paths
from causeway.hub.knowledge.training.queries.team import rules
from causeway.hub.knowledge.training.skills import NEVER_GATED_SKILLS, NEVER_GATED_TASKS, SKILL_NAMES, Skill
from causeway.hub.knowledge.training.words import RULE_NAMES
from causeway.vocabulary.organisations import OrganisationKind, Role


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def rule_list(request: MemberRequest) -> HttpResponseBase:
    """The rule of every skill. A POST says whether the desk sees exact counts."""
    lines, is_shared = rules(request.actor)
    form = ShareCountsForm(request.POST if request.method == "POST" else None, initial={"is_shared": is_shared})
    if form.is_valid():
        share_exact_counts(request.actor, is_shared=form.cleaned_data["is_shared"])
        messages.success(request, _("Saved. It takes effect with the next count, within a day."))
        return redirect("training:rules")
    shown = [
        {
            "line": line,
            "name": SKILL_NAMES[line.skill],
            "rule": RULE_NAMES[line.rule],
            "never_gated": line.skill in NEVER_GATED_SKILLS,
        }
        for line in lines
    ]
    is_force = request.actor.organisation_kind is OrganisationKind.POLICE_FORCE
    context = {"rows": shown, "form": form, "is_force": is_force, "never_held_up": NEVER_GATED_TASKS.values()}
    return draw(request, "rules.html", context, current="rules")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: MemberRequest, skill: str) -> HttpResponseBase:
    """The rule of one skill."""
    if skill not in set(Skill):
        raise Http404("There is no such skill.")
    known = Skill(skill)
    line = next(line for line in rules(request.actor)[0] if line.skill is known)
    initial = {"rule": line.rule.value, "mentored_tasks": line.mentored_tasks}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial, skill=known)
    if form.is_valid():
        try:
            set_rule(
                request.actor, known, form.cleaned_data["rule"], mentored_tasks=form.cleaned_data["mentored_tasks"]
            )
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The rule is changed."))
            return redirect("training:rules")
    context = {"form": form, "name": SKILL_NAMES[known], "never_gated": known in NEVER_GATED_SKILLS}
    return draw(request, "rule.html", context, current="rules", status=422 if form.errors else 200)


@for_members
@require_GET
def path_list(request: MemberRequest) -> HttpResponse:
    """The path of every role."""
    found = paths(request.actor, reading_language(request))
    own = own_roles(request.actor)
    shown = [
        {"role": role.value, "name": ROLE_NAMES[role], "steps": found.get(role, ()), "is_own": role in own}
        for role in Role
    ]
    return draw(request, "paths.html", {"rows": shown}, current="paths")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def path(request: MemberRequest, role: str) -> HttpResponseBase:
    """The path of one role: a module is added, taken out, or the shipped path is taken again."""
    check(request.actor, Permission.MANAGE_TRAINING)
    if role not in set(Role):
        raise Http404("There is no such role.")
    known, language = Role(role), reading_language(request)
    steps = list(paths(request.actor, language).get(known, ()))
    choices = [(str(view.id), view.module.title) for view in read_library(request.actor, language)]
    adds = request.method == "POST" and request.POST.get("do") == "add"
    form = PathStepForm(request.POST if adds else None, modules=choices)
    kept = [Wanted(module_id=one.view.id, is_required=one.is_required, valid_months=one.valid_months) for one in steps]
    if request.method == "POST" and (not adds or form.is_valid()):
        taken_out = request.POST.get("remove", "")
        changed = [one for one in kept if str(one.module_id) != taken_out]
        if adds:
            added = Wanted(**form.cleaned_data)
            changed = [*(one for one in changed if one.module_id != added.module_id), added]
        elif request.POST.get("do") == "reset":
            changed = []
        try:
            set_path(request.actor, known, changed)
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The path is changed."))
            return redirect("training:path", role)
    context = {"form": form, "steps": steps, "name": ROLE_NAMES[known], "is_own": known in own_roles(request.actor)}
    return draw(request, "path.html", context, current="paths", status=422 if form.errors else 200)
