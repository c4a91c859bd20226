"""Words in other languages: how far each is, part by part, and the fields for them with the original beside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.playbooks.commands.write_words import import_words, save_words
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.drafts import Draft, DraftState, draft_of
from causeway.hub.knowledge.playbooks.translating import OWN, PartState, part_states, texts_of_part
from causeway.hub.knowledge.playbooks.views.shown import FIELD_NAMES
from causeway.hub.knowledge.wording_forms import WordsFileForm, WordsForm

OWN_KEY = "the-playbook"
"""How an address calls what a playbook says of itself. A step cannot be called so: codes have no hyphen."""
STATE_NAMES: dict[PartState, tuple[Promise, str]] = {
    PartState.DONE: (gettext_lazy("Written"), "green"),
    PartState.LACKING: (gettext_lazy("Not written yet"), "grey"),
    PartState.CHANGED: (gettext_lazy("The original has changed"), "yellow"),
}


@for_members
@require_safe
def words_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """The languages, and how far the words are in each."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    languages = [(code, LANGUAGES[code], *_count(draft.playbook, code)) for code in _others(draft.playbook)]
    return render(request, "playbooks/words.html", {"draft": draft, "languages": languages})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def language_page(request: MemberRequest, draft_id: UUID, language: str) -> HttpResponseBase:
    """The parts of a playbook and how each stands in a language. A POST brings all of them in from a file."""
    draft = _draft(request, draft_id, language)
    form = WordsFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            import_words(request.actor, draft_id, language, form.cleaned_data["file"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The words are in the draft."))
            return redirect("playbooks:words_in", draft_id, language)
    context = {
        "draft": draft,
        "language": language,
        "name": LANGUAGES[language],
        "parts": [
            (part or OWN_KEY, _title(draft.playbook, part), *STATE_NAMES[state])
            for part, state in part_states(draft.playbook, language).items()
        ],
        "form": form,
    }
    return render(request, "playbooks/words_in.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def part_page(request: MemberRequest, draft_id: UUID, language: str, part: str) -> HttpResponseBase:
    """One part: the original beside, and a field for each of its texts. After it comes the next that lacks words."""
    draft = _draft(request, draft_id, language)
    place = OWN if part == OWN_KEY else part
    states = part_states(draft.playbook, language)
    if place not in states:
        raise Http404("There is no such part.")
    texts = texts_of_part(draft.playbook, language, place)
    form = WordsForm(
        request.POST if request.method == "POST" else None, texts=texts, names=FIELD_NAMES, language=language
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_words(request.actor, draft_id, language, form.texts())
        except Invalid as fault:
            form.add_error(form.field_at(fault.field or ""), fault.message)
        except Conflict as fault:
            blame(form, fault)
        else:
            return _next(draft_id, language, place, states)
    context = {
        "draft": draft,
        "language": language,
        "name": LANGUAGES[language],
        "title": _title(draft.playbook, place),
        "title_lang": "" if place == OWN else draft.playbook.language,
        "lang": draft.playbook.language,
        "has_changed": states[place] is PartState.CHANGED,
        "rows": [(written, field) for (_at, written, _known), field in zip(texts, form, strict=True)],
        "form": form,
    }
    return render(request, "playbooks/words_part.html", context, status=422 if form.errors else 200)


def _draft(request: MemberRequest, draft_id: UUID, language: str) -> Draft:
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    if language not in _others(draft.playbook) or draft.state is not DraftState.WRITING:
        raise Http404("No words are written there.")
    return draft


def _others(playbook: Playbook) -> list[str]:
    return [code for code in LANGUAGES if code != playbook.language]


def _count(playbook: Playbook, language: str) -> tuple[int, int]:
    states = part_states(playbook, language).values()
    return sum(state is PartState.DONE for state in states), len(states)


def _title(playbook: Playbook, part: str) -> str:
    step = playbook.step(part)
    return step.title if step else _("About the playbook")


def _next(draft_id: UUID, language: str, place: str, states: dict[str, PartState]) -> HttpResponseBase:
    places = list(states)
    after = places[places.index(place) + 1 :] + places[: places.index(place)]
    lacking = next((each for each in after if states[each] is not PartState.DONE), None)
    if lacking is None:
        return redirect("playbooks:words_in", draft_id, language)
    return redirect("playbooks:words_part", draft_id, language, lacking or OWN_KEY)
