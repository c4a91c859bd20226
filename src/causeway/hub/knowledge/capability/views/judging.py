"""The organisation's own assessments: the list, a draft, and one capability after another."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.capability.commands.assess import MOST_EVIDENCE, judge, start_assessment
from causeway.hub.knowledge.capability.figures import figures_for
from causeway.hub.knowledge.capability.forms import NOT_JUDGED, EvidenceForm, JudgementForm, NewForm
from causeway.hub.knowledge.capability.grid import grid
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import BY_CODE, CAPABILITIES, Capability
from causeway.hub.knowledge.capability.queries.assessments import AssessmentView, draft, overview

_BLANK_ROWS = 2


@for_members
@require_safe
def overview_page(request: MemberRequest) -> HttpResponseBase:
    """Drafts, versions, and reviews that others ask for."""
    return render(request, "capability/list.html", {"found": overview(request.actor), "all": len(CAPABILITIES)})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: MemberRequest) -> HttpResponseBase:
    """Begin an assessment."""
    check(request.actor, Permission.ASSESS_CAPABILITY)
    versions = [
        (version.id, _("Version %(number)s, %(about)s") % {"number": version.number, "about": version.about})
        for version in overview(request.actor).versions
    ]
    initial = {"as_of": timezone.now().date(), "about": request.actor.organisation_name}
    form = NewForm(request.POST or None, versions=versions, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            assessment_id = start_assessment(
                request.actor,
                about=told["about"],
                as_of=told["as_of"],
                begin_from=UUID(told["begin_from"]) if told["begin_from"] else None,
            )
        except Invalid as fault:
            blame(form, fault)
        else:
            return redirect("capability:draft", assessment_id)
    return render(request, "capability/new.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@require_safe
def draft_page(request: MemberRequest, assessment_id: UUID) -> HttpResponseBase:
    """One draft: where each capability stands, and what reviewers say."""
    view = draft(request.actor, assessment_id)
    groups = grid([lambda code: view.judgements.of(code).phase], lambda code: _said(view, code))
    context = {"view": view, "groups": groups, "all": len(CAPABILITIES)}
    return render(request, "capability/draft.html", context)


def _said(view: AssessmentView, code: str) -> list[tuple[str, object]]:
    """What reviewers said of one capability, each with who it was."""
    return [(review.reviewer, comment) for review in view.reviews if (comment := review.comments.of(code))]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def judge_page(request: MemberRequest, assessment_id: UUID, code: str) -> HttpResponseBase:
    """One capability of a draft."""
    check(request.actor, Permission.ASSESS_CAPABILITY)
    view, capability = draft(request.actor, assessment_id), capability_of(code)
    before = view.judgements.of(code)
    form = JudgementForm(request.POST or None, initial=_initial(before))
    rows = _evidence_rows(request, before)
    figures = [one for one in figures_for(request.actor, code) if one not in before.evidence]
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        taken = set(request.POST.getlist("figure"))
        evidence = [found for row in rows if (found := row.evidence())]
        evidence += [figure for place, figure in enumerate(figures) if str(place) in taken]
        try:
            judge(request.actor, assessment_id, form.judgement(code, evidence))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Saved: %(capability)s") % {"capability": capability.name})
            following = _following(capability)
            if "next" in request.POST and following:
                return redirect("capability:judge", assessment_id, following.code)
            return redirect("capability:draft", assessment_id)
    is_faulty = bool(form.errors) or any(row.errors for row in rows)
    context = {
        "view": view,
        "capability": capability,
        "form": form,
        "rows": rows,
        "all_forms": [form, *rows],
        "figures": figures,
        "said": _said(view, code),
        "is_faulty": is_faulty,
        "following": _following(capability),
    }
    return render(request, "capability/judge.html", context, status=422 if is_faulty else 200)


def capability_of(code: str) -> Capability:
    """The capability of this code; a page of another does not exist."""
    try:
        return BY_CODE[code]
    except KeyError:
        raise Http404 from None


def _initial(before: Judgement) -> dict[str, object]:
    return {
        "phase": str(before.phase.value) if before.phase else NOT_JUDGED,
        "reasons": before.reasons,
        "gaps": before.gaps,
        "owner": before.owner,
        "next_step": before.next_step,
        "next_step_on": before.next_step_on,
    }


def _evidence_rows(request: MemberRequest, before: Judgement) -> list[EvidenceForm]:
    """A form for each piece of evidence and some blank ones; as many as were sent, on the way back."""
    count = min(len(before.evidence) + _BLANK_ROWS, MOST_EVIDENCE)
    if request.method == "POST":
        sent = [place for place in range(MOST_EVIDENCE) if f"e{place}-kind" in request.POST]
        rows = [EvidenceForm(request.POST, prefix=f"e{place}") for place in sent]
        for number, row in enumerate(rows, start=1):
            row.about_in_faults = _("Evidence %(number)s") % {"number": number}
        return rows
    rows = []
    for place in range(count):
        known = before.evidence[place] if place < len(before.evidence) else None
        initial = {"kind": known.kind.value, "text": known.text, "where": known.where} if known else None
        rows.append(EvidenceForm(prefix=f"e{place}", initial=initial))
    return rows


def _following(capability: Capability) -> Capability | None:
    return CAPABILITIES[capability.number] if capability.number < len(CAPABILITIES) else None
