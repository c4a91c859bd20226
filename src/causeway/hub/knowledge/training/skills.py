"""Skills at work: which a task asks for, and which may hold it up. A skill is what the steps of playbooks call one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.playbooks import PRESERVE_TASK, SAFEGUARDING_TASK, SKILL_NAMES, Skill

__all__ = [
    "NEVER_GATED_PLAYBOOKS",
    "NEVER_GATED_SKILLS",
    "NEVER_GATED_TASKS",
    "SKILL_NAMES",
    "Skill",
    "may_be_gated",
    "skill_of",
]

NEVER_GATED_SKILLS = frozenset({Skill.SAFEGUARDING, Skill.URGENT_DANGER})
"""Nobody waits for a certificate while a child may be harmed."""
NEVER_GATED_TASKS: dict[str, Promise] = {
    SAFEGUARDING_TASK: _("Telling the body that protects a child"),
    PRESERVE_TASK: _("Asking a service to preserve what may be gone tomorrow"),
    "assess_access": _("Finding out whether the subject has access to children"),
}
"""By code, whatever skill a playbook writes beside them; with what they are, for the page of rules."""
NEVER_GATED_PLAYBOOKS = frozenset({"urgent_danger"})
"""In danger now, whoever is there acts."""

_OF_TASK = {
    SAFEGUARDING_TASK: Skill.SAFEGUARDING,
    PRESERVE_TASK: Skill.SERVICE_REQUESTS,
    "identify_child": Skill.VICTIM_IDENTIFICATION,
}
_OF_PLAYBOOK = {
    "image_referral": (Skill.IMAGE_COLLECTIONS, {"check_authority", "known_or_new"}),
    "grooming_without_a_file": (Skill.GROOMING, {"read_account", "check_other_services", "speak_with_child"}),
    "urgent_danger": (Skill.URGENT_DANGER, {"locate_child", "reach_child", "review_with_supervisor"}),
    "child_may_have_harmed": (
        Skill.HARMFUL_BEHAVIOUR,
        {"confirm_ages", "understand_what_happened", "plan_with_partners", "decide_response"},
    ),
}
"""For tasks of cases that began before steps named a skill."""


def skill_of(playbook_code: str, task_code: str, *, said: str = "") -> Skill | None:
    """The skill that a task asks for: what the task itself says, else what is known of its code; None for a task that
    anybody can do.
    """
    if said in set(Skill):
        return Skill(said)
    if task_code in _OF_TASK:
        return _OF_TASK[task_code]
    skill, tasks = _OF_PLAYBOOK.get(playbook_code, (None, frozenset[str]()))
    return skill if task_code in tasks else None


def may_be_gated(skill: Skill | None, playbook_code: str, task_code: str) -> bool:
    """Whether any rule can hold up this task. What protects a child now is never held up."""
    return (
        skill is not None
        and skill not in NEVER_GATED_SKILLS
        and task_code not in NEVER_GATED_TASKS
        and playbook_code not in NEVER_GATED_PLAYBOOKS
    )
