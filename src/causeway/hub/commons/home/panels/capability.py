"""What waits in assessments of capability: reviews that others ask for, and next steps whose day is near."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.knowledge.capability.model_response import BY_CODE
from causeway.hub.knowledge.capability.queries.assessments import StepDue, overview, steps_due
from causeway.hub.road.queues.views.addresses import address_of


def _step(step: StepDue) -> Item:
    day = date_format(step.on, "SHORT_DATE_FORMAT")
    return Item(
        text=step.judgement.next_step,
        href=address_of("capability:version", step.published_id),
        hint=_("%(capability)s. By %(day)s") % {"capability": BY_CODE[step.judgement.capability].name, "day": day},
        badge=_("Late") if step.is_late else "",
    )


def _steps(actor: Actor) -> Panel | None:
    due = steps_due(actor, timezone.now().date())
    if not due:
        return None
    return Panel(
        title=_("Next steps of your assessment"),
        count=len(due),
        items=tuple(map(_step, due[:SHOWN_ITEMS])),
        more_href=address_of("capability:list"),
        more_text=_("See your assessments"),
    )


def _reviews(actor: Actor) -> Panel | None:
    waiting = [review for review in overview(actor).asked if review.finished_at is None]
    if not waiting:
        return None
    return Panel(
        title=_("Assessments to review"),
        count=len(waiting),
        items=tuple(
            Item(text=review.about, href=address_of("capability:review", review.id), hint=review.organisation)
            for review in waiting[:SHOWN_ITEMS]
        ),
    )


def register() -> None:
    """Register the panels of capability."""
    register_panel("capability_steps", Permission.ASSESS_CAPABILITY, _steps, order=70)
    register_panel("capability_reviews", Permission.REVIEW_CAPABILITY, _reviews, order=71)
