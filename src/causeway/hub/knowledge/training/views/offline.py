"""A module as one file, to read where there is no network. What is read there is not counted: only its pages are."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.standalone import Taken, picture_inside, standalone, static_picture_inside
from causeway.hub.knowledge.training.asking import asked
from causeway.hub.knowledge.training.commands.publish_module import as_picture_id
from causeway.hub.knowledge.training.content import Picture, Section
from causeway.hub.knowledge.training.pages import reading_language
from causeway.hub.knowledge.training.queries.library import read_module, read_picture


@for_members
@require_safe
def offline(request: MemberRequest, module_id: UUID) -> HttpResponse:
    """All pages of a module with its pictures, its scenarios and its questions for self-check; nothing of its test."""
    view = read_module(request.actor, module_id, reading_language(request))
    module = view.module
    parts = [_part(request, str(module_id), number, section) for number, section in enumerate(module.sections, start=1)]
    taken = Taken(
        name=slugify(module.title) or "module",
        by=request.actor.organisation_name,
        at=timezone.now(),
        version=str(view.version),
    )
    context = {"module": module, "owner": view.owner, "parts": parts}
    return standalone("training/offline.html", context, taken, language=module.language)


def _part(request: MemberRequest, seed: str, number: int, section: Section) -> dict[str, object]:
    steps = {step.code: place for place, step in enumerate(section.steps, start=1)}
    return {
        "section": section,
        "number": number,
        "picture": _inside(request, section.picture) if section.picture else "",
        "questions": asked(section.questions, seed, shows_feedback=True),
        "steps": [
            (steps[step.code], step, [(choice, steps.get(choice.leads_to)) for choice in step.choices])
            for step in section.steps
        ],
    }


def _inside(request: MemberRequest, picture: Picture) -> str:
    picture_id = as_picture_id(picture.source)
    if picture_id is None:
        return static_picture_inside(picture.source)
    return picture_inside(read_picture(request.actor, picture_id), "image/jpeg")
