"""The words in which playbooks are shown: conditions, clocks, and what a step asks of whom."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.playbook import Playbook, Step

CONDITION_NAMES: dict[Condition, Promise] = {
    Condition.FILES_ATTACHED: gettext_lazy("Files came with a referral"),
    Condition.NO_FILES: gettext_lazy("No file came with any referral"),
    Condition.FILES_NOT_VIEWED: gettext_lazy("A file came that nobody at the sender viewed"),
    Condition.CHILD_SUBJECT: gettext_lazy("A person said to have harmed is a child"),
    Condition.DANGER_NOW: gettext_lazy("A child may be in danger now"),
    Condition.PLACE_KNOWN: gettext_lazy("It is known where a child can be found"),
    Condition.PLACE_NOT_KNOWN: gettext_lazy("It is not known where the child can be found"),
    Condition.ACCOUNT_KNOWN: gettext_lazy("An account at a service is named"),
    Condition.ADDRESS_KNOWN: gettext_lazy("An internet address is given"),
    Condition.SEVERAL_REFERRALS: gettext_lazy("The case works on more than one referral"),
}

_DAY_HOURS = 24
_LONGEST_IN_HOURS = 2 * _DAY_HOURS
"""From three whole days on, a time is said in days."""


def hours_in_words(hours: int) -> str:
    """An allowance in the unit in which people say it."""
    if hours > _LONGEST_IN_HOURS and hours % _DAY_HOURS == 0:
        days = hours // _DAY_HOURS
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def clock_in_words(step: Step, playbook: Playbook) -> str:
    """Within which time of what the step is to be done."""
    time = hours_in_words(step.due_in_hours)
    other = playbook.step(step.after) if step.after else None
    if other is None:
        return _("Within %(time)s of taking the case") % {"time": time}
    return _("Within %(time)s of finishing “%(step)s”") % {"time": time, "step": other.title}


def conditions_in_words(conditions: tuple[Condition, ...]) -> str:
    """When a step applies, as one line; empty where it always does."""
    return "; ".join(str(CONDITION_NAMES[condition]) for condition in conditions)


def roles_in_words(step: Step) -> str:
    """Who does the step."""
    return ", ".join(str(ROLE_NAMES[role]) for role in step.roles)


def duty_in_words(is_mandatory: bool) -> str:
    """Whether the step has to be done."""
    return _("Must be done") if is_mandatory else _("Advised")
