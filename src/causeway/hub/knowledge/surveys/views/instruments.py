"""Instruments: the list, one that is being written, its head and sections, preview, files and publication."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, member_page
from causeway.hub.base.theme.downloads import download
from causeway.hub.base.theme.standalone import Taken, standalone
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.surveys import editing
from causeway.hub.knowledge.surveys.checking import faults_of, missing_texts
from causeway.hub.knowledge.surveys.commands.write_instrument import (
    begin_instrument,
    change_instrument,
    delete_instrument,
    export_instrument,
    publish_instrument,
)
from causeway.hub.knowledge.surveys.forms.instruments import (
    BLANK,
    FROM_FILE,
    SHIPPED,
    BeginForm,
    HeadForm,
    SectionForm,
    code_from,
)
from causeway.hub.knowledge.surveys.forms.questions import KindForm, conditions_in_words
from causeway.hub.knowledge.surveys.instrument_files import (
    LARGEST_FILE_BYTES,
    FileKind,
    InstrumentFileInvalid,
    read_instrument,
    shipped_instruments,
)
from causeway.hub.knowledge.surveys.queries.instruments import Written, written_instrument, written_instruments
from causeway.hub.knowledge.surveys.shown import shown_questions, text_in
from causeway.hub.knowledge.surveys.views.pages import INSTRUMENTS, draw
from causeway.hub.knowledge.surveys.words import KIND_NAMES, language_name
from causeway.vocabulary.instruments import Instrument

Change = Callable[[Instrument], Instrument]

_ARRANGE: dict[str, Callable[[Instrument, str], Instrument]] = {
    "question-up": lambda one, code: editing.move_question(one, code, -1),
    "question-down": lambda one, code: editing.move_question(one, code, 1),
    "question-copy": editing.duplicate_question,
    "question-remove": editing.remove_question,
    "section-up": lambda one, code: editing.move_section(one, code, -1),
    "section-down": lambda one, code: editing.move_section(one, code, 1),
    "section-remove": editing.remove_section,
}


@require_safe
@member_page
def instrument_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every instrument of the organisation."""
    lines = [{"written": one, "title": title_of(one.instrument)} for one in written_instruments(actor)]
    return draw(request, actor, "instruments", {"lines": lines}, current=INSTRUMENTS)


