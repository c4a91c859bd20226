"""Sessions: what is planned, what was held, what changed."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.directory import Listing, directory
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.commons.awareness.commands.hold_session import (
    cancel_session,
    change_session,
    plan_session,
    report_session,
    say_what_changed,
)
from causeway.hub.commons.awareness.forms.sessions import (
    ChangedForm,
    HeldForm,
    ReasonForm,
    SessionFilterForm,
    SessionForm,
    session_initial,
)
from causeway.hub.commons.awareness.queries.materials import material_choices
from causeway.hub.commons.awareness.queries.sessions import (
    SessionFilter,
    SessionView,
    session,
    session_export,
    session_sums,
    sessions,
)
from causeway.hub.commons.awareness.views.showing import chosen_of, pager_of, show, succeeds
from causeway.hub.commons.awareness.words import (
    AUDIENCE_NAMES,
    LANGUAGE_NAMES,
    SESSION_STATE_NAMES,
    Audience,
    SessionState,
    ages_in_words,
)
from causeway.vocabulary.organisations import OrganisationKind

_CURRENT = "awareness:sessions"
_COLUMNS = (
    "held_on", "title", "place", "by", "state", "audience", "age_from", "age_to", "language", "attended", "asked",
    "knew_before", "knew_after", "came_forward", "changed",
)  # fmt: skip


@for_members
@require_safe
def session_list(request: MemberRequest) -> HttpResponseBase:
    """Sessions that we hold or that are held here, with their sums."""
    form = SessionFilterForm(request.GET)
    wanted = replace(_wanted(form), page=page_number(request))
    page, sums = sessions(request.actor, wanted), session_sums(request.actor, wanted)
    context = {
        "filters": form,
        "lines": [(line, SESSION_STATE_NAMES[line.state], AUDIENCE_NAMES[line.audience]) for line in page.lines],
        "total": page.total,
        "page": pager_of(page),
        "sums": sums,
        "chosen": chosen_of(request, form, ("state", "audience", "since", "until")),
        "query": request.GET.urlencode(),
    }
    return show(request, "awareness/sessions.html", context, current=_CURRENT)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The list as a file."""
    found = session_export(request.actor, _wanted(SessionFilterForm(request.GET)))
    return csv_download("sessions.csv", _COLUMNS, ([getattr(view, name) for name in _COLUMNS] for view in found))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def session_page(request: MemberRequest, session_id: UUID) -> HttpResponseBase:
    """One session; the school, or the holder where no school has joined, says here what changed."""
    view, materials = session(request.actor, session_id)
    can_say = view.state is SessionState.HELD and (view.is_at_us or (view.is_own and not view.has_school))
    form = ChangedForm(request.POST if request.method == "POST" else None, initial={"changed": view.changed})
    if request.method == "POST" and succeeds(
        form, lambda: say_what_changed(request.actor, session_id, form.cleaned_data["changed"])
    ):
        messages.success(request, _("Thank you. It is kept with the session."))
        return redirect("awareness:session", session_id)
    context = {
        "view": view,
        "rows": _rows(view),
        "materials": materials,
        "state": SESSION_STATE_NAMES[view.state],
        "is_over": view.held_on <= today_of(request.actor, timezone.now()),
        "can_keep": view.is_own and may(request.actor, Permission.KEEP_AWARENESS),
        "can_say": can_say and may(request.actor, Permission.KEEP_AWARENESS),
    }
    return show(request, "awareness/session.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest) -> HttpResponseBase:
    """Plan a session."""
    check(request.actor, Permission.KEEP_AWARENESS)
    form = _form(request)
    planned: list[UUID] = []
    if request.method == "POST" and succeeds(form, lambda: planned.append(plan_session(request.actor, form.told()))):
        messages.success(request, _("Planned. On the day, say here how it went."))
        return redirect("awareness:session", planned[0])
    return show(request, "awareness/session_form.html", {"title": _("Plan a session")}, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, session_id: UUID) -> HttpResponseBase:
    """Change what is planned."""
    view = _own(request, session_id)
    form = _form(request, view)
    if request.method == "POST" and succeeds(form, lambda: change_session(request.actor, session_id, form.told())):
        messages.success(request, _("Saved."))
        return redirect("awareness:session", session_id)
    context = {"title": _("Change a session"), "view": view}
    return show(request, "awareness/session_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: MemberRequest, session_id: UUID) -> HttpResponseBase:
    """Say with how many it was held."""
    view = _own(request, session_id)
    initial = {name: getattr(view, name) for name in HeldForm.base_fields}
    form = HeldForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and succeeds(form, lambda: report_session(request.actor, session_id, form.told())):
        messages.success(request, _("Thank you. The numbers are kept."))
        return redirect("awareness:session", session_id)
    context = {"title": _("How did it go?"), "view": view}
    return show(request, "awareness/session_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: MemberRequest, session_id: UUID) -> HttpResponseBase:
    """Say that it is not held."""
    view = _own(request, session_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: cancel_session(request.actor, session_id, form.cleaned_data["reason"])
    ):
        messages.success(request, _("The session is cancelled."))
        return redirect("awareness:session", session_id)
    context = {"title": _("Cancel this session"), "view": view}
    return show(request, "awareness/session_form.html", context, current=_CURRENT, form=form)


def _own(request: MemberRequest, session_id: UUID) -> SessionView:
    check(request.actor, Permission.KEEP_AWARENESS)
    view, _materials = session(request.actor, session_id)
    if not view.is_own:
        raise NotFound(_("There is no such session of yours."))
    return view


def _form(request: MemberRequest, view: SessionView | None = None) -> SessionForm:
    partners = directory(request.actor, kind=OrganisationKind.PARTNER)
    schools: list[Listing] = [each for each in partners if each.id != request.actor.organisation_id]
    return SessionForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        materials=material_choices(request.actor),
        initial=session_initial(view) if view else {},
    )


def _wanted(form: SessionFilterForm) -> SessionFilter:
    if not form.is_valid():
        return SessionFilter()
    return SessionFilter(**form.cleaned_data)


def _rows(view: SessionView) -> list[Row]:
    rows = [
        Row(_("Held by"), view.by),
        Row(_("Where"), view.place),
        Row(_("With whom"), _with_whom(view)),
        Row(_("Language"), LANGUAGE_NAMES[view.language]),
    ]
    if view.reason:
        rows.append(Row(_("Why it is not held"), view.reason))
    if view.state is SessionState.HELD:
        rows.append(Row(_("How many were there"), view.attended))
        if view.asked:
            rows.append(Row(_("Asked whom to tell"), view.asked))
            rows.append(Row(_("Knew before"), view.knew_before))
            rows.append(Row(_("Knew after"), view.knew_after))
        if view.came_forward is not None:
            rows.append(Row(_("Asked for help afterwards"), view.came_forward))
    if view.note:
        rows.append(Row(_("Our notes"), view.note))
    return rows


def _with_whom(view: SessionView) -> str:
    who, ages = str(AUDIENCE_NAMES[view.audience]), ages_in_words(view.age_from, view.age_to)
    if view.audience is Audience.PUPILS and ages:
        return _("Pupils of age %(ages)s") % {"ages": ages}
    return who
