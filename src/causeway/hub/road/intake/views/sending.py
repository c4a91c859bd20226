"""The last step: everything once more, what would make it more actionable, and one button; then the receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.errors import HubError, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.components import Row
from causeway.hub.road.intake.commands.send_draft import send_draft
from causeway.hub.road.intake.queries.drafts import DraftView, draft
from causeway.hub.road.intake.views.drafts import form_page, is_ready, sent_already
from causeway.hub.road.intake.views.steps import name_of
from causeway.hub.road.referrals.queries.sent import sent_referral
from causeway.hub.road.referrals.words import ANNOTATION_NAMES, CONCERN_NAMES, INCIDENT_NAMES, ROLE_IN_REFERRAL
from causeway.vocabulary.referral import Party, Referral

FIELD_STEPS = {
    "parties": "people",
    "attachments": "files",
    "files": "files",
    "incidents": "where",
    "contact": "contact",
}
"""In which step a command's refusal of a field is mended; everything else is mended in the first."""


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Check, and send."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    if not is_ready(view):
        return redirect("intake_draft", draft_id=draft_id)
    refusal: HubError | None = None
    if request.method == "POST":
        try:
            send_draft(request.actor, draft_id)
        except (Invalid, NotAgreed) as fault:
            refusal = fault
        else:
            return redirect("intake_sent", draft_id=draft_id)
    context = {"groups": _groups(view), "refusal": refusal, "mend_url": _mend_url(view, refusal)}
    return form_page(request, "intake/check.html", view, context, status=422 if refusal else 200)


def _mend_url(view: DraftView, refusal: HubError | None) -> str:
    if refusal is None or not isinstance(refusal, Invalid):
        return ""
    head = (refusal.field or "").replace("[", ".").partition(".")[0]
    return _url(view, FIELD_STEPS.get(head, "emergency" if head in {"emergency", "police"} else "what"))


def _url(view: DraftView, step: str) -> str:
    name = {"people": "intake_people", "files": "intake_files", "where": "intake_where"}.get(step)
    if name:
        return reverse(name, kwargs={"draft_id": view.id})
    return reverse("intake_step", kwargs={"draft_id": view.id, "step": step})


def _groups(view: DraftView) -> list[dict[str, Any]]:
    told = view.referral
    return [
        {"heading": _("What happened"), "url": _url(view, "what"), "rows": _what(told)},
        {"heading": _("Where it happened"), "url": _url(view, "where"), "rows": _where(told)},
        {"heading": _("Who"), "url": _url(view, "people"), "rows": _who(told)},
        {"heading": _("Files and web addresses"), "url": _url(view, "files"), "rows": _files(view)},
        {"heading": _("Danger and police"), "url": _url(view, "emergency"), "rows": _danger(told)},
        {"heading": _("Whom to ask"), "url": _url(view, "contact"), "rows": _contact(told)},
    ]


def _what(told: Referral) -> list[Row]:
    said = ", ".join(str(ANNOTATION_NAMES[one]) for one in told.annotations)
    return [
        Row(_("About"), CONCERN_NAMES[told.concern]),
        *([Row(_("It applies"), said)] if said else []),
        Row(_("When"), told.occurred_at),
        Row(_("Which moment"), told.occurred_definition),
        Row(_("Product"), told.platform),
        Row(_("In words"), told.narrative),
        Row(_("Your reference"), told.sender_reference),
    ]


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _where(told: Referral) -> list[Row]:
    return [
        Row(
            INCIDENT_NAMES[one.kind],
            " · ".join(filter(None, (one.name, *one.urls, one.content and _("with what was written")))),
        )
        for one in told.incidents
    ]


def _counted(party: Party) -> str:
    counted = (
        (_("accounts"), party.accounts),
        (_("IP addresses"), party.ip_events),
        (_("e-mail addresses"), party.emails),
        (_("telephone numbers"), party.phones),
        (_("postal addresses"), party.addresses),
        (_("devices"), party.devices),
    )
    return ", ".join(f"{name}: {len(values)}" for name, values in counted if values)


def _who(told: Referral) -> list[Row]:
    return [
        Row(name_of(party, number), _joined(str(ROLE_IN_REFERRAL[party.role]), _counted(party)))
        for number, party in enumerate(told.parties)
    ]


def viewed_in_words(is_viewed: bool | None) -> str:
    """Whether a person viewed a file, in words."""
    if is_viewed is None:
        return _("Not said whether a person viewed it")
    return _("Viewed by a person") if is_viewed else _("Not viewed by anybody")


def _files(view: DraftView) -> list[Row]:
    unnamed = _("File without a name")
    return [Row(one.name or unnamed, viewed_in_words(one.attachment.viewed_by_sender)) for one in view.files]


def _danger(told: Referral) -> list[Row]:
    rows = [Row(_("In danger now"), told.emergency or _("No, or not known"))]
    if told.is_contact_ongoing is not None:
        rows.append(Row(_("Contact goes on"), _("Yes") if told.is_contact_ongoing else _("No")))
    if told.is_planned:
        rows.append(Row(_("A meeting or a deadline"), told.planned_at or _("Yes, when is not known")))
    if told.do_not_alert_until:
        rows.append(Row(_("Not to be told until"), told.do_not_alert_until.isoformat()))
    if told.police:
        rows.append(Row(_("Police who know"), _joined(told.police.agency, told.police.case_reference)))
    return rows


def _contact(told: Referral) -> list[Row]:
    contact = told.contact
    if contact is None:
        return []
    return [
        Row(_("Team or person"), contact.name),
        Row(_("E-mail"), ", ".join(email.address for email in contact.emails)),
        Row(_("Telephone"), ", ".join(phone.number for phone in contact.phones)),
    ]


NEXT_STEPS = (
    gettext_lazy("It is matched, linked and routed, most often within minutes."),
    gettext_lazy("If a child may be in danger now, a duty officer is alerted at once."),
    gettext_lazy("You may be asked a question; it then waits for you under Sent referrals."),
    gettext_lazy("What comes of it is shown under Sent referrals, as far as the force lets you know."),
)


@for_members
@require_GET
def sent(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """The receipt."""
    view = draft(request.actor, draft_id)
    if view.referral_id is None:
        return redirect("intake_draft", draft_id=draft_id)
    found = sent_referral(request.actor, view.referral_id)
    return render(request, "intake/sent.html", {"found": found, "next_steps": NEXT_STEPS})
