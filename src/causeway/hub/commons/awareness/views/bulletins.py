"""Bulletins: read, write, publish, withdraw; ask and answer about them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.commons.awareness.commands.issue_bulletin import (
    answer_about_bulletin,
    ask_about_bulletin,
    change_bulletin,
    publish_bulletin,
    withdraw_bulletin,
    write_bulletin,
)
from causeway.hub.commons.awareness.forms.bulletins import (
    AnswerForm,
    BulletinFilterForm,
    BulletinForm,
    QuestionForm,
    bulletin_initial,
)
from causeway.hub.commons.awareness.forms.fields import chosen_id
from causeway.hub.commons.awareness.forms.sessions import ReasonForm
from causeway.hub.commons.awareness.queries.bulletins import (
    BulletinView,
    bulletin,
    bulletins,
    question,
    questions_waiting,
)
from causeway.hub.commons.awareness.views.showing import chosen_of, pager_of, show, succeeds
from causeway.hub.commons.awareness.words import LANGUAGE_NAMES, READERS_NAMES
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.referral import Concern

_CURRENT = "awareness:bulletins"
_QUESTIONS = "awareness:questions"


@for_members
@require_safe
def bulletin_list(request: MemberRequest) -> HttpResponseBase:
    """What was published, newest first."""
    form = BulletinFilterForm(request.GET)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {"language": "", "mine": False}
    page = bulletins(request.actor, is_mine=given["mine"], language=given["language"], page=page_number(request))
    context = {
        "filters": form,
        "lines": [(line, READERS_NAMES[line.readers], LANGUAGE_NAMES[line.language]) for line in page.lines],
        "total": page.total,
        "page": pager_of(page),
        "chosen": chosen_of(request, form, ("language", "mine")),
    }
    return show(request, "awareness/bulletins.html", context, current=_CURRENT)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_page(request: MemberRequest, bulletin_id: UUID) -> HttpResponseBase:
    """One bulletin, with a place to ask whoever wrote it."""
    view = bulletin(request.actor, bulletin_id)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: ask_about_bulletin(request.actor, bulletin_id, form.cleaned_data["text"])
    ):
        messages.success(request, _("Sent. The answer will stand on this page."))
        return redirect("awareness:bulletin", bulletin_id)
    context = {
        "view": view,
        "line": view.line,
        "readers": READERS_NAMES[view.line.readers],
        "in_language": LANGUAGE_NAMES[view.line.language],
        "translations": [(other, LANGUAGE_NAMES[other.language]) for other in view.translations],
        "figures": _figures(view),
        "can_keep": view.line.is_own and may(request.actor, Permission.ISSUE_BULLETIN),
        "can_ask": not view.line.is_own and view.line.published_at is not None,
    }
    return show(request, "awareness/bulletin.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest) -> HttpResponseBase:
    """Write a bulletin, or say the same in another language (`?translation_of=`)."""
    check(request.actor, Permission.ISSUE_BULLETIN)
    source = _translated(request)
    form = BulletinForm(
        request.POST if request.method == "POST" else None, initial=bulletin_initial(source) if source else {}
    )
    written: list[UUID] = []
    if request.method == "POST" and succeeds(
        form,
        lambda: written.append(
            write_bulletin(request.actor, form.told(source.translation_of or source.line.id if source else None))
        ),
    ):
        messages.success(request, _("Saved as a draft. Read it once more, then publish it."))
        return redirect("awareness:bulletin", written[0])
    context = {"title": _("Write a bulletin"), "source": source}
    return show(request, "awareness/bulletin_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, bulletin_id: UUID) -> HttpResponseBase:
    """Change a draft."""
    view = _own(request, bulletin_id)
    form = BulletinForm(request.POST if request.method == "POST" else None, initial=bulletin_initial(view))
    if request.method == "POST" and succeeds(
        form, lambda: change_bulletin(request.actor, bulletin_id, form.told(view.translation_of))
    ):
        messages.success(request, _("Saved."))
        return redirect("awareness:bulletin", bulletin_id)
    context = {"title": _("Change a bulletin"), "view": view}
    return show(request, "awareness/bulletin_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, bulletin_id: UUID) -> HttpResponseBase:
    """Let everybody read it, after asking."""
    view = _own(request, bulletin_id)
    if request.method == "POST":
        publish_bulletin(request.actor, bulletin_id)
        messages.success(request, _("Published."))
        return redirect("awareness:bulletin", bulletin_id)
    context = {"line": view.line, "readers": READERS_NAMES[view.line.readers]}
    return show(request, "awareness/bulletin_publish.html", context, current=_CURRENT)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, bulletin_id: UUID) -> HttpResponseBase:
    """Say that it no longer holds, and why."""
    view = _own(request, bulletin_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: withdraw_bulletin(request.actor, bulletin_id, form.cleaned_data["reason"])
    ):
        messages.success(request, _("Withdrawn. Whoever opens it is told so."))
        return redirect("awareness:bulletin", bulletin_id)
    context = {"title": _("Withdraw this bulletin"), "view": view}
    return show(request, "awareness/bulletin_form.html", context, current=_CURRENT, form=form)


@for_members
@require_safe
def questions(request: MemberRequest) -> HttpResponseBase:
    """What readers ask and nobody has answered."""
    context = {"questions": questions_waiting(request.actor)}
    return show(request, "awareness/questions.html", context, current=_QUESTIONS)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, question_id: UUID) -> HttpResponseBase:
    """Answer a reader."""
    view = question(request.actor, question_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: answer_about_bulletin(request.actor, question_id, form.cleaned_data["answer"])
    ):
        messages.success(request, _("Answered. The reader is told."))
        return redirect("awareness:questions")
    return show(request, "awareness/question.html", {"view": view}, current=_QUESTIONS, form=form)


def _own(request: MemberRequest, bulletin_id: UUID) -> BulletinView:
    check(request.actor, Permission.ISSUE_BULLETIN)
    view = bulletin(request.actor, bulletin_id)
    if not view.line.is_own:
        raise NotFound(_("There is no such bulletin of yours."))
    return view


def _translated(request: MemberRequest) -> BulletinView | None:
    """The bulletin of which another language is written."""
    try:
        source_id = chosen_id(request.GET.get("translation_of", ""))
    except ValueError as fault:
        raise NotFound(_("There is no such bulletin.")) from fault
    return bulletin(request.actor, source_id) if source_id else None


def _figures(view: BulletinView) -> dict[str, Any] | None:
    """The table in the reader's language."""
    if view.figures is None:
        return None
    heads = [
        _("%(year)d, quarter %(number)d") % {"year": year, "number": number}
        for year, number in view.figures["quarters"]
    ]
    rows = [(CONCERN_NAMES[Concern(row["concern"])], row["counts"]) for row in view.figures["rows"]]
    return {"heads": heads, "rows": rows}
