"""How well the steps that ask for a skill are done in the organisation's cases, for those who teach it."""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.knowledge.training.queries.quality import OtherFigure
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.words import TaskState

_LOOKED_BACK = timedelta(days=365)
_FEWEST = 10
"""Below this a share says little of the teaching, and may tell of one colleague."""


def skill_at_work(actor: Actor, skill: str) -> OtherFigure | None:
    """Of the steps of a year whose time is over, how many were done in it. None where no case had one. Runs inside the
    caller's transaction.
    """
    now = timezone.now()
    done = Q(state=TaskState.DONE.value)
    due = CaseTask.objects.filter(skill=skill, due_at__isnull=False, case__opened_at__gte=now - _LOOKED_BACK).filter(
        done | Q(state__in=[TaskState.TO_DO.value, TaskState.DOING.value], due_at__lt=now)
    )
    steps, in_time = due.count(), due.filter(done, done_at__lte=F("due_at")).count()
    if not steps:
        return None
    return OtherFigure(
        title=_("Steps of cases in the last year"),
        text=_in_words(steps, in_time),
        href=reverse("cases:practice") if may(actor, Permission.READ_PRACTICE) else "",
    )


def _in_words(steps: int, in_time: int) -> str:
    if steps < _FEWEST:
        return _("fewer than 10 so far, too few for a figure")
    said = {"share": round(100 * in_time / steps), "steps": steps}
    return (
        ngettext(
            "%(share)d%% of %(steps)d step done in its time", "%(share)d%% of %(steps)d steps done in their time", steps
        )
        % said
    )
