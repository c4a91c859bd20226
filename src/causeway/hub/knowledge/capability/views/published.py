"""Published versions: publishing, showing, comparing, taking away as a file."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.downloads import download
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.knowledge.capability.commands.publish import publish_assessment, share_published
from causeway.hub.knowledge.capability.grid import grid
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import BY_CODE, CAPABILITIES, DOMAIN_NAMES
from causeway.hub.knowledge.capability.printing import version_as_pdf
from causeway.hub.knowledge.capability.queries.assessments import draft, published_version
from causeway.hub.knowledge.capability.queries.comparing import MOST_SIDE_BY_SIDE, Column, comparable


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: MemberRequest, assessment_id: UUID) -> HttpResponseBase:
    """What publishing means, and doing it."""
    check(request.actor, Permission.PUBLISH_CAPABILITY)
    view = draft(request.actor, assessment_id)
    fault_text = ""
    if request.method == "POST":
        try:
            published_id = publish_assessment(request.actor, assessment_id)
        except (Invalid, Conflict) as fault:
            fault_text = fault.message
        else:
            messages.success(request, _("Published. Nobody can change it any more."))
            return redirect("capability:version", published_id)
    missing = [BY_CODE[line.capability] for line in view.judgements.all() if line.phase is None]
    context = {"view": view, "missing": missing, "fault": fault_text, "all": len(CAPABILITIES)}
    return render(request, "capability/publish.html", context, status=422 if fault_text else 200)


@for_members
@require_safe
def version_page(request: MemberRequest, published_id: UUID) -> HttpResponseBase:
    """One version, whole; made to be printed."""
    version = published_version(request.actor, published_id)
    judgements = version.published.judgements
    groups = grid([lambda code: judgements.of(code).phase], judgements.of)
    context = {"version": version, "groups": groups, "judged": judgements.judged, "all": len(CAPABILITIES)}
    return render(request, "capability/version.html", context)


@require_POST
@for_members
def share(request: MemberRequest, published_id: UUID) -> HttpResponseBase:
    """Show a version to others, or no longer."""
    is_shared = request.POST.get("shared") == "yes"
    share_published(request.actor, published_id, is_shared=is_shared)
    said = _("Others on this hub see its phases and reasons.") if is_shared else _("Others no longer see it.")
    messages.success(request, said)
    return redirect("capability:version", published_id)


@require_POST
@for_members
def export(request: MemberRequest, published_id: UUID) -> HttpResponseBase:
    """One version as CSV."""
    version = published_version(request.actor, published_id, is_export=True)
    head = [
        *("number", "domain", "capability", "phase", "reasons", "gaps", "evidence"),
        *("owner", "next_step", "next_step_on"),
    ]
    lines = [_cells(judgement) for judgement in version.published.judgements.all()]
    return csv_download(f"capability-version-{version.number}.csv", head, lines)


@require_POST
@for_members
def export_pdf(request: MemberRequest, published_id: UUID) -> HttpResponseBase:
    """One version as PDF."""
    version = published_version(request.actor, published_id, is_export=True)
    document = version_as_pdf(version, request.actor.organisation_name)
    return download(f"capability-version-{version.number}.pdf", document, "application/pdf")


def _cells(judgement: Judgement) -> list[object]:
    capability = BY_CODE[judgement.capability]
    evidence = "; ".join(f"{one.text} ({one.where})" if one.where else one.text for one in judgement.evidence)
    return [
        capability.number,
        str(DOMAIN_NAMES[capability.domain]),
        str(capability.name),
        judgement.phase.value if judgement.phase else "",
        judgement.reasons,
        judgement.gaps,
        evidence,
        judgement.owner,
        judgement.next_step,
        judgement.next_step_on or "",
    ]


@for_members
@require_safe
def compare_page(request: MemberRequest) -> HttpResponseBase:
    """Versions side by side."""
    offered, picked = comparable(request.actor, _chosen(request.GET.getlist("version")))
    context = {
        "offered": offered,
        "picked": picked,
        "picked_ids": {column.id for column in picked},
        "groups": grid([column.shared.phase for column in picked]),
        "most": MOST_SIDE_BY_SIDE,
    }
    return render(request, "capability/compare.html", context)


@require_POST
@for_members
def compare_export(request: MemberRequest) -> HttpResponseBase:
    """The same as CSV."""
    _offered, picked = comparable(request.actor, _chosen(request.POST.getlist("version")), is_export=True)
    head = ["number", "domain", "capability", *(_named(column) for column in picked)]
    lines: list[Sequence[object]] = []
    for capability in CAPABILITIES:
        phases = [column.shared.phase(capability.code) for column in picked]
        cells = [phase.value if phase else "" for phase in phases]
        lines.append([capability.number, str(DOMAIN_NAMES[capability.domain]), str(capability.name), *cells])
    return csv_download("capability-compared.csv", head, lines)


def _named(column: Column) -> str:
    return _("%(organisation)s, version %(number)s, as of %(day)s") % {
        "organisation": column.organisation,
        "number": column.number,
        "day": column.as_of.isoformat(),
    }


def _chosen(texts: Sequence[str]) -> set[UUID] | None:
    """The versions that the address names; what is no identifier is left out. None where it names none."""
    chosen = set()
    for text in texts:
        try:
            chosen.add(UUID(text))
        except ValueError:
            continue
    return chosen or None
