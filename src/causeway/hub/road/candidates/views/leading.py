"""Pages for whoever leads the desk: figures without names."""

from datetime import date, timedelta

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.components import address_with
from causeway.hub.base.theme.spreadsheets import csv_stream
from causeway.hub.road.candidates.forms import PeriodForm
from causeway.hub.road.candidates.queries.appeal_figures import AppealsLine, appeal_figures, appeals_to_take_away
from causeway.hub.road.candidates.queries.figures import (
    DeskFigures,
    FiguresLine,
    desk_figures,
    figures_to_take_away,
    today,
)
from causeway.hub.road.candidates.words import DECIDED_NAMES, MEASURE_NAMES, RULE_NAMES, SOURCE_NAMES
from causeway.vocabulary.candidates import Decision


@for_members
@require_safe
def figures_page(request: MemberRequest) -> HttpResponseBase:
    """Waiting times, decisions, second opinions, sources and rules."""
    form, (since, until) = PeriodForm(request.GET), _period(request)
    found = desk_figures(request.actor, since, until)
    context = {
        "form": form,
        "found": found,
        "decisions": [(DECIDED_NAMES[one], found.decided[one]) for one in Decision],
        "waits": [{"source": SOURCE_NAMES[wait.source], "wait": wait} for wait in found.waits],
        "rules": _rules(found),
        "decision_names": [DECIDED_NAMES[one] for one in Decision],
        "appeals": (appeals := appeal_figures(request.actor, since, until)),
        "appeal_rows": [(MEASURE_NAMES[one.measure], one) for one in appeals.measures],
        "export_query": address_with("", days=(until - since).days + 1),
    }
    return render(request, "candidates/figures.html", context)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same by day, as CSV."""
    lines = figures_to_take_away(request.actor, *_period(request))
    return csv_stream("candidates.csv", _COLUMNS, map(_file_row, lines))


@for_members
@require_safe
def export_appeals(request: MemberRequest) -> HttpResponseBase:
    """Appeals of account holders by day, as CSV."""
    lines = appeals_to_take_away(request.actor, *_period(request))
    return csv_stream("appeals.csv", _APPEAL_COLUMNS, map(_appeal_file_row, lines))


_APPEAL_COLUMNS = ("day", "source", "measure", "outcome", "appeals", "late", "mean_days")


def _appeal_file_row(line: AppealsLine) -> tuple[object, ...]:
    days = "" if line.mean_days is None else round(line.mean_days, 2)
    return (
        line.counted_on.isoformat(),
        line.source,
        line.measure,
        line.outcome,
        line.appeals,
        line.late,
        days,
    )


_COLUMNS = ("ended_on", "source", "rule", "decision", "second_opinion", "candidates", "mean_wait_hours")


def _file_row(line: FiguresLine) -> tuple[object, ...]:
    wait = "" if line.mean_wait_hours is None else round(line.mean_wait_hours, 2)
    return (
        line.ended_on.isoformat(),
        line.source,
        line.rule,
        line.decision or "undecided",
        "not told" if line.opinion is None else line.opinion or "none",
        line.candidates,
        wait,
    )


def _period(request: MemberRequest) -> tuple[date, date]:
    days = PeriodForm(request.GET).chosen_days()
    return today() - timedelta(days=days - 1), today()


def _rules(found: DeskFigures) -> list[dict[str, object]]:
    return [
        {
            "source": SOURCE_NAMES[one.source],
            "rule": RULE_NAMES[one.rule],
            "counts": [one.decided[decision] for decision in Decision],
            "undecided": one.undecided,
            "total": one.total,
        }
        for one in found.rules
    ]
