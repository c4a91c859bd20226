"""Standard practice, as data: the tasks a case starts with."""

from causeway.hub.knowledge.playbooks.choosing import playbook_for
from causeway.hub.knowledge.playbooks.playbook import (
    PRESERVE_TASK,
    SAFEGUARDING_TASK,
    Playbook,
    PlaybookInvalid,
    PlaybookTask,
    parse_playbook,
    playbooks,
)

__all__ = [
    "PRESERVE_TASK",
    "SAFEGUARDING_TASK",
    "Playbook",
    "PlaybookInvalid",
    "PlaybookTask",
    "parse_playbook",
    "playbook_for",
    "playbooks",
]
