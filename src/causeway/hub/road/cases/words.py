"""The words in which cases and notices are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.ledger.following import EntryFact
from causeway.vocabulary.referral import Concern


class TaskState(StrEnum):
    """Where a task stands."""

    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"


OVER = frozenset({TaskState.DONE, TaskState.NOT_DONE, TaskState.NOT_APPLICABLE})
"""In which nothing of a task waits any more."""

TASK_STATE_NAMES: dict[TaskState, Promise] = {
    TaskState.TO_DO: _("To do"),
    TaskState.DOING: _("In progress"),
    TaskState.DONE: _("Done"),
    TaskState.NOT_DONE: _("Will not be done"),
    TaskState.NOT_APPLICABLE: _("Does not apply"),
}


def entry_in_words(entry: EntryFact, about: str = "") -> str:
    """What an entry says beyond its act: what it is `about`, which task came to stand where, and why; empty where that
    is all.
    """
    details = entry.details
    state = TASK_STATE_NAMES[TaskState(details["to"])] if details.get("to") in set(TaskState) else ""
    return ": ".join(str(part) for part in (about, details.get("title"), state, details.get("reason")) if part)


CONCERN_IN_PLAIN_WORDS: dict[Concern, Promise] = {
    Concern.SEXUAL_ABUSE_MATERIAL: _("Pictures or films that harm this child may have been made or shared."),
    Concern.GROOMING: _("Somebody may be trying to win this child’s trust online in order to harm them."),
    Concern.TRAFFICKING: _("Somebody may be exploiting this child for gain."),
    Concern.TRAVEL: _("Somebody may be travelling, or bringing the child, to a place where they may be harmed."),
    Concern.CONTACT_ABUSE: _("Somebody who meets this child in person may be harming them."),
    Concern.UNSOLICITED_MATERIAL: _("Somebody may have sent this child material that is harmful to them."),
    Concern.MISLEADING_DOMAIN: _("This child may have been led to harmful material."),
    Concern.MISLEADING_WORDS: _("This child may have been led to harmful material."),
    Concern.OTHER: _("Somebody is worried that this child may be harmed."),
}
"""What children's services are told of the concern, unless the teller writes something better."""
