"""The library: what is followed, what can be, one playbook to read, to print, to take away and to compare."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.doors import acting_as, check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.downloads import download
from causeway.hub.base.theme.standalone import Taken, standalone
from causeway.hub.knowledge.languages import LANGUAGES, reading_language
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.drafts import open_drafts
from causeway.hub.knowledge.playbooks.queries.in_force import InForce, all_followed, followed, follows
from causeway.hub.knowledge.playbooks.queries.library import (
    Published,
    history_of,
    library,
    open_published,
    take_away,
)
from causeway.hub.knowledge.playbooks.standards import Standard
from causeway.hub.knowledge.playbooks.toml_form import write_playbook
from causeway.hub.knowledge.playbooks.translating import languages_of, title_in
from causeway.hub.knowledge.playbooks.views.shown import (
    compared,
    comparison_shown,
    heading_shown,
    key_of,
    reading_shown,
    ref_of,
)
from causeway.vocabulary.organisations import OrganisationKind

PAGE_SIZE = 50


@for_members
@require_safe
def library_page(request: MemberRequest) -> HttpResponseBase:
    """What we follow, what there is, and what is being written."""
    check(request.actor, Permission.READ_PLAYBOOKS)
    is_force = request.actor.organisation_kind is OrganisationKind.POLICE_FORCE
    page = Paginator(library(request.actor), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "followed": [(each, heading_shown(each.playbook)) for each in all_followed(request.actor)] if is_force else [],
        "published": [(each, key_of(each.ref), heading_shown(each.playbook)) for each in page],
        "page": page,
        "drafts": [(draft, draft.may_review(request.actor)) for draft in open_drafts(request.actor)],
        "may_write": may(request.actor, Permission.WRITE_PLAYBOOKS),
        "may_review": may(request.actor, Permission.REVIEW_PLAYBOOKS),
    }
    return render(request, "playbooks/library.html", context)


@for_members
@require_safe
def published_page(request: MemberRequest, key: str) -> HttpResponseBase:
    """One published playbook, with its history, and the difference to the standard that it adapts."""
    found = open_published(request.actor, ref_of(key))
    versions = history_of(request.actor, found.ref)
    shown = reading_shown(request, found.playbook)
    context = {
        "found": found,
        "key": key,
        "shown": shown,
        "playbook": shown.playbook,
        "steps": shown.steps,
        "facts": _facts(found),
        "difference": _difference(request, found.playbook, found.standard, found.reasons),
        "versions": [(each, key_of(each.ref)) for each in versions],
        "before": key_of(versions[1].ref) if len(versions) > 1 and versions[0] == found else "",
        "may_adopt": may(request.actor, Permission.ADOPT_PLAYBOOKS) and not _is_followed(request, found),
        "may_adapt": may(request.actor, Permission.WRITE_PLAYBOOKS) and not found.is_own,
        "may_revise": may(request.actor, Permission.WRITE_PLAYBOOKS) and found.is_own,
    }
    return render(request, "playbooks/published.html", context)


@for_members
@require_safe
def followed_page(request: MemberRequest, code: str) -> HttpResponseBase:
    """What our organisation follows for one kind of work; where it is adapted, always with the difference."""
    found = followed(request.actor, code)
    shown, reasons = reading_shown(request, found.playbook), found.reasons
    context = {
        "found": found,
        "shown": shown,
        "playbook": shown.playbook,
        "steps": shown.steps,
        "facts": _followed_facts(found),
        "difference": _difference(request, found.playbook, found.standard, reasons) if found.is_adapted else None,
        "may_adopt": may(request.actor, Permission.ADOPT_PLAYBOOKS),
        "may_adapt": may(request.actor, Permission.WRITE_PLAYBOOKS),
    }
    return render(request, "playbooks/followed.html", context)


@for_members
@require_safe
def published_form(request: MemberRequest, key: str) -> HttpResponseBase:
    """A published playbook on paper, with boxes to tick."""
    found = open_published(request.actor, ref_of(key))
    offline_url = reverse("playbooks:offline", args=[key])
    return _form(request, found.playbook, _publisher(found.publisher), offline_url)


@for_members
@require_safe
def followed_form(request: MemberRequest, code: str) -> HttpResponseBase:
    """What we follow on paper, with boxes to tick."""
    found = followed(request.actor, code)
    offline_url = reverse("playbooks:followed_offline", args=[code])
    return _form(request, found.playbook, _who_wrote(request, found), offline_url)


@for_members
@require_safe
def published_offline(request: MemberRequest, key: str) -> HttpResponseBase:
    """A published playbook as one file, to read and to tick without a network."""
    found = open_published(request.actor, ref_of(key))
    return _offline(request, found.playbook, _publisher(found.publisher))


@for_members
@require_safe
def followed_offline(request: MemberRequest, code: str) -> HttpResponseBase:
    """What we follow as one file, to read and to tick without a network."""
    found = followed(request.actor, code)
    return _offline(request, found.playbook, _who_wrote(request, found))


@for_members
@require_safe
def toml_file(request: MemberRequest, key: str) -> HttpResponseBase:
    """A published playbook as a file."""
    playbook = take_away(request.actor, ref_of(key))
    name = f"{playbook.code}-{playbook.version}.toml"
    return download(name, write_playbook(playbook), "application/toml; charset=utf-8")


@for_members
@require_safe
def compare_page(request: MemberRequest) -> HttpResponseBase:
    """Any two published playbooks side by side, the older first."""
    choices = [(key_of(each.ref), _label(each)) for each in _all_versions(request)]
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    difference = None
    if before and after:
        old, new = open_published(request.actor, ref_of(before)), open_published(request.actor, ref_of(after))
        difference = comparison_shown(compared(request, old.playbook, new.playbook))
    context = {"choices": choices, "before": before, "after": after, "difference": difference}
    return render(request, "playbooks/compare.html", context)


def _all_versions(request: MemberRequest) -> list[Published]:
    return [version for each in library(request.actor) for version in history_of(request.actor, each.ref)]


def _form(request: MemberRequest, playbook: Playbook, publisher: str, offline_url: str) -> HttpResponseBase:
    shown = reading_shown(request, playbook, is_linked=False)
    context = {
        "playbook": shown.playbook,
        "shown": shown,
        "publisher": publisher,
        "steps": shown.steps,
        "offline_url": offline_url,
    }
    return render(request, "playbooks/form.html", context)


def _offline(request: MemberRequest, playbook: Playbook, publisher: str) -> HttpResponseBase:
    """All of the file is in the language that is read, and offers no other: there is nowhere to go to from a file."""
    with acting_as(request.actor):
        enter_export("playbook", {"code": playbook.code, "version": playbook.version})
    language = reading_language(request.GET.get("language", ""))
    with translation.override(language):
        shown = replace(reading_shown(request, playbook), choices=[])
    context = {"playbook": shown.playbook, "shown": shown, "publisher": publisher, "steps": shown.steps}
    taken = Taken(
        name=f"{playbook.code}-{playbook.version}-{language}",
        by=request.actor.organisation_name,
        at=timezone.now(),
        version=playbook.version,
    )
    return standalone("playbooks/offline.html", context, taken, language=language, styles=["playbooks/playbooks.css"])


def _who_wrote(request: MemberRequest, found: InForce) -> str:
    return request.actor.organisation_name if found.is_adapted else _publisher(found.standard_name)


def _difference(
    request: MemberRequest, playbook: Playbook, standard: Standard | None, reasons: dict[str, str]
) -> dict[str, object] | None:
    return comparison_shown(compared(request, standard.playbook, playbook), reasons) if standard else None


def _is_followed(request: MemberRequest, found: Published) -> bool:
    return any(follows(each, found) for each in all_followed(request.actor))


def _label(found: Published) -> str:
    return _("%(title)s, version %(version)s, %(publisher)s") % {
        "title": title_in(found.playbook, reading_language()),
        "version": found.playbook.version,
        "publisher": _publisher(found.publisher),
    }


def _publisher(name: str) -> str:
    return name or _("Causeway")


def _languages(playbook: Playbook) -> Row:
    return Row(_("Languages"), ", ".join(LANGUAGES[code] for code in languages_of(playbook)))


def _facts(found: Published) -> list[Row]:
    rows = [
        Row(_("Version"), found.playbook.version),
        Row(_("Published by"), found.publisher or _("Causeway: it ships with the program")),
    ]
    rows.append(_languages(found.playbook))
    if found.published_at:
        rows.append(Row(_("Published"), found.published_at))
    if found.ref.version_id:
        rows.append(Row(_("Who may see it"), _("Everybody") if found.is_shared else _("Your organisation alone")))
    if found.standard:
        version = found.standard.playbook.version
        rows.append(Row(_("Adapts"), _("the standard’s version %(version)s") % {"version": version}))
    return [*rows, Row(_("What is new"), found.note)] if found.note else rows


def _followed_facts(found: InForce) -> list[Row]:
    name = _publisher(found.standard_name)
    standard = _("%(publisher)s, version %(version)s") % {"publisher": name, "version": found.standard.playbook.version}
    rows = [Row(_("Standard"), standard), _languages(found.playbook)]
    if not found.is_adopted:
        return [*rows, Row(_("How we follow it"), _("As it ships: nobody has adopted one yet"))]
    if found.is_adapted:
        rows.append(Row(_("Our version"), found.playbook.version))
    rows.append(Row(_("How we follow it"), _("Adapted") if found.is_adapted else _("As it is")))
    rows += [Row(_("Decided by"), found.decided_by), Row(_("Decided on"), found.decided_at)]
    if found.kept_version:
        kept = _("Version %(version)s: %(reason)s") % {"version": found.kept_version, "reason": found.kept_reason}
        rows.append(Row(_("Standard not adopted"), kept))
    return rows
