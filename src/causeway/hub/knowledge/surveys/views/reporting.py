"""What a survey lead does with an opened wave: make its report, publish it, take answers away, cross two questions."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError, Invalid, NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, render_in_section
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.theme.downloads import download
from causeway.hub.base.theme.numbers import percent
from causeway.hub.knowledge.surveys.commands.make_report import delete_report, make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report, withdraw_report
from causeway.hub.knowledge.surveys.commands.take_away import take_data
from causeway.hub.knowledge.surveys.forms.report import TO_ALL, TO_NAMED, CrossForm, MakeReportForm, PublishForm
from causeway.hub.knowledge.surveys.queries.crossing import CrossView, cross_view
from causeway.hub.knowledge.surveys.queries.opened import OpenedLine, opened_waves
from causeway.hub.knowledge.surveys.queries.reports import report_view
from causeway.hub.knowledge.surveys.report.crossing import Crossing
from causeway.hub.knowledge.surveys.report.judging import test_text
from causeway.hub.knowledge.surveys.report.wording import SYNTHETIC
from causeway.hub.knowledge.surveys.views.reports import CURRENT, SECTION
from causeway.interchange.survey_data import SMALLEST_CELL, can_write_sav


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: MemberRequest, wave_id: UUID) -> HttpResponse:
    """Make the report of a wave."""
    check(request.actor, Permission.MANAGE_SURVEYS)
    wave, waves = _opened(request, wave_id)
    earlier = [
        (each.id, each.title)
        for each in waves
        if each.instrument_code == wave.instrument_code and each.opens_on < wave.opens_on
    ]
    form = MakeReportForm(request.POST if request.method == "POST" else None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["earlier"]
        try:
            report_id = make_report(request.actor, wave_id, earlier_id=UUID(chosen) if chosen else None)
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The report is made. Nobody else sees it until you publish it."))
            return redirect("survey_reports:report", report_id)
    return _shown(request, "make.html", {"form": form, "wave": wave, "has_earlier": bool(earlier)}, form.errors)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Say who may read a report."""
    check(request.actor, Permission.PUBLISH_SURVEY_REPORT)
    view = report_view(request.actor, report_id)
    if not view.line.is_own:
        raise NotFound(_("There is no such report here."))
    others = [(each.id, each.name) for each in directory(request.actor) if each.id != request.actor.organisation_id]
    standing = {
        "to": TO_ALL if view.line.is_for_all else TO_NAMED,
        "organisations": [str(each) for each in view.audience],
    }
    form = PublishForm(request.POST if request.method == "POST" else None, others=others, initial=standing)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            publish_report(
                request.actor,
                report_id,
                organisations=[UUID(each) for each in told["organisations"]],
                to_all=told["to"] == TO_ALL,
            )
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The report is published."))
            return redirect("survey_reports:report", report_id)
    return _shown(request, "publish.html", {"form": form, "line": view.line}, form.errors)


@for_members
@require_POST
def withdraw(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Take a published report back."""
    try:
        withdraw_report(request.actor, report_id)
    except HubError as fault:
        _refused(request, fault)
    else:
        messages.success(request, _("The report is withdrawn. Nobody else can read it any more."))
    return redirect("survey_reports:report", report_id)


@for_members
@require_POST
def delete(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Delete a report that is not published."""
    try:
        delete_report(request.actor, report_id)
    except HubError as fault:
        _refused(request, fault)
        return redirect("survey_reports:report", report_id)
    messages.success(request, _("The report is deleted."))
    return redirect("survey_reports:list")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: MemberRequest, wave_id: UUID) -> HttpResponse:
    """The answers of a wave as files: which file holds what, and who may have it."""
    check(request.actor, Permission.EXPORT_SURVEY_DATA)
    wave, _waves = _opened(request, wave_id)
    fault = ""
    if request.method == "POST":
        try:
            taken = take_data(request.actor, wave_id, is_public=request.POST.get("kind") != "restricted")
        except Invalid as refusal:
            fault = refusal.message
        else:
            return download(taken.name, taken.content, "application/zip")
    context = {"wave": wave, "has_spss": can_write_sav(), "smallest": SMALLEST_CELL, "fault": fault}
    return _shown(request, "data.html", context, fault)


@for_members
@require_safe
def cross(request: MemberRequest, wave_id: UUID) -> HttpResponse:
    """Two questions of a wave against each other."""
    blank = cross_view(request.actor, wave_id)
    form = CrossForm(request.GET if "rows" in request.GET else None, questions=blank.questions)
    view = blank
    if form.is_bound and form.is_valid():
        try:
            view = cross_view(request.actor, wave_id, **form.cleaned_data)
        except Invalid as fault:
            blame(form, fault)
    context = {
        "form": form,
        "view": view,
        "synthetic": SYNTHETIC if view.is_synthetic else "",
        "table": _table(view, view.crossing, **form.cleaned_data) if view.crossing else None,
    }
    return _shown(request, "cross.html", context, form.errors)


def _table(view: CrossView, crossing: Crossing, rows: str, columns: str) -> dict[str, object]:
    names, heads = view.labels.get(rows, {}), view.labels[columns]
    texts = dict(view.questions)
    return {
        "row_title": texts.get(rows, _("Rank")),
        "column_title": texts[columns],
        "columns": [heads.get(code, code) for code in crossing.columns],
        "rows": [
            {
                "name": names.get(row.name, row.name),
                "people": row.people,
                "cells": [
                    {"text": "" if cell.share is None else percent(cell.share), "stands_out": cell.stands_out}
                    for cell in row.cells
                ],
            }
            for row in crossing.rows
        ],
        "test": test_text(crossing),
    }


def _opened(request: MemberRequest, wave_id: UUID) -> tuple[OpenedLine, list[OpenedLine]]:
    waves = opened_waves(request.actor)
    wave = next((each for each in waves if each.id == wave_id), None)
    if wave is None:
        raise NotFound(_("There is no opened wave here."))
    return wave, waves


def _refused(request: MemberRequest, fault: HubError) -> None:
    if isinstance(fault, NotFound) or fault.status == 403:
        raise fault
    messages.error(request, fault.message)


def _shown(request: MemberRequest, template: str, context: Mapping[str, object], faults: object = None) -> HttpResponse:
    return render_in_section(
        request,
        request.actor,
        f"surveys/report/{template}",
        context,
        current=CURRENT,
        section=SECTION,
        status=422 if faults else 200,
    )
