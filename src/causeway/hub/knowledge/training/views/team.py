"""A team's training: who holds what, rules and paths, overrides, mentors' signatures, and forces for a desk."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.knowledge.training.commands.at_work import review_override, sign_task
from causeway.hub.knowledge.training.forms.managing import ReviewOverrideForm, SignForm
from causeway.hub.knowledge.training.pages import draw, paged
from causeway.hub.knowledge.training.queries.team import (
    ForceLine,
    export_forces,
    export_team,
    forces_overview,
    log_of_signed,
    overrides,
    tasks_to_sign,
    team_matrix,
)
from causeway.hub.knowledge.training.skills import SKILL_NAMES, Skill
from causeway.hub.knowledge.training.views.certificates import shown
from causeway.hub.knowledge.training.words import HOLDING_NAMES


@for_members
@require_GET
def team(request: MemberRequest) -> HttpResponse:
    """The matrix: every member by every skill."""
    lines = team_matrix(request.actor, now=timezone.now())
    used = {cell.skill for line in lines for cell in line.cells if cell.until or cell.holding != "missing"}
    context = {"page": paged(request, lines), "skills": [(skill, SKILL_NAMES[skill]) for skill in Skill], "used": used}
    return draw(request, "team.html", context, current="team")


@for_members
@require_GET
def team_csv(request: MemberRequest) -> HttpResponse:
    """The matrix as a file."""
    lines = export_team(request.actor, now=timezone.now())
    heads = [_("Name"), _("Roles"), *(str(SKILL_NAMES[skill]) for skill in Skill), _("Required and lacking")]
    rows = [
        [
            line.person.name,
            "; ".join(str(ROLE_NAMES[role]) for role in sorted(line.person.roles)),
            *(
                f"{HOLDING_NAMES[cell.holding]}{f' ({cell.until:%Y-%m-%d})' if cell.until else ''}"
                for cell in line.cells
            ),
            "; ".join(line.lacks),
        ]
        for line in lines
    ]
    return csv_download("team-training.csv", heads, rows, has_byte_order_mark=True)


@for_members
@require_GET
def member(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """One member: certificates, and tasks beside a mentor."""
    name, tasks, certificates = log_of_signed(request.actor, member_id)
    context = {"name": name, "tasks": tasks, "rows": shown(certificates)}
    return draw(request, "member.html", context, current="team")


@for_members
@require_GET
def override_list(request: MemberRequest) -> HttpResponse:
    """Tasks that were allowed without the certificate."""
    return draw(request, "overrides.html", {"page": paged(request, overrides(request.actor))}, current="overrides")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: MemberRequest, override_id: UUID) -> HttpResponseBase:
    """Look at one of them afterwards."""
    view = next((one for one in overrides(request.actor) if one.id == override_id), None)
    if view is None:
        raise Http404("There is no such override.")
    form = ReviewOverrideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review_override(request.actor, override_id, **form.cleaned_data, now=timezone.now())
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Your review is kept."))
            return redirect("training:overrides")
    context = {
        "view": view,
        "form": form,
        "may_read_case": may(request.actor, Permission.READ_CASE),
        "may_read_referral": may(request.actor, Permission.READ_REFERRAL),
    }
    return draw(request, "override.html", context, current="overrides", status=422 if form.errors else 200)


@for_members
@require_GET
def to_sign(request: MemberRequest) -> HttpResponse:
    """First tasks of others that wait for a mentor."""
    rows = tasks_to_sign(request.actor, now=timezone.now())
    return draw(request, "to_sign.html", {"page": paged(request, rows)}, current="to_sign")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: MemberRequest, mentored_id: UUID) -> HttpResponseBase:
    """Sign one of them."""
    view = next((one for one in tasks_to_sign(request.actor, now=timezone.now()) if one.id == mentored_id), None)
    if view is None:
        raise Http404("There is no such task.")
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sign_task(request.actor, mentored_id, **form.cleaned_data, now=timezone.now())
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Signed. The member reads your note."))
            return redirect("training:to_sign")
    context = {"view": view, "form": form}
    return draw(request, "sign.html", context, current="to_sign", status=422 if form.errors else 200)


@for_members
@require_GET
def forces(request: MemberRequest) -> HttpResponse:
    """What each force told of its training."""
    lines = forces_overview(request.actor)
    context = {
        "page": paged(request, [_force(line) for line in lines]),
        "skills": [SKILL_NAMES[skill] for skill in Skill],
    }
    return draw(request, "forces.html", context, current="forces")


def _force(line: ForceLine) -> dict[str, object]:
    return {"line": line, "cells": [line.qualified.get(skill) for skill in Skill]}


@for_members
@require_GET
def forces_csv(request: MemberRequest) -> HttpResponse:
    """The same as a file; what may not be told stands empty."""
    lines = export_forces(request.actor)
    heads = [_("Force"), _("Members counted"), *(str(SKILL_NAMES[skill]) for skill in Skill)]
    rows = [[line.force, line.members, *(line.qualified.get(skill) for skill in Skill)] for line in lines]
    return csv_download("force-training.csv", heads, rows, has_byte_order_mark=True)
