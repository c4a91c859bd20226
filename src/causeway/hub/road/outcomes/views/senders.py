"""What senders' referrals are like: a desk reads of each, a sender of itself."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.numbers import decimal, grouped, percent
from causeway.hub.base.theme.spreadsheets import csv_download
from causeway.hub.road.outcomes.queries.completeness import MOST_OF_EACH
from causeway.hub.road.outcomes.queries.sender_profiles import DAYS, own_profile, sender_profiles
from causeway.triage.sender_quality import FLOOD_TIMES, SenderProfile

_SORTS: dict[str, tuple[Promise, Callable[[SenderProfile], float]]] = {
    "flood": (gettext_lazy("floods first"), lambda fact: not fact.is_flood),
    "day": (gettext_lazy("last 24 hours"), lambda fact: -fact.last_day),
    "completeness": (gettext_lazy("least complete"), lambda fact: _least(fact.completeness)),
    "led": (gettext_lazy("least led somewhere"), lambda fact: _least(fact.led_somewhere)),
}


@for_members
@require_safe
def senders_page(request: MemberRequest) -> HttpResponseBase:
    """Each sender of the last quarter."""
    asked = request.GET.get("sort", "flood")
    sort = asked if asked in _SORTS else "flood"
    facts = sorted(sender_profiles(request.actor), key=_SORTS[sort][1])
    context = {
        "rows": [{"fact": fact, "shown": _shown(fact)} for fact in facts],
        "days": DAYS,
        "times": FLOOD_TIMES,
        "most": grouped(MOST_OF_EACH),
        "sort": sort,
        "sorts": [(code, name) for code, (name, _key) in _SORTS.items()],
    }
    return render(request, "outcomes/senders.html", context)


@for_members
@require_safe
def export(request: MemberRequest) -> HttpResponseBase:
    """The same as a file."""
    header = ["sender", "referrals", "a_day_before", "last_day", "is_flood", "completeness", "led_somewhere", "known"]
    rows = [
        [
            fact.sender,
            fact.referrals,
            f"{fact.a_day:.1f}",
            fact.last_day,
            fact.is_flood,
            "" if fact.completeness is None else f"{fact.completeness:.0f}",
            "" if fact.led_somewhere is None else f"{fact.led_somewhere:.2f}",
            fact.known,
        ]
        for fact in sender_profiles(request.actor)
    ]
    return csv_download("senders.csv", header, rows)


@for_members
@require_safe
def profile_page(request: MemberRequest) -> HttpResponseBase:
    """What the organisation's own referrals are like."""
    fact = own_profile(request.actor)
    context = {"fact": fact, "shown": _shown(fact), "days": DAYS, "times": FLOOD_TIMES}
    return render(request, "outcomes/profile.html", context)


def _shown(fact: SenderProfile) -> dict[str, str]:
    share = _("Too few known") if fact.led_somewhere is None else percent(fact.led_somewhere)
    return {"a_day": decimal(fact.a_day, 1), "share": share}


def _least(figure: float | None) -> float:
    return float("inf") if figure is None else figure
