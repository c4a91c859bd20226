"""One candidate: what is known, who works on it, and the decision."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.components import Row, TimelineEntry
from causeway.hub.knowledge.banks.words import KIND_NAMES, STATE_COLOURS, STATE_NAMES
from causeway.hub.road.candidates.commands.judge_candidate import judge_candidate
from causeway.hub.road.candidates.comparing import HowCompared
from causeway.hub.road.candidates.forms import HINTS, JudgementForm
from causeway.hub.road.candidates.hits import HitNow
from causeway.hub.road.candidates.queries.came_of import Progress
from causeway.hub.road.candidates.queries.candidate_view import CandidateView, open_candidate
from causeway.hub.road.candidates.settling import Stage, Standing
from causeway.hub.road.candidates.views.appeals import appeal_row
from causeway.hub.road.candidates.views.desk import row_of
from causeway.hub.road.candidates.words import (
    COMPARED_NAMES,
    DECIDED_NAMES,
    DECISION_COLOURS,
    FAULT_NAMES,
    PROGRESS_NAMES,
    SOURCE_NAMES,
    STAGE_NAMES,
    decided_name,
    rule_name,
)
from causeway.hub.road.intake.views.sent import follow_url
from causeway.hub.road.referrals.telling import Block, block, in_words
from causeway.vocabulary.candidates import AccountWarning, Decision
from causeway.vocabulary.findings import Reason
from causeway.vocabulary.referral import Party
from causeway.vocabulary.signals import ABOUT_PEOPLE, PERCEPTUAL_KINDS, SignalState


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_page(request: MemberRequest, candidate_id: UUID) -> HttpResponseBase:
    """The page of one candidate. A POST is the decision of whoever holds it."""
    form: JudgementForm | None = None
    if request.method == "POST":
        form = JudgementForm(request.POST, may_ask=True, go_with=1)
        if form.is_valid():
            try:
                standing = judge_candidate(request.actor, candidate_id, form.judgement())
            except Invalid as fault:
                blame(form, fault)
            except Conflict as fault:
                messages.warning(request, fault.message)
                return redirect("candidates:candidate", candidate_id)
            else:
                return _after(request, candidate_id, standing)
    view = open_candidate(request.actor, candidate_id)
    if form is None and view.is_mine:
        form = JudgementForm(may_ask=view.may_ask_second, go_with=view.go_with)
    context = _context(request, view, form if view.is_mine else None)
    return render(request, "candidates/candidate.html", context, status=422 if form and form.errors else 200)


def _after(request: MemberRequest, candidate_id: UUID, standing: Standing) -> HttpResponseBase:
    """Where one goes once one has decided: to the referral where one is to be sent, else to the desk."""
    if standing.decision is Decision.REFER:
        messages.success(request, _("The referral is filled in. Check it, and send it."))
        return redirect("intake_check", draft_id=candidate_id)
    if standing.stage is Stage.ENDED and standing.decision is None:
        messages.info(request, _("This was a check: its answer was known before, and nothing follows from yours."))
        return redirect("candidates:my_checks")
    said = {
        Stage.SECOND: _("Your decision is kept. Somebody else gives a second opinion."),
        Stage.SUPERVISOR: _("Your decision is kept. The two of you differ, so a supervisor decides."),
    }
    messages.success(request, said.get(standing.stage, _("Your decision is kept.")))
    return redirect("candidates:desk")


def _context(request: MemberRequest, view: CandidateView, form: JudgementForm | None) -> dict[str, Any]:
    told, progress = view.told, view.came_of.progress if view.came_of else None
    is_deleted = progress is Progress.DELETED and view.referral_id == view.id
    may_review = may(request.actor, Permission.REVIEW_CANDIDATES)
    return {
        "view": view,
        "form": form,
        "hints": HINTS,
        "source": SOURCE_NAMES[told.source],
        "rule": rule_name(view.rule, is_decided=view.decision is not None),
        "stage": STAGE_NAMES[view.stage],
        "decision": decided_name(view.decision, progress) if view.decision else "",
        "colour": DECISION_COLOURS[view.decision] if view.decision else "",
        "progress": PROGRESS_NAMES[progress] if progress else "",
        "progress_is_unsent": progress is Progress.UNSENT,
        "facts": _facts(view),
        "holder": _holder(told.holder) if told.holder else None,
        "hits": [_hit(one) for one in view.hits],
        "files": [{"file": one, "compared": COMPARED_NAMES.get(one.how_compared, "")} for one in view.files],
        "is_being_compared": any(one.how_compared is HowCompared.OWED for one in view.files),
        "faults": [FAULT_NAMES[one.code] for one in told.upload.faults] if told.upload else [],
        "others": view.others,
        "warning": told.warning,
        "reasons": warning_reasons(told.warning) if told.warning else [],
        "judgements": [
            {"one": one, "decision": DECIDED_NAMES[one.decision], "colour": DECISION_COLOURS[one.decision]}
            for one in view.judgements
        ],
        "same_account": [row_of(line) for line in view.same_account],
        "same_file": [row_of(line) for line in view.same_file],
        "happened": [_entry(entry, by) for entry, by in view.happened],
        "follow_url": follow_url(view.referral_id),
        "may_deal": may_review and view.decision is Decision.REFER and view.go_with > 0,
        "may_remake": may_review and is_deleted,
        "may_reopen": may_review and view.may_reopen,
        "appeals": [appeal_row(line) for line in view.appeals],
        "may_appeal": may(request.actor, Permission.SEND_CANDIDATE) and view.may_be_appealed,
        "may_check": view.may_be_check,
        "may_invite": may(request.actor, Permission.MANAGE_MEMBERS),
        "now": timezone.now(),
    }


def _holder(holder: Party) -> Block:
    """The account's holder. What they are in it is not shown, for nobody has decided it yet, nor what is not
    known of them, for the referral's own page says what it lacks.
    """
    names = [name for one in holder.accounts if (name := one.handle or one.identifier)]
    whole = block(holder, names[0] if names else _("Not named"))
    return replace(whole, unknown=(), inner=tuple(replace(one, unknown=()) for one in whole.inner))


def _facts(view: CandidateView) -> list[Row]:
    told, upload = view.told, view.told.upload
    rows = [
        Row(_("Received"), view.received_at),
        Row(_("Screened, warned of or reported"), told.at),
        Row(_("Product"), told.platform),
        Row(_("Your reference"), told.reference),
    ]
    if upload:
        rows += [
            Row(_("Uploaded"), upload.uploaded_at),
            Row(_("IP address of the upload"), in_words(upload.upload_event) if upload.upload_event else None),
            Row(_("The lists spoke last"), upload.as_of),
        ]
    return rows


def _hit(one: HitNow) -> dict[str, Any]:
    return {
        "one": one,
        "kind": KIND_NAMES[one.hit.kind],
        "number": one.file.ordinal + 1 if one.file else 0,
        "value": one.hit.value if one.hit.kind in ABOUT_PEOPLE else "",
        "is_exact": one.hit.kind not in PERCEPTUAL_KINDS,
        "state": _state(one.state),
        "told_state": _state(one.hit.state),
        "colour": STATE_COLOURS.get(one.state, "yellow"),
    }


def _state(state: SignalState) -> str:
    """ADDED is of sources that keep no votes, which banks of ours always do."""
    return str(STATE_NAMES[state]) if state in STATE_NAMES else pgettext("state of a signal", "Listed")


def warning_reasons(warning: AccountWarning) -> list[Reason]:
    """The parts of the score as a table of reasons shows them, and what is not known."""
    known = [
        Reason(code=one.id, text=one.reason or _unspoken(one.id, one.amount), contribution=one.amount)
        for one in warning.reasons
    ]
    unknown = [Reason(code=one.id, text=one.reason, contribution=0, known=False) for one in warning.missing]
    return known + unknown


def _unspoken(name: str, amount: float) -> str:
    if name == "prior":
        return _("Before anything is known: few accounts need a look")
    return _("Taken off, for it overlaps with other reasons") if amount < 0 else name


def _entry(entry: Any, by: str) -> TimelineEntry:
    return TimelineEntry(
        title=ACT_TEXTS[entry.act], by=by or _("A program"), at=entry.at, text=str(entry.details.get("reason", ""))
    )
