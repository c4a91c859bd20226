"""The list of candidates: what waits, in whose hands, and what came of what was referred."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import address_with, duration_in_words
from causeway.hub.road.candidates.commands.keep_duty import own_duty
from causeway.hub.road.candidates.commands.take_candidate import take_next
from causeway.hub.road.candidates.forms import DeskFilterForm
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.queries.appeals import open_appeal_count
from causeway.hub.road.candidates.queries.care import break_is_due
from causeway.hub.road.candidates.queries.desk import (
    GROUPS_A_PAGE,
    CandidateLine,
    DeskCounts,
    View,
    desk_counts,
    desk_page,
)
from causeway.hub.road.candidates.words import (
    DECISION_COLOURS,
    PROGRESS_NAMES,
    RULE_NAMES,
    SOURCE_NAMES,
    STAGE_NAMES,
    decided_name,
    rule_name,
)
from causeway.vocabulary.candidates import CandidateSource

VIEW_NAMES: dict[View, Promise] = {
    View.WAITING: gettext_lazy("All that waits"),
    View.MINE: gettext_lazy("Taken by me"),
    View.SECOND: gettext_lazy("Second opinion"),
    View.SUPERVISOR: gettext_lazy("For a supervisor"),
    View.REFERRED: gettext_lazy("Referred"),
    View.DECIDED: gettext_lazy("Decided"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A view of the list."""

    label: Promise
    count: int
    href: str
    is_current: bool


@for_members
@require_safe
def desk(request: MemberRequest) -> HttpResponseBase:
    """The list."""
    view, number = _view(request.GET.get("view", "")), page_number(request)
    form = DeskFilterForm(request.GET)
    source, rule = (form.cleaned_data["source"], form.cleaned_data["rule"]) if form.is_valid() else (None, None)
    found, counts = desk_page(request.actor, view, source, rule, page=number), desk_counts(request.actor)
    clear_href = address_with("", view=view.value)
    context = {
        "groups": [_group(group) for group in found.groups],
        "page": Paginator(range(found.total), GROUPS_A_PAGE).get_page(number),
        "counts": counts,
        "oldest": duration_in_words(timezone.now() - counts.oldest_at) if counts.oldest_at else "",
        "tabs": _tabs(counts, view, request.GET.urlencode()),
        "view": view.value,
        "view_name": VIEW_NAMES[view],
        "form": form,
        "chosen": _chosen(form, request.GET.urlencode(), source, rule),
        "clear_href": clear_href,
        "break_is_due": break_is_due(request.actor),
        "on_duty_until": own_duty(request.actor),
        "open_appeals": open_appeal_count(request.actor),
        "may_review": may(request.actor, Permission.REVIEW_CANDIDATES),
        "may_send": may(request.actor, Permission.SEND_CANDIDATE),
        "may_supervise": may(request.actor, Permission.SUPERVISE_CANDIDATES),
    }
    return render(request, "candidates/desk.html", context)


@for_members
@require_POST
def take_next_page(request: MemberRequest) -> HttpResponseBase:
    """One press takes on what stands first."""
    candidate_id = take_next(request.actor)
    if candidate_id is None:
        messages.info(request, _("Nothing waits for you that nobody works on."))
        return redirect("candidates:desk")
    return redirect("candidates:candidate", candidate_id)


def row_of(line: CandidateLine) -> dict[str, Any]:
    """A line with its words."""
    progress = line.came_of.progress if line.came_of else None
    return {
        "line": line,
        "source": SOURCE_NAMES[line.source],
        "rule": rule_name(line.rule, is_decided=line.decision is not None),
        "stage": STAGE_NAMES[line.stage],
        "decision": decided_name(line.decision, progress) if line.decision else "",
        "colour": DECISION_COLOURS[line.decision] if line.decision else "",
        "progress": PROGRESS_NAMES[progress] if progress else "",
    }


def _chosen(
    form: DeskFilterForm, query: str, source: CandidateSource | None, rule: Rule | None
) -> list[tuple[Any, Any, str]]:
    """To what the list is narrowed, each with the address that takes it away."""
    chosen: list[tuple[Any, Any, str]] = []
    if source:
        chosen.append((form.fields["source"].label, SOURCE_NAMES[source], address_with(query, source=None, page=None)))
    if rule:
        chosen.append((form.fields["rule"].label, RULE_NAMES[rule], address_with(query, rule=None, page=None)))
    return chosen


def _group(group: Any) -> dict[str, Any]:
    return {"rows": [row_of(line) for line in group.lines], "more": group.more, "account": group.lines[0].account}


def _view(text: str) -> View:
    try:
        return View(text)
    except ValueError:
        return View.WAITING


def _tabs(counts: DeskCounts, current: View, query: str) -> list[Tab]:
    return [
        Tab(
            label=name,
            count=getattr(counts, view.value),
            href=address_with(query, view=view.value, page=None),
            is_current=view is current,
        )
        for view, name in VIEW_NAMES.items()
        if view in {View.WAITING, View.MINE, View.REFERRED, View.DECIDED} or getattr(counts, view.value)
    ]
