"""What waits for those who run surveys."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.knowledge.surveys.queries.waves import WaveLine, waves
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.hub.knowledge.surveys.words import STAGE_NAMES


def _waiting(actor: Actor) -> Panel:
    lines = [line for line in waves(actor, timezone.now()) if _needs_somebody(line)]
    return Panel(
        title=_("Survey waves"),
        count=len(lines),
        items=tuple(
            Item(text=line.title, href=reverse("surveys:wave", args=[line.id]), hint=_hint(line))
            for line in lines[:SHOWN_ITEMS]
        ),
        empty=_("No wave needs anything now."),
        more_href=reverse("surveys:waves"),
        more_text=_("See all waves"),
    )


def _needs_somebody(line: WaveLine) -> bool:
    return line.is_past_keeping or line.stage in {Stage.PREPARING, Stage.OVER, Stage.CLOSING, Stage.CLOSED}


def _hint(line: WaveLine) -> str:
    return _("To be deleted") if line.is_past_keeping else str(STAGE_NAMES[line.stage])


def register() -> None:
    """Register the panel of surveys."""
    register_panel("surveys", Permission.MANAGE_SURVEYS, _waiting, order=70)
