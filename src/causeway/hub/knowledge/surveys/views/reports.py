"""Reports of waves: the list, a report and its parts, and the PDF."""

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import render_in_section
from causeway.hub.base.theme.downloads import download
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.surveys.commands.take_away import take_report
from causeway.hub.knowledge.surveys.queries.opened import opened_waves
from causeway.hub.knowledge.surveys.queries.reports import PAGE_SIZE, ReportView, report_view, reports
from causeway.hub.knowledge.surveys.report import wording
from causeway.hub.knowledge.surveys.report.drawings import force_drawing, item_drawing, rank_drawing
from causeway.hub.knowledge.surveys.report.founding import CAUTION, PUBLICATION_NAMES, Publication, published_beside
from causeway.hub.knowledge.surveys.report.group_tables import gaps_text, group_table
from causeway.hub.knowledge.surveys.report.model import Item, Measure, Report

SECTION = "surveys:waves"
CURRENT = "survey_reports:list"


@for_members
@require_safe
def report_list(request: MemberRequest) -> HttpResponse:
    """Own reports, those of others, and for a survey lead the waves that a report can be made of."""
    number = page_number(request)
    lines, total = reports(request.actor, page=number)
    context = {
        "lines": lines,
        "page": Paginator(range(total), PAGE_SIZE).get_page(number),
        "waves": opened_waves(request.actor) if may(request.actor, Permission.READ_SURVEY) else None,
    }
    return _shown(request, "list.html", context)


@for_members
@require_safe
def overview(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """What the survey was, how to read its figures, and where each part of it stands."""
    view = report_view(request.actor, report_id)
    context = _context(view) | {
        "facts": wording.facts_of(view.report),
        "notes": wording.weight_notes(view.report),
        "reading": wording.how_to_read(),
        "parts": [
            {"number": number, "title": wording.spoken(labels), "questions": len(codes)}
            for number, (labels, codes) in enumerate(view.report.sections, start=1)
        ],
        "interview_quotes": _quotes(view, ""),
        "may_publish": view.line.is_own and may(request.actor, Permission.PUBLISH_SURVEY_REPORT),
    }
    return _shown(request, "overview.html", context)


@for_members
@require_safe
def part(request: MemberRequest, report_id: UUID, number: int) -> HttpResponse:
    """The figures of one section of the questionnaire, for everybody."""
    view = report_view(request.actor, report_id)
    report = view.report
    if not 1 <= number <= len(report.sections):
        raise Http404
    labels, codes = report.sections[number - 1]
    context = _context(view) | {
        "heading": wording.spoken(labels),
        "number": number,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < len(report.sections) else None,
        "items": [_item(item) for code in codes for item in report.items if item.question == code],
        "written": [
            {"text": wording.spoken(each.text), "answered": each.answered, "quotes": _quotes(view, each.question)}
            for each in report.written
            if each.question in codes
        ],
        "caution": CAUTION,
    }
    return _shown(request, "part.html", context)


@for_members
@require_safe
def item_page(request: MemberRequest, report_id: UUID, code: str) -> HttpResponse:
    """One item by rank and by force, its change, and how far the silent could move it."""
    view = report_view(request.actor, report_id)
    report = view.report
    item = next((each for each in report.items if each.code == code), None)
    if item is None:
        raise Http404
    number = next((n for n, (_labels, codes) in enumerate(report.sections, start=1) if item.question in codes), 1)
    context = _context(view) | {
        "item": _item(item),
        "part": number,
        "answer": wording.label_of(item, item.headline),
        "ranks": group_table(item, item.by_rank),
        "rank_drawing": rank_drawing(item) if item.by_rank else None,
        "forces": group_table(item, item.by_force),
        "force_drawing": force_drawing(item) if item.by_force else None,
        "gaps": gaps_text(),
        "moved": [(wording.label_of(item, one.option), wording.change_text(item, one)) for one in item.moved],
        "reach": [wording.reach_texts(item, one) for one in item.reach],
        "points": wording.points_text(report.response.points),
        "caution": CAUTION,
    }
    return _shown(request, "item.html", context)


@for_members
@require_safe
def response_page(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Who answered, by rank and force, and how far those who did not could move each figure."""
    view = report_view(request.actor, report_id)
    report = view.report
    context = _context(view) | {
        "facts": wording.facts_of(report),
        "evenness": wording.evenness_text(report),
        "ranks": [(rate, wording.rate_text(rate)) for rate in report.response.by_rank],
        "forces": [(rate, wording.rate_text(rate)) for rate in report.response.by_force],
        "points": wording.points_text(report.response.points),
        "reaches": [
            {
                "code": item.code,
                "question": wording.title_of(item),
                "answer": wording.label_of(item, one.option),
                "ranges": wording.reach_texts(item, one),
            }
            for item in report.items
            for one in item.reach
        ],
    }
    return _shown(request, "response.html", context)


@for_members
@require_safe
def printed(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """The report as a PDF."""
    taken = take_report(request.actor, report_id)
    return download(taken.name, taken.content, "application/pdf")


def _shown(request: MemberRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    return render_in_section(
        request, request.actor, f"surveys/report/{template}", context, current=CURRENT, section=SECTION
    )


def _context(view: ReportView) -> dict[str, object]:
    report: Report = view.report
    language = reading_language()
    return {
        "line": view.line,
        "report": report,
        "publisher": view.publisher,
        "about": wording.spoken(report.about),
        "wave_id": view.wave_id,
        "synthetic": wording.SYNTHETIC if report.is_synthetic else "",
        "is_translated": language in report.languages,
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "title": wording.title_of(item),
        "is_conditional": item.is_conditional,
        "is_several": item.measure is Measure.SEVERAL,
        "rows": wording.rows_of(item),
        "drawing": item_drawing(item) if item.figures else None,
        "left_out": wording.left_out_text(item),
        "has_groups": bool(item.by_rank or item.by_force),
        "published": [
            (PUBLICATION_NAMES[publication], published)
            for publication in Publication
            if (published := published_beside(item.question, publication))
        ],
    }


def _quotes(view: ReportView, question: str) -> list[object]:
    return [quote for quote in view.quotes if quote.question == question]
