"""The steps of the web form. A faulty step is shown again with everything in it; a right one is saved."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.intake.commands.keep_draft import change_draft
from causeway.hub.road.intake.forms.parties import PartySheet, PlacesSheet
from causeway.hub.road.intake.forms.steps import ContactForm, EmergencyForm, StepForm, WhatHappenedForm
from causeway.hub.road.intake.queries.drafts import DraftView, draft
from causeway.hub.road.intake.views.drafts import completeness_panel, form_page, sent_already
from causeway.hub.road.referrals.words import ROLE_IN_REFERRAL
from causeway.vocabulary.referral import Party, PartyRole, Referral

STEPS: dict[str, tuple[type[StepForm], Promise]] = {
    "what": (WhatHappenedForm, _("What happened")),
    "emergency": (EmergencyForm, _("Danger, police, and who must not know")),
    "contact": (ContactForm, _("Whom to ask")),
}


def _initial(view: DraftView, step: str, form_class: type[StepForm]) -> dict[str, object]:
    initial = form_class.initial_of(view.referral)
    if step == "contact":
        initial["keep"] = view.text.kept_contact is not None or not view.is_done(step)
    elif not view.is_done(step):
        # A choice that nobody made is not made for them.
        initial = {name: value for name, value in initial.items() if name not in {"concern", "is_emergency"}}
    return initial


def _follow(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Back to the same page at the rows that were to be one more, else to the task list."""
    again = request.POST.get("again", "")
    if again.isidentifier():
        return redirect(f"{request.path}#{again}")
    return redirect("intake_draft", draft_id=draft_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: MemberRequest, draft_id: UUID, step: str) -> HttpResponseBase:
    """A step that is one form."""
    if step not in STEPS:
        raise Http404("There is no such step.")
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    form_class, heading = STEPS[step]
    is_sent = request.method == "POST"
    form = form_class(request.POST if is_sent else None, initial=_initial(view, step, form_class))
    is_right = is_sent and form.is_valid()
    if is_sent and request.headers.get("HX-Request"):
        return completeness_panel(request, form.applied_to(view.referral))
    if is_right:
        keep = bool(form.cleaned_data["keep"]) if step == "contact" else None
        change_draft(request.actor, draft_id, step, form.applied_to, keep_contact=keep)
        return _follow(request, draft_id)
    context = {"form": form, "heading": heading, "step": step}
    return form_page(request, "intake/step.html", view, context, status=422 if is_sent else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def where_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Where it happened."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    is_sent = request.method == "POST"
    sheet = PlacesSheet(view.referral, request.POST if is_sent else None)
    is_right = is_sent and sheet.is_valid()
    if is_sent and request.headers.get("HX-Request"):
        return completeness_panel(request, sheet.applied_to(view.referral))
    if is_right:
        change_draft(request.actor, draft_id, "where", sheet.applied_to)
        return _follow(request, draft_id)
    context = {"sheet": sheet, "heading": _("Where it happened")}
    return form_page(request, "intake/where.html", view, context, status=422 if is_sent else 200)


@for_members
@require_GET
def people(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Who stands in the referral so far."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    rows = [
        {"number": number, "name": name_of(party, number), "role": ROLE_IN_REFERRAL[party.role], "party": party}
        for number, party in enumerate(view.referral.parties)
    ]
    roles = [(role.value, text) for role, text in ROLE_IN_REFERRAL.items()]
    return form_page(request, "intake/people.html", view, {"rows": rows, "roles": roles})


def name_of(party: Party, number: int) -> str:
    """By what a list shows a party."""
    names = " ".join(name for name in (party.first_name, party.last_name) if name)
    accounts = [account.handle or account.identifier for account in party.accounts]
    known = [names, *accounts, *(email.address for email in party.emails)]
    return next((name for name in known if name), str(_("Person %(number)d")) % {"number": number + 1})


def _with_party(referral: Referral, number: int | None, party: Party) -> Referral:
    parties = list(referral.parties)
    if number is None or number >= len(parties):
        parties.append(party)
    else:
        parties[number] = party
    return replace(referral, parties=tuple(parties))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def party_page(request: MemberRequest, draft_id: UUID, number: int | None = None) -> HttpResponseBase:
    """One party's sheet: a new one (`number` None), or one to change."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    if number is not None and number >= len(view.referral.parties):
        raise Http404("There is no such person.")
    party = None if number is None else view.referral.parties[number]
    asked = request.GET.get("role", "")
    role = PartyRole(asked) if asked in set(PartyRole) else None
    is_sent = request.method == "POST"
    sheet = PartySheet(party, request.POST if is_sent else None, role=role)
    is_right = is_sent and sheet.is_valid()
    if is_sent and request.headers.get("HX-Request"):
        return completeness_panel(request, _with_party(view.referral, number, sheet.told()))
    if is_right:
        told = sheet.told()
        saved = change_draft(request.actor, draft_id, "people", lambda now: _with_party(now, number, told))
        return _after_party(request, draft_id, len(saved.referral.parties) - 1 if number is None else number)
    context = {"sheet": sheet, "heading": _("Someone new") if party is None else name_of(party, number or 0)}
    return form_page(request, "intake/party.html", view, context, status=422 if is_sent else 200)


def _after_party(request: MemberRequest, draft_id: UUID, number: int) -> HttpResponseBase:
    again = request.POST.get("again", "")
    if again.isidentifier():
        return redirect(f"{reverse('intake_party', kwargs={'draft_id': draft_id, 'number': number})}#{again}")
    return redirect("intake_people", draft_id=draft_id)


@for_members
@require_POST
def remove_party(request: MemberRequest, draft_id: UUID, number: int) -> HttpResponseBase:
    """Take somebody out of the draft."""

    def without(referral: Referral) -> Referral:
        return replace(referral, parties=tuple(p for place, p in enumerate(referral.parties) if place != number))

    change_draft(request.actor, draft_id, "people", without)
    return redirect("intake_people", draft_id=draft_id)
