"""Which clocks run, in which version, and by which working days."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.commands.choose import choose_calendar, choose_clock
from causeway.hub.base.clocks.forms import CalendarForm, ClockForm
from causeway.hub.base.clocks.queries.rules import ClockInForce, ClockVersion, clocks_in_force, working_days
from causeway.hub.base.clocks.words import DUTY_NAMES, LAW_TEXTS, REGION_NAMES, term_in_words
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.timing import regions_of

_CURRENT = "clocks:rules"


@require_safe
@member_page
def rules_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them."""
    now = timezone.now()
    days = working_days(actor, today=timezone.localdate())
    context = {
        "clocks": [_row(each) for each in clocks_in_force(actor, now=now)],
        "days": days,
        "region": REGION_NAMES.get(days.workplace.region, days.workplace.region),
        "may_choose": may(actor, Permission.CHOOSE_CLOCKS),
        "has_regions": bool(_regions(actor)),
    }
    return render_in_section(request, actor, "clocks/rules.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def clock_page(request: HttpRequest, actor: Actor, duty: str) -> HttpResponse:
    """One clock: what was chosen, by whom and from when; and choosing anew."""
    now = timezone.now()
    found = next((each for each in clocks_in_force(actor, now=now) if each.rule.duty.value == duty), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        check(actor, Permission.CHOOSE_CLOCKS)
    form = ClockForm(request.POST if request.method == "POST" else None, rule=found.rule, initial=_initial(found.now))
    if form.is_valid():
        try:
            choose_clock(actor, found.rule.duty, form.chosen(), now=now)
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Changed. Clocks that run already keep their terms."))
            return redirect("clocks:clock", duty)
    context = {
        "form": form,
        **_row(found),
        "versions": [{"fact": each, "term": term_in_words(each.term)} for each in found.versions],
        "may_choose": may(actor, Permission.CHOOSE_CLOCKS),
    }
    status = 422 if form.is_bound else 200
    return render_in_section(request, actor, "clocks/clock.html", context, current=_CURRENT, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def calendar_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose holidays count."""
    check(actor, Permission.CHOOSE_CLOCKS)
    place = working_days(actor, today=timezone.localdate()).workplace
    initial = {"region": place.region, "days_off": "\n".join(day.isoformat() for day in place.days_off)}
    form = CalendarForm(request.POST if request.method == "POST" else None, regions=_regions(actor), initial=initial)
    if form.is_valid():
        try:
            choose_calendar(actor, **form.cleaned_data, now=timezone.now())
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Changed. Clocks that run already keep their calendar."))
            return redirect(_CURRENT)
    status = 422 if form.is_bound else 200
    return render_in_section(request, actor, "clocks/calendar.html", {"form": form}, current=_CURRENT, status=status)


def _regions(actor: Actor) -> list[tuple[str, object]]:
    own = listing_for(actor.organisation_id)
    return [(region, REGION_NAMES.get(region, region)) for region in regions_of(own.country if own else "")]


def _row(clock: ClockInForce) -> dict[str, object]:
    duty = clock.rule.duty
    return {
        "code": duty.value,
        "name": DUTY_NAMES[duty],
        "term": term_in_words(clock.now.term),
        "clock": clock,
        "law": LAW_TEXTS.get(clock.rule.law, ""),
        "next": next((each for each in clock.versions if each.version > clock.now.version), None),
    }


def _initial(version: ClockVersion) -> dict[str, object]:
    return {
        "count": version.term.count,
        "unit": version.term.unit.value,
        "warn_hours": version.warn_hours,
        "escalate_hours": version.escalate_hours,
    }
