"""Tables of messages and of working groups."""

from causeway.hub.commons.correspondence.models.agreements import AgreementDocument
from causeway.hub.commons.correspondence.models.groups import Group, GroupAction, GroupMember, Meeting, Minutes
from causeway.hub.commons.correspondence.models.threads import (
    Document,
    Message,
    MessageText,
    Participant,
    Receipt,
    Seen,
    Thread,
    Tie,
)

__all__ = [
    "AgreementDocument",
    "Document",
    "Group",
    "GroupAction",
    "GroupMember",
    "Meeting",
    "Message",
    "MessageText",
    "Minutes",
    "Participant",
    "Receipt",
    "Seen",
    "Thread",
    "Tie",
]
