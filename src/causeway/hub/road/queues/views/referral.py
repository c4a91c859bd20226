"""A referral's page: what was told, why it is urgent, what is missing, what it hangs together with, what to do next."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.directory import own_listing
from causeway.hub.base.theme.components import TimelineEntry
from causeway.hub.base.theme.said import said_country, said_row
from causeway.hub.knowledge.banks.words import KIND_NAMES, STATE_NAMES
from causeway.hub.road.evidence.queries.matches import FileMatch, MentionMatch
from causeway.hub.road.evidence.words import ACCESS_TEXTS
from causeway.hub.road.queues.queries.opening import OpenReferral, open_referral
from causeway.hub.road.queues.views.addresses import address_of
from causeway.hub.road.queues.views.common_things import common_things
from causeway.hub.road.referrals.commands.acknowledge_do_not_alert import acknowledge_do_not_alert
from causeway.hub.road.referrals.telling import telling_of
from causeway.hub.road.referrals.words import CONCERN_NAMES, DOOR_NAMES, SENDER_NAMES
from causeway.routing import BETWEEN, force
from causeway.vocabulary.findings import Route
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLink:
    """Something that the reader can do next."""

    label: str | Promise
    href: str
    is_first: bool = False


@for_members
@require_safe
def referral_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The referral. Opening it enters the ledger."""
    opened = open_referral(request.actor, referral_id)
    told = telling_of(opened.told.referral, on=timezone.localdate())
    standing = next(iter(opened.priorities), None)
    program = next((view for view in opened.priorities if view.member_id is None), standing)
    reasons = program.found.reasons if program else ()
    route = next(iter(opened.routes), None)
    context = {
        "opened": opened,
        "fact": opened.fact,
        "concern": CONCERN_NAMES[opened.fact.concern],
        "door": DOOR_NAMES[opened.fact.door],
        "sender_kind": SENDER_NAMES[opened.fact.sender_kind],
        "telling": told,
        "told_reasons": [each for each in reasons if each.contribution],
        "silent_reasons": [each for each in reasons if not each.contribution],
        "standing": standing,
        "stands": _stands(opened),
        "to_send_there": _elsewhere(request, opened),
        "program": program,
        "changes": [view for view in opened.priorities if view.member_id is not None],
        "receives": may(request.actor, Permission.READ_QUEUE),
        "matches": [_match_row(each) for each in opened.matches],
        "mentions": [{**_match_row(each), "kind": KIND_NAMES[each.found.kind]} for each in opened.mentions],
        "files": [{"view": view, "text": ACCESS_TEXTS[view.access]} for view in opened.files],
        "timeline_entries": [TimelineEntry(each.title, each.by, each.at, each.text) for each in opened.happenings],
        "route": route,
        "first_acted_at": opened.first_acted_at,
        "route_name": _goes_to(opened),
        "candidates": [
            {"name": _pointed_at(candidate), "reason": said_row(candidate.phrases, BETWEEN, candidate.reason)}
            for candidate in next((each.candidates for each in opened.routes if each.candidates), ())
        ],
        "hand_over": _hand_over(request, opened),
        "outside": _outside(request, opened),
        "country": _country(request, opened),
        "held": {"holders": opened.others},
        "may_release": opened.holder is not None and (opened.holder.is_me or Role.SUPERVISOR in request.actor.roles),
        "links": _links(opened),
        "common": _common(opened),
        "actions": _actions(request, opened, has_child_subject=told.child_subject),
        "may_do": {permission.name.lower(): may(request.actor, permission) for permission in _SHOWN},
    }
    return render(request, "queues/referral.html", context)


def _stands(opened: OpenReferral) -> dict[str, object]:
    """How its line stands: where others told under it, as high as the most urgent of all."""
    waiting, own = opened.waiting, next(iter(opened.priorities), None)
    if waiting is None or waiting.told_together is None or own is None:
        return {"band": own.band if own else None, "is_imminent": bool(own and own.is_imminent)}
    return {
        "band": waiting.band,
        "is_imminent": waiting.is_imminent,
        "is_by_others": (waiting.band, waiting.is_imminent) != (own.band, own.is_imminent),
    }


def _elsewhere(request: MemberRequest, opened: OpenReferral) -> list[dict[str, object]]:
    """Where others have a telling of its event, while nobody has decided where this one goes: the reader may send it
    there too.
    """
    waiting = opened.waiting
    if waiting is None or waiting.told_together is None or not waiting.needs_route:
        return []
    may_send = may(request.actor, Permission.CHANGE_ROUTE)
    return [
        {
            "telling": each,
            "reason": _("%(reference)s tells of the same event and is with %(receiver)s.")
            % {"reference": each.reference, "receiver": each.receiver},
            "may_send": may_send,
        }
        for each in waiting.told_together.elsewhere
    ]


def _match_row(match: FileMatch | MentionMatch) -> dict[str, object]:
    """A match, and where its signal stands now in words."""
    return {"match": match, "state": STATE_NAMES[match.now.state] if match.now else ""}


_SHOWN = (
    Permission.CHANGE_PRIORITY,
    Permission.CHANGE_ROUTE,
    Permission.ASK_SENDER,
    Permission.ACKNOWLEDGE_ALERT,
    Permission.DOWNLOAD_PACKAGE,
    Permission.TAKE_ITEM,
    Permission.PAUSE_CLOCK,
)


