"""The what-if page: a desk as figures, and what the simulation says of it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.commons.staffing_pages import asking, shown
from causeway.hub.commons.staffing_pages.commands.keep import delete_scenario, save_scenario
from causeway.hub.commons.staffing_pages.forms import (
    AssumptionsForm,
    BandsForm,
    DeskForm,
    QuestionForm,
    SaveForm,
    Wanted,
    initial_of,
    scenario_of,
    scenario_to_begin_from,
)
from causeway.hub.commons.staffing_pages.queries.scenarios import (
    Kept,
    kept_scenario,
    kept_scenarios,
    measured,
    note_export,
)
from causeway.staffing import Figures, Scenario, ScenarioError, document_of, scenario_from

_FORMS: tuple[type[forms.Form], ...] = (BandsForm, DeskForm, AssumptionsForm, QuestionForm)
_NAMES = ("bands", "desk", "assumptions", "question")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def what_if_page(request: MemberRequest) -> HttpResponseBase:
    """Fill in the desk, from the hub's own figures or a scenario that is kept; then see how it fares."""
    check(request.actor, Permission.USE_STAFFING)
    known = measured(request.actor)
    data = request.POST if request.method == "POST" else None
    begun_from = _begun_from(request) if data is None else None
    begin = begun_from.scenario if begun_from else scenario_to_begin_from(known)
    initial = initial_of(begin) if data is None else None
    filled = [form(data, initial=initial) for form in _FORMS]
    context: dict[str, Any] = {
        "forms": filled,
        "known": known,
        "begun_from": begun_from,
        "kept": kept_scenarios(request.actor),
        **dict(zip(_NAMES, filled, strict=True)),
    }
    are_valid = [data is not None and form.is_valid() for form in filled]
    if all(are_valid):
        told = {name: value for form in filled for name, value in form.cleaned_data.items()}
        try:
            context |= _found(scenario_of(told), told)
        except ScenarioError as fault:
            filled[0].add_error(None, _("This cannot be simulated: %(fault)s") % {"fault": fault})
    is_faulty = any(form.errors for form in filled)
    return render(request, "staffing_pages/what_if.html", context, status=422 if is_faulty else 200)


def _begun_from(request: MemberRequest) -> Kept | None:
    """The scenario that the address names."""
    try:
        named = UUID(request.GET.get("scenario", ""))
    except ValueError:
        return None
    return kept_scenario(request.actor, named)


def _found(scenario: Scenario, told: dict[str, Any]) -> dict[str, Any]:
    """What the reader wanted to know, for the template."""
    context: dict[str, Any] = {
        "scenario": json.dumps(document_of(scenario)),
        **_load(scenario),
        "wanted": told["wanted"].value,
        "save": SaveForm(),
    }
    match told["wanted"]:
        case Wanted.OFFICERS:
            within = told["within_days"]
            answer = asking.needs(scenario, share=told["share"] / 100, within_days=within)
            staffed = scenario.with_trained(answer.trained or told["trained"])
            context |= _load(staffed)
            return {**context, "answer": answer, "asked": told, "tried": shown.tried_rows(answer)}
        case Wanted.LEVERS:
            found = asking.levers(scenario)
            return {**context, "levers": [(one.name, shown.difference_rows(one.comparison)) for one in found]}
        case _:
            return {**context, **figures_context(asking.fares(scenario))}


def _load(scenario: Scenario) -> dict[str, Any]:
    return {"load": round(100 * scenario.load), "is_overloaded": scenario.load >= 1}


def figures_context(figures: Figures) -> dict[str, Any]:
    """Tables and plots of a desk's figures."""
    named = [(_("Waiting"), figures)]
    return {
        "figures": figures,
        "rows": shown.band_rows(figures),
        "busy": shown.share(figures.utilisation),
        "in_time": asking.in_time_plot(figures),
        "waiting": asking.waiting_plot(named),
        "weeks": shown.waiting_rows(named),
    }


@require_POST
@for_members
def keep(request: MemberRequest) -> HttpResponseBase:
    """Keep the scenario whose figures are shown."""
    check(request.actor, Permission.USE_STAFFING)
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            scenario_id = save_scenario(request.actor, name=form.cleaned_data["name"], document=_document(request))
        except (Invalid, Conflict) as fault:
            form.add_error("name", fault.message)
        else:
            messages.success(request, _("Kept. You can come back to it and compare it with others."))
            return redirect(f"{reverse('staffing:what_if')}?scenario={scenario_id}")
    context = {"save": form, "scenario": request.POST.get("scenario", "")}
    return render(request, "staffing_pages/keep.html", context, status=422)


@require_POST
@for_members
def delete(request: MemberRequest, scenario_id: UUID) -> HttpResponseBase:
    """Let a scenario go."""
    delete_scenario(request.actor, scenario_id)
    messages.success(request, _("Deleted."))
    return redirect("staffing:what_if")


@require_POST
@for_members
def export(request: MemberRequest) -> HttpResponseBase:
    """The figures of a scenario as CSV; the same scenario always gives the same figures."""
    check(request.actor, Permission.USE_STAFFING)
    try:
        figures = asking.fares(scenario_from(_document(request)))
    except (ScenarioError, HubError):
        messages.warning(request, _("This scenario cannot be simulated."))
        return redirect("staffing:what_if")
    note_export(request.actor, {"weeks": figures.run.weeks, "replications": figures.run.replications})
    return csv_download("staffing.csv", ["band", "measure", "estimate", "low", "high"], _figure_rows(figures))


def _figure_rows(figures: Figures) -> Iterator[list[object]]:
    for one in figures.bands:
        measures = {
            "per_week": one.per_week,
            "mean_days": one.mean,
            "half_within_days": asking.quantile(one, 0.5),
            "95_per_cent_within_days": asking.quantile(one, 0.95),
            "share_in_time": one.in_time,
            "longest_days": one.worst,
        }
        for name, value in measures.items():
            yield [one.band.value, name, value.estimate, value.low, value.high]
    for week, value in enumerate(figures.waiting, start=1):
        yield ["all", f"waiting_at_end_of_week_{week}", value.estimate, value.low, value.high]


def _document(request: MemberRequest) -> dict[str, Any]:
    """The scenario that the page carries along.

    Raises:
        Invalid: it is no document.
    """
    try:
        document = json.loads(request.POST.get("scenario", "")[:20_000])
    except ValueError as fault:
        raise Invalid(_("This is no scenario."), field="name") from fault
    if not isinstance(document, dict):
        raise Invalid(_("This is no scenario."), field="name")
    return document
