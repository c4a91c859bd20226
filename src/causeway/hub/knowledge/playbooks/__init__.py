"""Standard practice: what is done, by whom, within which time; written, reviewed, adopted, adapted and followed."""

from causeway.hub.knowledge.playbooks.checking import PlaybookInvalid
from causeway.hub.knowledge.playbooks.choosing import playbook_for
from causeway.hub.knowledge.playbooks.playbook import PRESERVE_TASK, SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.hub.knowledge.playbooks.skills import SKILL_NAMES, Skill, skill_name
from causeway.hub.knowledge.playbooks.toml_form import parse_playbook

__all__ = [
    "PRESERVE_TASK",
    "SAFEGUARDING_TASK",
    "SKILL_NAMES",
    "Playbook",
    "PlaybookInvalid",
    "Skill",
    "Step",
    "parse_playbook",
    "playbook_for",
    "playbooks",
    "skill_name",
]
