"""Two scenarios under the same chances, side by side."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.commons.staffing_pages import asking, shown
from causeway.hub.commons.staffing_pages.forms import CompareForm
from causeway.hub.commons.staffing_pages.queries.scenarios import Kept, kept_scenario, kept_scenarios, note_export
from causeway.staffing import Comparison, ScenarioError


@for_members
@require_safe
def compare_page(request: MemberRequest) -> HttpResponseBase:
    """Choose two, and see by how much they differ."""
    check(request.actor, Permission.USE_STAFFING)
    kept = kept_scenarios(request.actor)
    form = CompareForm(request.GET or None, kept=kept)
    context: dict[str, object] = {"form": form, "kept": kept}
    if form.is_bound and form.is_valid():
        try:
            first, second, comparison = _compared(request, form.cleaned_data)
        except ScenarioError as fault:
            form.add_error("first", _("This cannot be simulated: %(fault)s") % {"fault": fault})
        else:
            named = [(first.name, comparison.first), (second.name, comparison.second)]
            context |= {
                "first": first,
                "second": second,
                "rows": shown.difference_rows(comparison),
                "loads": [round(100 * figures.load) for _name, figures in named],
                "run": comparison.first.run,
                "waiting": asking.waiting_plot([(_("First"), comparison.first), (_("Second"), comparison.second)]),
                "weeks": shown.waiting_rows(named),
            }
    is_faulty = form.is_bound and bool(form.errors)
    return render(request, "staffing_pages/compare.html", context, status=422 if is_faulty else 200)


@require_POST
@for_members
def compare_export(request: MemberRequest) -> HttpResponseBase:
    """The same as CSV."""
    check(request.actor, Permission.USE_STAFFING)
    try:
        first, second, comparison = _compared(request, request.POST)
    except (ScenarioError, Invalid):
        messages.warning(request, _("This scenario cannot be simulated."))
        return redirect("staffing:compare")
    note_export(request.actor, {"first": first.name, "second": second.name})
    heading = ["band", "measure", "first", "second", "difference", "low", "high"]
    return csv_download("staffing-compared.csv", heading, _difference_rows(comparison))


def _difference_rows(comparison: Comparison) -> Iterator[list[object]]:
    for one in comparison.differences:
        ours, theirs = comparison.first.of(one.band), comparison.second.of(one.band)
        for name, before, after, difference in (
            ("mean_days", ours.mean, theirs.mean, one.mean_days),
            ("share_in_time", ours.in_time, theirs.in_time, one.in_time),
        ):
            cells = [before.estimate, after.estimate, difference.estimate, difference.low, difference.high]
            yield [one.band.value, name, *cells]


def _compared(request: MemberRequest, told: QueryDict | dict[str, str]) -> tuple[Kept, Kept, Comparison]:
    """Both scenarios and how they differ.

    Raises:
        NotFound: the organisation keeps none such.
        Invalid: one of them is named by no identifier.
        ScenarioError: one is too large for a page.
    """
    try:
        ids = [UUID(str(told.get(name, ""))) for name in ("first", "second")]
    except ValueError as fault:
        raise Invalid(_("Choose two scenarios."), field="first") from fault
    first, second = (kept_scenario(request.actor, scenario_id) for scenario_id in ids)
    return first, second, asking.compared(first.scenario, second.scenario)
