"""The sender's side: where each referral is, what came of it, and what all of them lacked."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.road.outcomes.queries.feedback import (
    PAGE_SIZE,
    FeedbackSummary,
    GivenFeedback,
    all_feedback,
    feedback_page,
    feedback_summary,
)
from causeway.hub.road.outcomes.queries.whereabouts import Stage, whereabouts
from causeway.hub.road.outcomes.words import (
    CLOSURE_NAMES,
    NOT_USEFUL_NAMES,
    TOLD_STATUS_NAMES,
    missing_advice,
    missing_text,
)

STAGE_NAMES: dict[Stage, Promise] = {
    Stage.RECEIVED: gettext_lazy("Received"),
    Stage.WITH_DESK: gettext_lazy("With the desk"),
    Stage.WITH_FORCE: gettext_lazy("With a police force"),
    Stage.FEEDBACK: gettext_lazy("Feedback given"),
}
_TOLD = (
    "is_useful",
    "not_useful_reason",
    "status",
    "closure_reason",
    "victims_identified",
    "children_safeguarded",
)
"""What of an outcome the file tells, a column each."""


@for_members
@require_safe
def feedback_list(request: MemberRequest) -> HttpResponseBase:
    """Overall, then one by one."""
    number = page_number(request)
    page = feedback_page(request.actor, number)
    summary = feedback_summary(request.actor)
    context = {
        "items": [{"given": item, "said": _said(item)} for item in page.items],
        "page": Paginator(range(page.total), PAGE_SIZE).get_page(number),
        "summary": summary,
        "percent": round(100 * summary.useful_share) if summary.useful_share is not None else None,
        "missing": _bars(summary),
        "not_useful": [(NOT_USEFUL_NAMES[reason], count) for reason, count in summary.not_useful],
    }
    return render(request, "outcomes/feedback.html", context)


@for_members
@require_safe
def whereabouts_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """One referral: how far it came, and what its sender was told."""
    found = whereabouts(request.actor, referral_id)
    context = {
        "found": found,
        "steps": [(STAGE_NAMES[step.stage], step.reached_at) for step in found.steps],
        "stage": STAGE_NAMES[found.stage],
        "feedback": [
            {
                "given": item,
                "rows": _rows(item),
                "missing": [(missing_text(c), missing_advice(c)) for c in item.outcome.missing],
            }
            for item in found.feedback
        ],
    }
    return render(request, "outcomes/whereabouts.html", context)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """Everything that the sender was told, as CSV."""
    heading = ["reference", "sender_reference", "given_at", *_TOLD, "missing", "note_to_sender"]
    rows = map(_file_row, all_feedback(request.actor))
    return csv_download(f"feedback-{timezone.localdate().isoformat()}.csv", heading, rows)


def _file_row(item: GivenFeedback) -> list[object]:
    outcome = item.outcome
    told = [item.reference, item.sender_reference, item.given_at.isoformat()]
    return [*told, *(getattr(outcome, name) for name in _TOLD), " ".join(outcome.missing), outcome.note_to_sender]


def _bars(summary: FeedbackSummary) -> list[dict[str, Any]]:
    """What was missing, with a bar from 0 to 100 against the number of referrals that were told of."""
    whole = max(summary.referrals, 1)
    return [
        {
            "text": missing_text(code),
            "advice": missing_advice(code),
            "count": count,
            "percent": round(100 * count / whole),
        }
        for code, count in summary.missing
    ]


def _said(item: GivenFeedback) -> str:
    if item.outcome.is_useful is None:
        return _("Received")
    return _("Useful") if item.outcome.is_useful else _("Not useful")


def _rows(item: GivenFeedback) -> list[Row]:
    outcome = item.outcome
    rows = [Row(_("Was it useful?"), _said(item) if outcome.is_useful is not None else _("Not said"))]
    if outcome.not_useful_reason:
        rows.append(Row(_("Why not"), NOT_USEFUL_NAMES[outcome.not_useful_reason]))
    if outcome.status:
        rows.append(Row(_("Where the work stands"), TOLD_STATUS_NAMES[outcome.status]))
    if outcome.closure_reason:
        rows.append(Row(_("Why it was closed"), CLOSURE_NAMES[outcome.closure_reason]))
    if outcome.victims_identified is not None:
        rows.append(Row(_("Victims identified"), outcome.victims_identified))
    if outcome.children_safeguarded is not None:
        rows.append(Row(_("Children safeguarded"), outcome.children_safeguarded))
    if outcome.note_to_sender:
        rows.append(Row(_("A note to you"), outcome.note_to_sender))
    return rows
