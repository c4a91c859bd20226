"""What waits along the road, for the start page of whoever may see it."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import clock_of, duration_in_words
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, PanelQuery, register_panel
from causeway.hub.road.candidates.commands.set_up_desk import may_open_desk
from causeway.hub.road.candidates.queries.desk import desk_counts, desk_page
from causeway.hub.road.candidates.words import rule_name
from causeway.hub.road.outcomes.queries.feedback import feedback_page, feedback_summary
from causeway.hub.road.queues.queries.alerts import open_alerts
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, Sort, queue_page
from causeway.hub.road.queues.queries.waiting_by_view import Waiting, how_many_wait
from causeway.hub.road.queues.views.addresses import address_of
from causeway.hub.road.referrals.queries.sent import list_sent
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.organisations import OrganisationKind
from causeway.vocabulary.referral import Concern


def _items(lines: tuple[QueueLine, ...]) -> tuple[Item, ...]:
    now = timezone.now()
    return tuple(
        Item(
            text=line.reference,
            href=address_of("referrals:referral", line.referral_id),
            hint=f"{CONCERN_NAMES[Concern(line.concern)]}. {clock_of(line.due_at, now).text}",
            band=line.band,
            badge=_("Imminent") if line.is_imminent else "",
        )
        for line in lines
    )


def _alerts(actor: Actor) -> Panel | None:
    found = open_alerts(actor, most=SHOWN_ITEMS)
    now = timezone.now()
    return Panel(
        title=_("A child may be in danger now"),
        count=found.total,
        items=tuple(
            Item(
                text=alert.reference,
                href=address_of("referrals:referral", alert.referral_id),
                hint=_("%(concern)s. Alerted %(time)s ago")
                % {"concern": CONCERN_NAMES[alert.concern], "time": duration_in_words(now - alert.raised_at)},
            )
            for alert in found.alerts
        ),
        empty=_("No alert is open."),
        more_href=address_of("queues:alerts") if found.more else "",
        more_text=_("See all open alerts"),
        is_urgent=True,
    )


def _next(actor: Actor) -> Panel | None:
    count = how_many_wait(actor, Waiting.UNTAKEN)[Waiting.UNTAKEN]
    page = queue_page(actor, QueueFilters(is_taken=False, in_a_case=False), sort=Sort.URGENCY, limit=SHOWN_ITEMS)
    return Panel(
        title=_("Next in the queue"),
        count=count,
        items=_items(page.lines),
        empty=_("Nothing waits that nobody has taken on."),
        more_href=address_of("queues:queue"),
        more_text=_("See the whole queue"),
    )


def _late(actor: Actor) -> Panel | None:
    count = how_many_wait(actor, Waiting.LATE)[Waiting.LATE]
    page = queue_page(actor, QueueFilters(is_late=True), sort=Sort.DUE, limit=SHOWN_ITEMS)
    return Panel(
        title=_("Late"),
        count=count,
        items=_items(page.lines),
        empty=_("Nothing is late."),
        more_href=address_of("queues:queue", only="late") if count else "",
        more_text=_("See all that is late"),
        is_urgent=True,
    )


def _mine(actor: Actor) -> Panel | None:
    count = how_many_wait(actor, Waiting.MINE)[Waiting.MINE]
    page = queue_page(actor, QueueFilters(taken_by_me=True), limit=SHOWN_ITEMS)
    return Panel(
        title=_("Taken by me"),
        count=count,
        items=_items(page.lines),
        empty=_("You have taken nothing on."),
        more_href=address_of("queues:queue", taken="me") if count else "",
        more_text=_("See all that I took on"),
    )


def _news(actor: Actor) -> Panel | None:
    count = how_many_wait(actor, Waiting.WITH_NEWS)[Waiting.WITH_NEWS]
    page = queue_page(actor, QueueFilters(has_news=True), sort=Sort.NEWEST, limit=SHOWN_ITEMS)
    return Panel(
        title=_("Something new was added"),
        count=count,
        items=_items(page.lines),
        empty=_("Nothing new since you last looked."),
    )


def _routes(actor: Actor) -> Panel | None:
    count = how_many_wait(actor, Waiting.WITHOUT_ROUTE)[Waiting.WITHOUT_ROUTE]
    page = queue_page(actor, QueueFilters(needs_route=True), limit=SHOWN_ITEMS)
    return Panel(
        title=_("No force is known"),
        count=count,
        items=_items(page.lines),
        empty=_("Every referral has found its force."),
        more_href=address_of("queues:queue", only="no_route") if count else "",
        more_text=_("See all without a force"),
    )


def _sent(actor: Actor) -> Panel | None:
    page = list_sent(actor, limit=SHOWN_ITEMS)
    items = tuple(
        Item(
            text=line.reference,
            href=address_of("sent_referral", line.id) or address_of("referrals:referral", line.id),
            hint=f"{CONCERN_NAMES[line.concern]}",
            badge=ngettext("%(n)d question", "%(n)d questions", line.open_questions) % {"n": line.open_questions}
            if line.open_questions
            else "",
        )
        for line in page.items
    )
    return Panel(
        title=_("Sent by us"),
        count=None,
        items=items,
        empty=_("Nothing was sent yet."),
        more_href=address_of("sent_referrals") if items else address_of("intake_drafts"),
        more_text=_("See all that we sent") if items else _("Tell about possible harm to a child"),
    )


def _questions(actor: Actor) -> Panel | None:
    lines = [line for line in list_sent(actor, limit=100).items if line.open_questions]
    return Panel(
        title=_("Questions to answer"),
        count=sum(line.open_questions for line in lines),
        items=tuple(
            Item(text=line.reference, href=address_of("sent_referral", line.id), hint=CONCERN_NAMES[line.concern])
            for line in lines[:SHOWN_ITEMS]
        ),
        empty=_("Nobody waits for an answer."),
        is_urgent=True,
    )


def _feedback(actor: Actor) -> Panel | None:
    summary, page = feedback_summary(actor), feedback_page(actor, size=3)
    if actor.organisation_kind not in {OrganisationKind.SERVICE, OrganisationKind.PARTNER}:
        return None
    items = tuple(
        Item(
            text=given.reference,
            href=address_of("outcomes:whereabouts", given.referral_id),
            hint=_useful(given.outcome.is_useful),
        )
        for given in page.items
    )
    counts = {"useful": summary.useful, "rated": summary.rated}
    title = _("What came of it: %(useful)d of %(rated)d useful") % counts if summary.rated else _("What came of it")
    return Panel(
        title=title,
        count=None,
        items=items,
        empty=_("No force has told yet what came of your referrals."),
        more_href=address_of("outcomes:feedback"),
        more_text=_("See all feedback"),
    )


def _desk_to_open(actor: Actor) -> Panel | None:
    """For an administrator of a service at which nobody reviews yet."""
    if not may_open_desk(actor):
        return None
    return Panel(
        title=_("Nobody reviews here yet"),
        count=None,
        empty=_("What your programs find waits for a person’s decision at a reviewers’ desk."),
        more_href=address_of("candidates:open"),
        more_text=_("Open a reviewers’ desk"),
    )


def _candidates(actor: Actor) -> Panel | None:
    counts, page = desk_counts(actor), desk_page(actor)
    lines = [line for group in page.groups for line in group.lines][:SHOWN_ITEMS]
    now = timezone.now()
    return Panel(
        title=_("Candidates to look at"),
        count=counts.for_me,
        items=tuple(
            Item(
                text=line.reference,
                href=address_of("candidates:candidate", line.id),
                hint=f"{rule_name(line.rule, is_decided=False)}. {clock_of(line.due_at, now).text}",
            )
            for line in lines
        ),
        empty=_("No candidate waits."),
        more_href=address_of("candidates:desk"),
        more_text=_("See the desk"),
    )


def _useful(is_useful: bool | None) -> str:
    if is_useful is None:
        return str(_("Received; not rated yet"))
    return str(_("It was useful") if is_useful else _("It was of no use"))


def register() -> None:
    """Register the panels of the steps that this app can read."""
    register_panel("alerts", Permission.ACKNOWLEDGE_ALERT, _alerts, order=10)
    register_panel("mine", Permission.TAKE_ITEM, _mine, order=20)
    register_panel("next", Permission.READ_QUEUE, _next, order=30)
    register_panel("late", Permission.READ_QUEUE, _late, order=40)
    register_panel("news", Permission.TAKE_ITEM, _news, order=45)
    register_panel("routes", Permission.CHANGE_ROUTE, _routes, order=50)
    register_panel("candidates", Permission.READ_CANDIDATES, _candidates, order=12)
    register_panel("reviewers' desk", Permission.MANAGE_MEMBERS, _desk_to_open, order=13)
    register_panel("questions", Permission.ANSWER_QUESTION, _only_senders(_questions), order=15)
    register_panel("sent", Permission.SEND_REFERRAL, _only_senders(_sent), order=60)
    register_panel("feedback", Permission.READ_FEEDBACK, _feedback, order=70)


def _only_senders(query: PanelQuery) -> PanelQuery:
    def for_senders(actor: Actor) -> Panel | None:
        if may(actor, Permission.READ_REFERRAL) and actor.organisation_kind in _SENDING:
            return query(actor)
        return None

    return for_senders


_SENDING = frozenset({OrganisationKind.SERVICE, OrganisationKind.PARTNER, OrganisationKind.HOTLINE})
