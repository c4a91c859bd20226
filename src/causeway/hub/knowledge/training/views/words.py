"""A module's words in another language: its parts with how far each is, and the fields with the original beside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.knowledge.training.commands.write_module import LONGEST_DOCUMENT, change_draft, import_words
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.editing import section_of
from causeway.hub.knowledge.training.pages import draw
from causeway.hub.knowledge.training.queries.drafts import DraftView, draft
from causeway.hub.knowledge.training.translating import TEST, texts_of_part, with_texts, written_parts
from causeway.hub.knowledge.wording_forms import WordsFileForm, WordsForm

_NAMES: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "about": gettext_lazy("What is it about?"),
    "text": gettext_lazy("Text"),
    "alt": gettext_lazy("Description of the picture"),
    "options": gettext_lazy("Options"),
    "consequence": gettext_lazy("What comes of it"),
    "feedback": gettext_lazy("Why"),
}


@takes_body(LONGEST_DOCUMENT * 4 + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """The parts of a module that is put into another language. A POST brings all of the words in from a file."""
    view, original = _draft(request, draft_id)
    module = view.module
    form = WordsFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            import_words(request.actor, draft_id, form.cleaned_data["file"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The words are in the draft."))
            return redirect("training:words", draft_id)
    counts = written_parts(original, module)
    parts = [(part, _title(original, part), *count, part in view.changed) for part, count in counts.items()]
    context = {"draft_id": draft_id, "module": module, "original": original, "parts": parts, "form": form}
    return draw(request, "words.html", context, current="writing", status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: MemberRequest, draft_id: UUID, code: str) -> HttpResponseBase:
    """The texts of one part beside the original. What is left empty says what the original says."""
    view, original = _draft(request, draft_id)
    module = view.module
    counts = written_parts(original, module)
    if code not in counts:
        raise Http404("There is no such part.")
    texts = texts_of_part(original, module, code)
    form = WordsForm(
        request.POST if request.method == "POST" else None, texts=texts, names=_NAMES, language=module.language
    )
    if request.method == "POST" and form.is_valid():
        said = {at: form.texts()[at] or written for at, written, _known in texts}
        try:
            change_draft(request.actor, draft_id, lambda known: with_texts(known, said))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return _next(draft_id, code, counts)
    context = {
        "draft_id": draft_id,
        "module": module,
        "original": original,
        "title": _title(original, code),
        "has_changed": code in view.changed,
        "rows": [(written, field) for (_at, written, _known), field in zip(texts, form, strict=True)],
        "form": form,
    }
    return draw(request, "words_part.html", context, current="writing", status=422 if form.errors else 200)


def _draft(request: MemberRequest, draft_id: UUID) -> tuple[DraftView, Module]:
    check(request.actor, Permission.WRITE_MODULES)
    view = draft(request.actor, draft_id)
    if view.original is None or view.state == "in_review":
        raise Http404("No words are written there.")
    return view, view.original


def _title(module: Module, part: str) -> str:
    section = section_of(module, part)
    if section is not None:
        return section.title
    return _("Questions of the test") if part == TEST else _("The module")


def _next(draft_id: UUID, code: str, counts: dict[str, tuple[int, int]]) -> HttpResponseBase:
    parts = list(counts)
    after = parts[parts.index(code) + 1 :]
    lacking = next((each for each in after if counts[each][0] < counts[each][1]), None)
    return redirect("training:words_part", draft_id, lacking) if lacking else redirect("training:words", draft_id)