def _actions(request: MemberRequest, opened: OpenReferral, *, has_child_subject: bool) -> list[ActionLink]:
    """What this reader may do with this referral, the next step first: a child is safeguarded before anything else."""
    number = opened.fact.id
    offered: list[tuple[Permission, str | Promise, str]] = []
    if opened.waiting is not None and opened.waiting.case_id is not None:
        offered.append((Permission.READ_CASE, _("Open its case"), address_of("cases:case", opened.waiting.case_id)))
    else:
        if opened.event_case_id is not None:
            case_address = address_of("cases:case", opened.event_case_id)
            offered.append((Permission.READ_CASE, _("Open the case on its event"), case_address))
        offered.append((Permission.WORK_CASE, _("Take into a case"), address_of("cases:take", number)))
    offered += [
        (Permission.TELL_SAFEGUARDING, _("Tell safeguarding"), address_of("cases:safeguard_new", number)),
        (Permission.MAKE_DATA_REQUEST, _("Ask to preserve data"), address_of("data_requests:new", number)),
        (Permission.ASK_SENDER, _("Ask the sender"), address_of("referrals:ask", number)),
        (Permission.RECORD_OUTCOME, _("Record what came of it"), address_of("outcomes:record", number)),
        (Permission.DOWNLOAD_PACKAGE, _("Download as a package"), address_of("referrals:package", number)),
    ]
    if has_child_subject:
        offered.sort(key=lambda offer: offer[0] is not Permission.TELL_SAFEGUARDING)
    if not may(request.actor, Permission.READ_QUEUE):
        offered = [(Permission.READ_FEEDBACK, _("See what came of it"), address_of("outcomes:whereabouts", number))]
    made = [ActionLink(label=label, href=href) for need, label, href in offered if href and may(request.actor, need)]
    return [ActionLink(label=each.label, href=each.href, is_first=place == 0) for place, each in enumerate(made)]


def _links(opened: OpenReferral) -> list[dict[str, object]]:
    """The referrals that this one hangs together with directly, each with what they share."""
    if opened.cluster is None:
        return []
    shared: dict[UUID, list[str]] = {}
    for edge in opened.cluster.edges:
        if opened.fact.id in (edge.left_id, edge.right_id):
            other = edge.right_id if edge.left_id == opened.fact.id else edge.left_id
            if edge.reason not in shared.setdefault(other, []):
                shared[other].append(edge.reason)
    return [
        {"fact": opened.linked[other], "reasons": reasons}
        for other, reasons in shared.items()
        if other in opened.linked
    ]


def _common(opened: OpenReferral) -> dict[str, object]:
    cluster = opened.cluster
    return common_things(cluster.widely_shared, is_desks=cluster.is_desks) if cluster else {}


@for_members
@require_POST
def acknowledge_do_not_alert_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Acknowledge the date, and come back."""
    try:
        acknowledge_do_not_alert(request.actor, referral_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("You acknowledged that the subject must not be alerted."))
    return redirect("referrals:referral", referral_id)


def _hand_over(request: MemberRequest, opened: OpenReferral) -> dict[str, object]:
    """With whom the referral is, what waits for whose answer, and what this reader may do about it."""
    own = request.actor.organisation_id
    newest = next(iter(opened.hand_overs), None)
    waits = newest is not None and newest.waits
    is_held = opened.responsible_id == own and may(request.actor, Permission.HAND_OVER)
    return {
        "newest": newest,
        "waits": waits,
        "giver": opened.names.get(newest.giver_id, "") if newest else "",
        "receiver": opened.names.get(newest.receiver_id, "") if newest else "",
        "outside": opened.asked_for,
        "answer": newest.answer.value if newest and newest.answer else "",
        "may_propose": is_held and not waits,
        "may_withdraw": is_held and waits and newest is not None and newest.giver_id == own,
        "may_answer": waits
        and newest is not None
        and newest.receiver_id == own
        and may(request.actor, Permission.ANSWER_HAND_OVER),
        "is_offered": waits and newest is not None and newest.receiver_id == own,
        "is_ours": waits and newest is not None and newest.giver_id == own,
    }


def _goes_to(opened: OpenReferral) -> str:
    """The force or central desk that has it, or is to have it; empty where a person must decide."""
    route = next(iter(opened.routes), None)
    if route is not None and route.receiver_id:
        return opened.names.get(route.receiver_id, "")
    return opened.central_desk.name if opened.central_desk else ""


def _outside(request: MemberRequest, opened: OpenReferral) -> dict[str, object]:
    """What is handed over by hand to a central desk outside, and whether this reader sends it."""
    view = opened.outside
    is_desks = view is not None and view.desk_id == request.actor.organisation_id
    return {
        "view": view,
        "desk": opened.central_desk,
        "waits": view is not None and view.waits,
        "may_send": is_desks and may(request.actor, Permission.SEND_OUTSIDE),
    }


def _country(request: MemberRequest, opened: OpenReferral) -> dict[str, object]:
    """Of a referral that needs a route and points to another country: which, and whether it has a central desk."""
    route, waiting = next(iter(opened.routes), None), opened.waiting
    own = own_listing(request.actor).country
    is_abroad = bool(waiting and waiting.needs_route and route and route.country and route.country != own)
    return {
        "name": said_country(route.country) if route and is_abroad else "",
        "code": route.country if route else "",
        "desks": opened.could_go_to,
        "may_keep": may(request.actor, Permission.KEEP_CENTRAL_DESKS),
    }


def _pointed_at(candidate: Route) -> str:
    """The force's name where a candidate names one, else the country, else that nobody knows."""
    if candidate.force:
        return force(candidate.force).name
    return said_country(candidate.country) if candidate.country else str(_("Not known"))
