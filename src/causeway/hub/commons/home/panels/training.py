"""What waits in training: modules that are due, certificates to confirm, overrides to review, tasks to sign, drafts to
review or to mend.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.training.queries.drafts import drafts
from causeway.hub.knowledge.training.queries.mine import my_training
from causeway.hub.knowledge.training.queries.team import certificates_to_confirm, overrides, tasks_to_sign
from causeway.hub.knowledge.training.words import HOLDING_NAMES
from causeway.hub.road.queues.views.addresses import address_of


def _mine(actor: Actor) -> Panel | None:
    language = reading_language()
    training = my_training(actor, language=language, now=timezone.now())
    if not training.path:
        return None
    return Panel(
        title=_("My training"),
        count=training.due_count,
        items=tuple(
            Item(
                text=line.view.module.title,
                href=address_of("training:module", line.view.id),
                hint=HOLDING_NAMES[line.holding],
            )
            for line in training.path
            if line.is_due
        )[:SHOWN_ITEMS],
        empty=_("You hold all that your role asks for."),
        more_href=address_of("training:mine"),
        more_text=_("My training"),
    )


def _to_confirm(actor: Actor) -> Panel | None:
    waiting = certificates_to_confirm(actor)
    items = tuple(
        Item(text=view.member, href=address_of("training:to_confirm"), hint=view.title)
        for view in waiting[:SHOWN_ITEMS]
    )
    return Panel(title=_("Certificates to confirm"), count=len(waiting), items=items) if waiting else None


def _overrides(actor: Actor) -> Panel | None:
    waiting = [view for view in overrides(actor) if view.may_review]
    items = tuple(
        Item(text=view.title, href=address_of("training:override", view.id), hint=view.member)
        for view in waiting[:SHOWN_ITEMS]
    )
    return Panel(title=_("Overrides to review"), count=len(waiting), items=items) if waiting else None


def _to_sign(actor: Actor) -> Panel | None:
    waiting = tasks_to_sign(actor, now=timezone.now())
    items = tuple(
        Item(text=task.title, href=address_of("training:sign", task.id), hint=task.member)
        for task in waiting[:SHOWN_ITEMS]
    )
    return Panel(title=_("Tasks to sign as mentor"), count=len(waiting), items=items) if waiting else None


def _to_review(actor: Actor) -> Panel | None:
    waiting = [view for view in drafts(actor) if view.state == "in_review" and not view.is_own]
    items = tuple(
        Item(text=view.module.title, href=address_of("training:review", view.id), hint=view.author)
        for view in waiting[:SHOWN_ITEMS]
    )
    return Panel(title=_("Training modules to review"), count=len(waiting), items=items) if waiting else None


def _returned(actor: Actor) -> Panel | None:
    waiting = [view for view in drafts(actor) if view.state == "returned" and view.is_own]
    items = tuple(
        Item(text=view.module.title, href=address_of("training:draft", view.id), hint=view.reviewer)
        for view in waiting[:SHOWN_ITEMS]
    )
    return Panel(title=_("Training modules that came back to you"), count=len(waiting), items=items) if items else None


def register() -> None:
    """Register the panels of training."""
    register_panel("my_training", Permission.LEARN, _mine, order=70)
    register_panel("certificates_to_confirm", Permission.CONFIRM_CERTIFICATES, _to_confirm, order=71)
    register_panel("overrides_to_review", Permission.REVIEW_OVERRIDES, _overrides, order=72)
    register_panel("tasks_to_sign", Permission.LEARN, _to_sign, order=73)
    register_panel("modules_to_review", Permission.MANAGE_TRAINING, _to_review, order=74)
    register_panel("modules_returned", Permission.WRITE_MODULES, _returned, order=75)
