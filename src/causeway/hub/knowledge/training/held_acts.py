"""Acts of their own that a rule can hold, as it holds a task of a case: what is done with a button rather than marked
as done. Whatever protects a child is no such act and never becomes one.
"""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.training.skills import Skill


class HeldAct(StrEnum):
    """An act that asks for a skill, and that a rule can hold."""

    OPEN_FILE = "open_file"
    ASK_SERVICE = "ask_service"


SKILL_OF_ACT: dict[HeldAct, Skill] = {
    HeldAct.OPEN_FILE: Skill.IMAGE_COLLECTIONS,
    HeldAct.ASK_SERVICE: Skill.SERVICE_REQUESTS,
}
ACT_NAMES: dict[HeldAct, Promise] = {
    HeldAct.OPEN_FILE: _("Open the files of a referral"),
    HeldAct.ASK_SERVICE: _("Ask a service for data"),
}

Urgency = Callable[[UUID], bool]
"""Given a referral, whether a child may be in danger now. Called inside the caller's transaction."""

_urgencies: list[Urgency] = []


def register_urgency(urgency: Urgency) -> None:
    """Register what can tell that nothing about a referral may wait. Call it from `AppConfig.ready`."""
    _urgencies.append(urgency)


def is_urgent(referral_id: UUID) -> bool:
    """Whether nothing may be held up that is done about this referral. Runs inside the caller's transaction."""
    return any(urgency(referral_id) for urgency in _urgencies)