@takes_body(LARGEST_FILE_BYTES + FORM_ROOM_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin an instrument: blank, from one that ships, or from a file."""
    check(actor, Permission.MANAGE_SURVEYS)
    is_post = request.method == "POST"
    form = BeginForm(shipped_instruments(), *((request.POST, request.FILES) if is_post else ()))
    if form.is_valid():
        try:
            draft_id = begin_instrument(actor, _chosen(form))
        except InstrumentFileInvalid as fault:
            words = _("The file cannot be read. %(place)s: %(message)s")
            form.add_error("file", words % {"place": fault.place, "message": fault.message})
        except HubError as fault:
            field = {BLANK: "title", FROM_FILE: "file"}.get(form.cleaned_data["start"], "start")
            form.add_error(field, fault.message)
        else:
            return redirect("surveys:instrument", draft_id)
    status = 422 if form.errors else 200
    return draw(request, actor, "instrument_begin", {"form": form}, current=INSTRUMENTS, status=status)


@require_safe
@member_page
def instrument_page(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """An instrument as it is being written: its sections and questions, and what is missing."""
    written = written_instrument(actor, draft_id)
    instrument = written.instrument
    context = {
        "written": written,
        "instrument": instrument,
        "title": title_of(instrument),
        "languages": [language_name(code) for code in instrument.languages],
        "parts": _parts(instrument),
        "fault_count": len(faults_of(instrument)),
        "question_count": len(instrument.questions),
    }
    return draw(request, actor, "instrument", context, current=INSTRUMENTS)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def head_page(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Version, languages, title and opening texts."""
    check(actor, Permission.MANAGE_SURVEYS)
    written = written_instrument(actor, draft_id)
    form = HeadForm(written.instrument, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_instrument(actor, draft_id, form.change)
        added = set(form.cleaned_data["languages"]) - set(written.instrument.languages)
        messages.success(request, _("Saved."))
        return redirect("surveys:head" if added else "surveys:instrument", draft_id)
    return _draw_form(request, actor, written, form, _("Title, texts and languages"))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def section_page(request: HttpRequest, actor: Actor, draft_id: UUID, code: str | None = None) -> HttpResponse:
    """Write a section, a new one without a code."""
    check(actor, Permission.MANAGE_SURVEYS)
    written = written_instrument(actor, draft_id)
    section = next((one for one in written.instrument.sections if one.code == code), None)
    if code and section is None:
        raise NotFound(_("There is no such section."))
    form = SectionForm(written.instrument.languages, section, request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = form.section()
        try:
            change_instrument(actor, draft_id, lambda one: editing.put_section(one, entered, replacing=code))
        except Invalid as fault:
            blame(form, fault)
        else:
            return redirect("surveys:instrument", draft_id)
    return _draw_form(request, actor, written, form, _("Section") if section else _("New section"))


@require_POST
@member_page
def arrange(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Move, copy or remove a section or question; the button says which."""
    act, _colon, code = request.POST.get("act", "").partition(":")
    if act not in _ARRANGE:
        raise Invalid(_("Choose what to do."))
    change = _ARRANGE[act]
    change_instrument(actor, draft_id, lambda one: change(one, code))
    return redirect("surveys:instrument", draft_id)


@require_safe
@member_page
def check_page(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """What stands in the way of publishing, and which texts are missing in which language."""
    written = written_instrument(actor, draft_id)
    missing = missing_texts(written.instrument)
    places = {f"{text.place}.{text.language}" for text in missing}
    context = {
        "written": written,
        "title": title_of(written.instrument),
        "faults": [fault for fault in faults_of(written.instrument) if fault.place not in places],
        "languages": [
            (language_name(code), [text for text in missing if text.language == code])
            for code in written.instrument.languages
        ],
        "is_whole": not faults_of(written.instrument),
    }
    return draw(request, actor, "instrument_check", context, current=INSTRUMENTS)


@require_safe
@member_page
def preview_page(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """The instrument as those who answer see it, all on one page."""
    written = written_instrument(actor, draft_id)
    instrument = written.instrument
    context = {
        "written": written,
        "languages": [(code, language_name(code)) for code in instrument.languages],
        **_in_language(instrument, _language_wanted(request, instrument)),
    }
    return draw(request, actor, "instrument_preview", context, current=INSTRUMENTS)


@require_safe
@member_page
def offline(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """The questionnaire for paper, as one file, in one of its languages."""
    instrument = written_instrument(actor, draft_id).instrument
    language = _language_wanted(request, instrument)
    with translation.override(language):
        context = _in_language(instrument, language)
    taken = Taken(
        name=f"{instrument.code}-{instrument.version}-{language}",
        by=actor.organisation_name,
        at=timezone.now(),
        version=instrument.version,
    )
    return standalone("surveys/offline.html", context, taken, language=language, styles=["surveys/pages.css"])


@require_safe
@member_page
def export(request: HttpRequest, actor: Actor, draft_id: UUID, kind: str) -> HttpResponse:
    """The instrument as a file."""
    if kind not in set(FileKind):
        raise NotFound(_("There is no file of this form."))
    name, text = export_instrument(actor, draft_id, FileKind(kind))
    types = {FileKind.JSON: "application/json", FileKind.TOML: "application/toml"}
    return download(name, text, f"{types[FileKind(kind)]}; charset=utf-8")


@require_POST
@member_page
def publish(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Publish what is written."""
    try:
        publish_instrument(actor, draft_id)
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
        return redirect("surveys:check", draft_id)
    messages.success(request, _("Published. You can prepare a wave of it now."))
    return redirect("surveys:instrument", draft_id)


@require_POST
@member_page
def remove(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Delete an instrument that was never published."""
    delete_instrument(actor, draft_id)
    messages.success(request, _("The instrument is deleted."))
    return redirect("surveys:instruments")


def title_of(instrument: Instrument) -> str:
    """By what an instrument is known: its title in the reader's language or the first that has one, else its code."""
    reader = reading_language()
    return (
        instrument.title.get(reader)
        or text_in(instrument, instrument.title, instrument.languages[0])
        or instrument.code
    )


def _draw_form(request: HttpRequest, actor: Actor, written: Written, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "written": written, "title": title_of(written.instrument), "heading": heading}
    status = 422 if form.errors else 200
    return draw(request, actor, "instrument_form", context, current=INSTRUMENTS, status=status)


def _chosen(form: BeginForm) -> Instrument:
    told = form.cleaned_data
    if told["start"] == BLANK:
        return editing.blank(code_from(told["title"]), told["title"].strip(), told["language"])
    if told["start"] == FROM_FILE:
        return read_instrument(*form.content())
    return shipped_instruments()[told["start"].removeprefix(SHIPPED)]


def _parts(instrument: Instrument) -> list[dict[str, Any]]:
    language, known = instrument.languages[0], {one.code: one for one in instrument.questions}
    return [
        {
            "code": section.code,
            "title": text_in(instrument, section.title, language) or section.code,
            "kinds": KindForm([(kind.value, name) for kind, name in KIND_NAMES.items()]),
            "questions": [
                {
                    "code": question.code,
                    "text": text_in(instrument, question.text, language) or question.code,
                    "kind": KIND_NAMES[question.kind],
                    "is_required": question.is_required,
                    "conditions": conditions_in_words(question, known, language),
                }
                for question in section.questions
            ],
        }
        for section in instrument.sections
    ]


def _language_wanted(request: HttpRequest, instrument: Instrument) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in instrument.languages else instrument.languages[0]


def _in_language(instrument: Instrument, language: str) -> dict[str, Any]:
    return {
        "shown_language": language,
        "title": text_in(instrument, instrument.title, language) or title_of(instrument),
        "about": text_in(instrument, instrument.about, language),
        "consent": text_in(instrument, instrument.consent, language),
        "parts": _previewed(instrument, language),
    }


def _previewed(instrument: Instrument, language: str) -> list[dict[str, Any]]:
    known = {one.code: one for one in instrument.questions}
    return [
        {
            "title": text_in(instrument, section.title, language),
            "intro": text_in(instrument, section.intro, language),
            "questions": [
                (shown, conditions_in_words(question, known, language))
                for question, shown in zip(
                    section.questions, shown_questions(section.questions, language, {}), strict=True
                )
            ],
        }
        for section in instrument.sections
    ]
