"""The pages: what came and how long it waits, change, fair comparison, partners, work, published figures."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.commons.demand.commands.publish_distribution import publish_distribution
from causeway.hub.commons.demand.forms import CountryForm
from causeway.hub.commons.demand.gathering import is_force
from causeway.hub.commons.demand.parts.among import among_part
from causeway.hub.commons.demand.parts.change import change_parts
from causeway.hub.commons.demand.parts.compare import comparison_part
from causeway.hub.commons.demand.parts.overview import overview_parts
from causeway.hub.commons.demand.parts.partners import kind_name, pair_parts, partner_parts
from causeway.hub.commons.demand.parts.public_figures import public_parts
from causeway.hub.commons.demand.parts.work import work_parts
from causeway.hub.commons.demand.public_figures import public_figures
from causeway.hub.commons.demand.queries.change import change
from causeway.hub.commons.demand.queries.compare import comparisons
from causeway.hub.commons.demand.queries.distributions import among_others, published_by_us
from causeway.hub.commons.demand.queries.overview import overview
from causeway.hub.commons.demand.queries.partners import partner, partners
from causeway.hub.commons.demand.queries.work import work
from causeway.hub.commons.demand.views.pages import FiguresPage, asked_period, period_query, show


@for_members
@require_safe
def overview_page(request: MemberRequest) -> HttpResponseBase:
    """What came, how long it waits, what came of it."""
    form, period = asked_period(request)
    found = overview(request.actor, period, now=timezone.now())
    lead = (
        _("What came to your organisation, how long it waits, and what came of it.")
        if found.receives
        else _("What your organisation sent, how far it came, and what came of it.")
    )
    page = FiguresPage(
        name="overview",
        title=_("Demand"),
        lead=lead,
        parts=overview_parts(found),
        form=form,
        period=period,
        more={"overview": found},
    )
    return show(request, page)


@for_members
@require_safe
def change_page(request: MemberRequest) -> HttpResponseBase:
    """Control charts by week."""
    form, period = asked_period(request)
    found = change(request.actor, period, now=timezone.now())
    lead = _(
        "A week differs from every other. These charts say when it differs by more than weeks do: the period and the"
        " one before it, a point a week, up to the last day that is over."
    )
    page = FiguresPage(
        name="change",
        title=_("Change over time"),
        lead=lead,
        parts=change_parts(found),
        form=form,
        period=period,
        more={"is_special": found.is_special, "says_signal": True},
    )
    return show(request, page)


@for_members
@require_safe
def compare_page(request: MemberRequest) -> HttpResponseBase:
    """Funnel plots."""
    form, period = asked_period(request)
    now = timezone.now()
    publishes = may(request.actor, Permission.PUBLISH_DISTRIBUTION)
    parts = [comparison_part(each) for each in comparisons(request.actor, period, now=now)]
    if is_force(request.actor):
        parts.append(among_part(among_others(request.actor, now=now)))
    lead = _(
        "Whoever is small differs by chance. The funnel shows how far chance reaches at each size; there is no ranking."
    )
    page = FiguresPage(
        name="compare",
        title=_("Fair comparison"),
        lead=lead,
        parts=parts,
        form=form,
        period=period,
        more={"publishing": published_by_us(request.actor, now=now) if publishes else None},
    )
    return show(request, page)


@for_members
@require_POST
def publish(request: MemberRequest) -> HttpResponseBase:
    """Publish how forces stand together, and say what became of it."""
    try:
        publish_distribution(request.actor, now=timezone.now())
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("Published. Every force can now see itself among the others."))
    return redirect("demand:compare")


@for_members
@require_safe
def partners_page(request: MemberRequest) -> HttpResponseBase:
    """Every pair, a line each."""
    form, period = asked_period(request)
    found = partners(request.actor, period, now=timezone.now())
    carried = period_query(period)
    page = FiguresPage(
        name="partners",
        title=_("Partners"),
        lead=_("How you and each organisation that you work with answer each other. Only you two see your pair."),
        parts=partner_parts(found.pairs, lambda other: reverse("demand:partner", args=[other]) + carried),
        form=form,
        period=period,
    )
    return show(request, page)


@for_members
@require_safe
def partner_page(request: MemberRequest, other_id: UUID) -> HttpResponseBase:
    """One pair, both ways."""
    form, period = asked_period(request)
    pair = partner(request.actor, other_id, period, now=timezone.now())
    page = FiguresPage(
        name="partner",
        title=_("You and %(other)s") % {"other": pair.other},
        lead=kind_name(pair.other_kind),
        parts=pair_parts(pair),
        form=form,
        period=period,
        back=(_("All partners"), reverse("demand:partners") + period_query(period)),
    )
    return show(request, page, current="demand:partners")


@for_members
@require_safe
def work_page(request: MemberRequest) -> HttpResponseBase:
    """Officer minutes for each child reached."""
    form, period = asked_period(request)
    page = FiguresPage(
        name="work",
        title=_("Work for each child"),
        lead=_("What the work costs for each child who is reached, beside the same referrals as a plain list."),
        parts=work_parts(work(request.actor, period, now=timezone.now())),
        form=form,
        period=period,
    )
    return show(request, page)


@for_members
@require_safe
def public_page(request: MemberRequest) -> HttpResponseBase:
    """Published figures, as context."""
    check(request.actor, Permission.READ_DEMAND)
    form = CountryForm(request.GET)
    code = form.cleaned_data.get("country") if form.is_valid() else ""
    found = public_figures()
    page = FiguresPage(
        name="public",
        title=_("Published figures"),
        lead=_("Reports to the CyberTipline, which takes reports from services in the United States and elsewhere."),
        parts=public_parts(found, found.countries.get(code or "")),
        more={"country_form": form, "source": True},
    )
    return show(request, page)
