"""The library of material: find, read, write, publish, withdraw."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.standalone import Taken, standalone
from causeway.hub.commons.awareness.commands.keep_material import (
    NewMaterial,
    change_material,
    publish_material,
    withdraw_material,
    write_material,
)
from causeway.hub.commons.awareness.forms.fields import chosen_id
from causeway.hub.commons.awareness.forms.materials import MaterialFilterForm, MaterialForm, material_initial
from causeway.hub.commons.awareness.library import library
from causeway.hub.commons.awareness.queries.materials import MaterialFilter, MaterialView, material, materials
from causeway.hub.commons.awareness.views.showing import chosen_of, pager_of, show, succeeds
from causeway.hub.commons.awareness.words import LANGUAGE_NAMES, ages_in_words

_CURRENT = "awareness:materials"


@for_members
@require_safe
def material_list(request: MemberRequest) -> HttpResponseBase:
    """Material by audience, age and language."""
    form = MaterialFilterForm(request.GET)
    wanted = MaterialFilter(page=page_number(request))
    if form.is_valid():
        given = form.cleaned_data
        wanted = MaterialFilter(
            audience=given["audience"],
            age=given["age"],
            language=given["language"],
            is_mine=given["mine"],
            page=wanted.page,
        )
    page = materials(request.actor, wanted)
    context = {
        "filters": form,
        "lines": [
            (line, LANGUAGE_NAMES[line.language], ages_in_words(line.age_from, line.age_to)) for line in page.lines
        ],
        "total": page.total,
        "page": pager_of(page),
        "chosen": chosen_of(request, form, ("audience", "age", "language", "mine")),
    }
    return show(request, "awareness/materials.html", context, current=_CURRENT)


@for_members
@require_safe
def material_page(request: MemberRequest, material_id: UUID) -> HttpResponseBase:
    """One material, to read and to print."""
    view = material(request.actor, material_id)
    context = {
        "view": view,
        "line": view.line,
        "in_language": LANGUAGE_NAMES[view.line.language],
        "ages": ages_in_words(view.line.age_from, view.line.age_to),
        "translations": [(other, LANGUAGE_NAMES[other.language]) for other in view.translations],
    }
    return show(request, "awareness/material.html", context, current=_CURRENT)


@for_members
@require_safe
def offline(request: MemberRequest, material_id: UUID) -> HttpResponseBase:
    """One material as one file, in its own language."""
    view = material(request.actor, material_id)
    line = view.line
    with translation.override(line.language):
        context = {"view": view, "line": line, "ages": ages_in_words(line.age_from, line.age_to)}
    taken = Taken(
        name=slugify(line.title) or "material",
        by=request.actor.organisation_name,
        at=timezone.now(),
        version=view.written_at.date().isoformat(),
    )
    return standalone("awareness/offline.html", context, taken, language=line.language)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest) -> HttpResponseBase:
    """Write a material, or say the same in another language (`?translation_of=`)."""
    check(request.actor, Permission.KEEP_AWARENESS)
    source, ours = _translated(request), _from_library(request)
    initial = material_initial(source) if source else asdict(ours) if ours else {}
    form = MaterialForm(request.POST if request.method == "POST" else None, initial=initial)
    written: list[UUID] = []
    if request.method == "POST" and succeeds(
        form,
        lambda: written.append(
            write_material(request.actor, form.told(source.translation_of or source.line.id if source else None))
        ),
    ):
        messages.success(request, _("Saved as a draft. Read it once more, then publish it."))
        return redirect("awareness:material", written[0])
    offered = [
        (code, language, material.title) for code, texts in library().items() for language, material in texts.items()
    ]
    context = {"source": source, "title": _("Write material"), "library": offered if source is None else []}
    return show(request, "awareness/material_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, material_id: UUID) -> HttpResponseBase:
    """Change a material of one's own."""
    check(request.actor, Permission.KEEP_AWARENESS)
    view = _own(request, material_id)
    form = MaterialForm(request.POST if request.method == "POST" else None, initial=material_initial(view))
    if request.method == "POST" and succeeds(
        form, lambda: change_material(request.actor, material_id, form.told(view.translation_of))
    ):
        messages.success(request, _("Saved."))
        return redirect("awareness:material", material_id)
    context = {"view": view, "title": _("Change material")}
    return show(request, "awareness/material_form.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, material_id: UUID) -> HttpResponseBase:
    """Let every organisation read it, after asking."""
    view = _own(request, material_id)
    if request.method == "POST":
        publish_material(request.actor, material_id)
        messages.success(request, _("Published. Every member can use it now."))
        return redirect("awareness:material", material_id)
    return show(request, "awareness/material_publish.html", {"line": view.line}, current=_CURRENT)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, material_id: UUID) -> HttpResponseBase:
    """Say that it should not be used any more, after asking."""
    view = _own(request, material_id)
    if request.method == "POST":
        withdraw_material(request.actor, material_id)
        messages.success(request, _("Withdrawn. Whoever opens it is told so."))
        return redirect("awareness:material", material_id)
    return show(request, "awareness/material_withdraw.html", {"line": view.line}, current=_CURRENT)


def _own(request: MemberRequest, material_id: UUID) -> MaterialView:
    check(request.actor, Permission.KEEP_AWARENESS)
    view = material(request.actor, material_id)
    if not view.line.is_own:
        raise NotFound(_("There is no such material of yours."))
    return view


def _from_library(request: MemberRequest) -> NewMaterial | None:
    """What comes with the program and is begun with (`?begin=CODE&in=LANGUAGE`)."""
    return library().get(request.GET.get("begin", ""), {}).get(request.GET.get("in", ""))


def _translated(request: MemberRequest) -> MaterialView | None:
    """The material of which another language is written."""
    try:
        source_id = chosen_id(request.GET.get("translation_of", ""))
    except ValueError as fault:
        raise NotFound(_("There is no such material.")) from fault
    return material(request.actor, source_id) if source_id else None
