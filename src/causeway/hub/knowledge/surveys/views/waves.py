"""Waves: the list, one wave, and its preparation up to the key."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, member_page
from causeway.hub.base.theme.components import Row, TaskItem
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.knowledge.surveys.commands.prepare_wave import (
    ask_nobody,
    ask_people,
    make_wave,
    set_frame,
)
from causeway.hub.knowledge.surveys.commands.run_wave import change_wave
from causeway.hub.knowledge.surveys.forms.waves import (
    MembersForm,
    NewWaveForm,
    TableForm,
    WaveForm,
    first_dates,
)
from causeway.hub.knowledge.surveys.queries.instruments import written_instruments
from causeway.hub.knowledge.surveys.queries.members import member_addresses
from causeway.hub.knowledge.surveys.queries.waves import WaveView, asked_addresses, wave_view, waves
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.hub.knowledge.surveys.table_files import (
    LARGEST_FILE_BYTES,
    Person,
    RowFault,
    TableInvalid,
    read_frame,
    read_people,
    strata_of,
)
from causeway.hub.knowledge.surveys.views.pages import draw
from causeway.hub.knowledge.surveys.words import STAGE_COLOURS, STAGE_NAMES
from causeway.vocabulary.instruments import Instrument

PAGE_SIZE = 50
_BODY = LARGEST_FILE_BYTES + FORM_ROOM_BYTES


@require_safe
@member_page
def wave_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every wave, the latest first."""
    lines = waves(actor, timezone.now())
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [{"line": line, "stage": STAGE_NAMES[line.stage], "colour": stage_colour(line.stage)} for line in page]
    context = {"waves": shown, "page": page, "has_instruments": bool(_choices(actor))}
    return draw(request, actor, "waves", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def new_wave(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Prepare a wave."""
    check(actor, Permission.MANAGE_SURVEYS)
    initial = {**first_dates(today_of(actor, timezone.now())), "instrument": request.GET.get("instrument", "")}
    form = NewWaveForm(_choices(actor), request.POST if request.method == "POST" else None, initial)
    if form.is_valid():
        told = form.cleaned_data
        try:
            wave_id = make_wave(actor, UUID(told["instrument"]), title=told["title"], dates=form.dates())
        except Invalid as fault:
            blame(form, fault)
        else:
            return redirect("surveys:wave", wave_id)
    return draw(request, actor, "wave_new", {"form": form}, status=422 if form.errors else 200)


@require_safe
@member_page
def wave_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """One wave: what is still to do, who has answered as far as that may be shown, and what can be done now."""
    view = wave_view(actor, wave_id, timezone.now())
    stage = view.line.stage
    context = {
        "view": view,
        "line": view.line,
        "stage": stage.value,
        "stage_name": STAGE_NAMES[stage],
        "stage_colour": stage_colour(stage),
        "rows": _rows(view),
        "steps": _steps(view) if stage is Stage.PREPARING else [],
        "tables": _tables(view),
    }
    return draw(request, actor, "wave", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def dates_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Change title and dates."""
    check(actor, Permission.MANAGE_SURVEYS)
    now = timezone.now()
    line = wave_view(actor, wave_id, now).line
    initial = {name: getattr(line, name) for name in ("title", "opens_on", "closes_on", "keep_until")}
    form = WaveForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            change_wave(actor, wave_id, title=form.cleaned_data["title"], dates=form.dates(), now=now)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Title and dates are changed."))
            return redirect("surveys:wave", wave_id)
    return draw(request, actor, "wave_dates", {"form": form, "line": line}, status=422 if form.errors else 200)


@takes_body(_BODY)
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def frame_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Show the frame, and bring another."""
    check(actor, Permission.MANAGE_SURVEYS)
    now, faults = timezone.now(), tuple[RowFault, ...]()
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            frame = read_frame(form.content())
            set_frame(actor, wave_id, frame, now)
        except TableInvalid as refused:
            faults = refused.faults
            form.add_error("file", _("The file cannot be taken: see below."))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            words = ngettext("%d stratum is in the frame.", "%d strata are in the frame.", len(frame))
            messages.success(request, words % len(frame))
            return redirect("surveys:frame", wave_id)
    view = wave_view(actor, wave_id, now)
    context = {
        "form": form,
        "line": view.line,
        "faults": faults,
        "page": Paginator(view.frame, PAGE_SIZE).get_page(request.GET.get("page")),
        "population": sum(row.population for row in view.frame),
        "has_roles": any(row.role for row in view.frame),
        "is_preparing": view.line.stage is Stage.PREPARING,
    }
    return draw(request, actor, "wave_frame", context, status=422 if form.errors else 200)


@takes_body(_BODY)
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def people_page(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Say who is asked: from a file, or the organisation's own members."""
    check(actor, Permission.MANAGE_SURVEYS)
    now, faults, what = timezone.now(), tuple[RowFault, ...](), request.POST.get("what")
    view = wave_view(actor, wave_id, now)
    form = TableForm(request.POST, request.FILES) if what == "file" else TableForm()
    members = MembersForm(request.POST) if what == "members" else MembersForm()
    used = form if what == "file" else members
    if used.is_bound and used.is_valid():
        try:
            people = _people(actor, view, form, members)
            total = ask_people(actor, wave_id, people, now)
        except TableInvalid as refused:
            faults = refused.faults
            form.add_error("file", _("The file cannot be taken: see below."))
        except (Invalid, Conflict) as fault:
            blame(used, fault)
        else:
            messages.success(request, ngettext("%d person is asked.", "%d people are asked.", total) % total)
            return redirect("surveys:people", wave_id)
    context = {"form": form, "members": members, "view": view, "line": view.line, "faults": faults}
    context["is_preparing"] = view.line.stage is Stage.PREPARING
    return draw(request, actor, "wave_people", context, status=422 if used.errors else 200)


@require_POST
@member_page
def nobody(request: HttpRequest, actor: Actor, wave_id: UUID) -> HttpResponse:
    """Take everybody out."""
    ask_nobody(actor, wave_id, timezone.now())
    messages.success(request, _("Nobody is asked now."))
    return redirect("surveys:people", wave_id)


def stage_colour(stage: Stage) -> str:
    """The colour of a stage's tag; the words say the same."""
    return STAGE_COLOURS.get(stage, "grey")


def _people(actor: Actor, view: WaveView, form: TableForm, members: MembersForm) -> list[Person]:
    if form.is_bound:
        known = asked_addresses(actor, view.line.id)
        return list(read_people(form.content(), strata_of(view.frame), known))
    told = members.cleaned_data
    asked = set(asked_addresses(actor, view.line.id))
    return [
        Person(email=address.lower(), force=told["force"].strip(), rank=told["rank"].strip())
        for address in member_addresses(actor)
        if address.lower() not in asked
    ]


def _choices(actor: Actor) -> list[tuple[str, str]]:
    return [
        (str(version.id), f"{_title(version.instrument)} ({version.version})")
        for written in written_instruments(actor)
        for version in written.published
    ]


def _title(instrument: Instrument) -> str:
    return str(instrument.title[instrument.languages[0]])


def _rows(view: WaveView) -> list[Row]:
    line = view.line
    dates = _("%(first)s to %(last)s") % {"first": _as_day(line.opens_on), "last": _as_day(line.closes_on)}
    population = sum(row.population for row in view.frame)
    return [
        Row(_("Instrument"), f"{_title(view.instrument)} ({line.instrument_code}, {line.instrument_version})"),
        Row(_("Open for answers"), dates),
        Row(_("People asked"), intcomma(view.invited) if view.invited else _("Nobody yet")),
        Row(_("Population of the frame"), intcomma(population) if population else _("No frame yet")),
        Row(_("Answers kept until"), _as_day(line.keep_until)),
    ]


def _steps(view: WaveView) -> list[TaskItem]:
    done, todo = _("Done"), _("To do")
    steps = (
        (_("Title and dates"), "surveys:dates", True, _("From when to when people can answer")),
        (_("Frame"), "surveys:frame", bool(view.frame), _("How many people there are, by force and rank")),
        (_("People to ask"), "surveys:people", view.invited > 0, _("Their addresses, with force and rank")),
        (_("Key"), "surveys:key", view.has_key, _("Only its file can open the answers")),
    )
    items = [
        TaskItem(
            title=title,
            status=done if is_done else todo,
            href=reverse(name, args=[view.line.id]),
            hint=hint,
            tone="done" if is_done else "todo",
        )
        for title, name, is_done, hint in steps
    ]
    is_ready = all(is_done for _title, _name, is_done, _hint in steps)
    start = TaskItem(
        title=_("Start"),
        status=todo if is_ready else _("Cannot start yet"),
        href=reverse("surveys:start", args=[view.line.id]) if is_ready else None,
        hint=_("Invitations go out"),
        tone="todo" if is_ready else "blocked",
    )
    return [*items, start]


def _tables(view: WaveView) -> list[dict[str, Any]]:
    return [
        {"caption": _("By force"), "head": _("Force"), "lines": view.response.by_force},
        {"caption": _("By rank"), "head": _("Rank"), "lines": view.response.by_rank},
    ]


def _as_day(day: date) -> str:
    return date_format(day, "j F Y")
