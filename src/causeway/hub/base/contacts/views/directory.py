"""Whom to call: the directory of contact points, as a page and as CSV, and one organisation's page."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.contacts.forms import PointFilterForm
from causeway.hub.base.contacts.queries.points import PointView, contact_points
from causeway.hub.base.contacts.words import ANSWERING_NAMES, PURPOSE_NAMES
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.agreements import AgreementRow, AgreementState, agreements
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.words import CATEGORY_NAMES, KIND_NAMES, PARTNER_KIND_NAMES
from causeway.hub.base.theme.components import Row, address_with
from causeway.hub.base.theme.filtering import Chosen, chosen_filters
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.base.theme.standalone import Taken, standalone
from causeway.vocabulary.organisations import PartnerKind

PAGE_SIZE = 50
_COLUMNS = (
    "organisation", "purpose", "role", "mailbox", "telephone", "hours", "zone", "languages", "countries", "note",
    "valid_until", "confirmed_on", "answers_now",
)  # fmt: skip
_FIELDS = ("purpose", "words", "country", "language", "now")


@for_members
@require_safe
def directory_page(request: MemberRequest) -> HttpResponseBase:
    """Contact points, those where somebody answers now first. Names of organisations alone are sought here, so the
    filter may stand in the address.
    """
    form = PointFilterForm(request.GET)
    found = contact_points(request.actor, form.wanted(), now=timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "points": list(page),
        "total": len(found),
        "page": page,
        "chosen": _chosen(request, form),
        "export_query": address_with(request.GET.urlencode(), page=None),
        "may_keep": may(request.actor, Permission.KEEP_CONTACT_POINTS),
    }
    return render(request, "contacts/directory.html", context)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The whole list, as it is narrowed, as CSV."""
    found, _form = _taken_away(request)
    return csv_download("contact-points.csv", _COLUMNS, map(_file_row, found))


@for_members
@require_safe
def offline(request: MemberRequest) -> HttpResponseBase:
    """The whole list, as it is narrowed, as one file for where there is no network. It says hours, not who answers
    now: that would be wrong an hour later.
    """
    found, form = _taken_away(request)
    context = {"points": found, "narrowed_to": [words for _label, words, _without in _chosen(request, form)]}
    taken = Taken(name="contact-points", by=request.actor.organisation_name, at=timezone.now())
    return standalone("contacts/offline.html", context, taken)


def _taken_away(request: MemberRequest) -> tuple[list[PointView], PointFilterForm]:
    """What is taken away, entered in the ledger, and the filter."""
    form = PointFilterForm(request.GET)
    found = contact_points(request.actor, form.wanted(), now=timezone.now())
    with acting_as(request.actor):
        enter_export("contact points", {name: form.cleaned_data.get(name) or "" for name in _FIELDS})
    return found, form


def _chosen(request: MemberRequest, form: PointFilterForm) -> list[Chosen]:
    return chosen_filters(form, request.GET.urlencode(), _FIELDS, ticked="✓")


@for_members
@require_safe
def organisation_page(request: MemberRequest, organisation_id: UUID) -> HttpResponseBase:
    """Another organisation: what it is, whom to reach there, and what passes between it and us."""
    listing = listing_by_id(organisation_id)
    if listing is None:
        raise NotFound(_("There is no such organisation."))
    kind = str(KIND_NAMES[listing.kind])
    if listing.partner_kind:
        kind = f"{kind}: {PARTNER_KIND_NAMES[PartnerKind(listing.partner_kind)]}"
    found = agreements(request.actor) if may(request.actor, Permission.MANAGE_AGREEMENTS) else None
    context = {
        "listing": listing,
        "kind": kind,
        "agreed": _agreed(found, organisation_id) if found is not None else None,
        "is_own": organisation_id == request.actor.organisation_id,
    }
    return render(request, "contacts/organisation.html", context)


def _agreed(found: list[AgreementRow], organisation_id: UUID) -> list[Row]:
    """What we give to one partner and what we get, under agreements that are in force."""
    rows = [row for row in found if row.other_id == organisation_id and row.state is AgreementState.IN_FORCE]

    def said(is_given: bool) -> str:
        passing = {category for row in rows if row.is_given is is_given for category in row.categories}
        return ", ".join(str(CATEGORY_NAMES[category]) for category in CATEGORY_NAMES if category in passing)

    return [Row(_("We give"), said(True) or _("Nothing")), Row(_("We get"), said(False) or _("Nothing"))]


def _file_row(view: PointView) -> list[object]:
    return [
        view.organisation.name, PURPOSE_NAMES[view.purpose], view.label, view.mailbox, view.phone, view.hours,
        view.zone, " ".join(view.languages), " ".join(view.countries or (view.organisation.country,)), view.note,
        view.valid_until, view.confirmed_at.date(), ANSWERING_NAMES[view.standing.answering],
    ]  # fmt: skip
