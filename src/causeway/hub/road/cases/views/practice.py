"""How far practice follows its playbooks: a force's own in full, and for the desk what forces let it see."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import duration_in_words
from causeway.hub.base.theme.plots import Drawing, Interval, interval_plot
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.road.cases.commands.share_practice import share_practice
from causeway.hub.road.cases.practice import PlaybookPractice, Result
from causeway.hub.road.cases.queries.practice import (
    may_see_practice,
    own_practice,
    practice_across,
    practice_to_take_away,
)
from causeway.vocabulary.organisations import OrganisationKind

_PERIODS = {"90": timedelta(days=90), "365": timedelta(days=365), "all": None}
_DEFAULT = "365"
_COLUMNS = (
    "playbook", "version", "cases", "cases_departed",
    "step", "step_cases", "in_time", "late", "waiting", "left_out", "reasons",
)  # fmt: skip


@for_members
@require_safe
def practice_page(request: MemberRequest) -> HttpResponseBase:
    """A force sees its own in full; a desk what forces let it see."""
    check(request.actor, Permission.READ_PRACTICE)
    if request.actor.organisation_kind is not OrganisationKind.POLICE_FORCE:
        across = practice_across(request.actor, everybody=_("All together"))
        return render(request, "cases/practice_across.html", {"across": across})
    period = _period(request)
    found = own_practice(request.actor, since=_since(period), now=timezone.now())
    context = {
        "practice": [(each, _plot(each), _results(each)) for each in found],
        "period": period,
        "periods": [
            ("90", _("Cases opened in the last 90 days")),
            ("365", _("Cases opened in the last year")),
            ("all", _("All cases")),
        ],
        "desks": may_see_practice(request.actor) if may(request.actor, Permission.SHARE_PRACTICE) else [],
    }
    return render(request, "cases/practice.html", context)


@for_members
@require_safe
def practice_csv(request: MemberRequest) -> HttpResponseBase:
    """A force's own practice as a table, a line a step."""
    found = practice_to_take_away(request.actor, since=_since(_period(request)), now=timezone.now())
    return csv_download(f"practice-{timezone.localdate().isoformat()}.csv", _COLUMNS, _step_rows(found))


def _step_rows(found: Iterable[PlaybookPractice]) -> Iterator[list[object]]:
    for each in found:
        for step in each.steps:
            reasons = "; ".join(f"{reason} ({count})" for reason, count in step.reasons)
            counts = [step.cases, step.in_time, step.late, step.waiting, step.left_out]
            yield [each.code, each.version, each.cases, each.departed, step.code, *counts, reasons]


@for_members
@require_POST
def share_page(request: MemberRequest, desk_id: UUID) -> HttpResponseBase:
    """Let a desk see the figures."""
    try:
        share_practice(request.actor, desk_id)
    except (Invalid, NotAgreed) as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("They see the figures of the last year: counts, and nothing of a case."))
    return redirect("cases:practice")


def _period(request: MemberRequest) -> str:
    asked = request.GET.get("period", _DEFAULT)
    return asked if asked in _PERIODS else _DEFAULT


def _since(period: str) -> datetime | None:
    length = _PERIODS[period]
    return timezone.now() - length if length else None


def _plot(practice: PlaybookPractice) -> Drawing:
    rows = [
        Interval(
            label=step.title,
            value=step.share_in_time,
            low=step.interval[0] if step.interval else None,
            high=step.interval[1] if step.interval else None,
            note=_("None to count"),
        )
        for step in practice.steps
    ]
    about = _("The line says how sure the share is (95%).")
    return interval_plot(rows, title=_("Done in time, by step"), about=about, extent=(0.0, 1.0))


def _results(practice: PlaybookPractice) -> list[tuple[str, Result, str]]:
    named = [(_("Followed"), practice.followed_result), (_("Departed"), practice.departed_result)]
    return [(name, result, _time(result)) for name, result in named]


def _time(result: Result) -> str:
    if result.hours_to_telling is None:
        return _("None was told")
    return duration_in_words(timedelta(hours=result.hours_to_telling))
