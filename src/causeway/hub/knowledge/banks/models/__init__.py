"""Banks, the signals in them, what members say of signals, and who is still owed a word."""

from causeway.hub.knowledge.banks.models.appeal import Appeal, ReceivedAppeal
from causeway.hub.knowledge.banks.models.bank import Bank, Subscription
from causeway.hub.knowledge.banks.models.changes_told import ChangesTold
from causeway.hub.knowledge.banks.models.doubt import Doubt
from causeway.hub.knowledge.banks.models.judging import Ballot, Opinion, Vote
from causeway.hub.knowledge.banks.models.signal import Change, ChangeKind, Receipt, Signal
from causeway.hub.knowledge.banks.models.source_entry import SourceEntry
from causeway.hub.knowledge.banks.models.undid_before import UndidBefore

__all__ = [
    "Appeal",
    "Ballot",
    "Bank",
    "Change",
    "ChangeKind",
    "ChangesTold",
    "Doubt",
    "Opinion",
    "Receipt",
    "ReceivedAppeal",
    "Signal",
    "SourceEntry",
    "Subscription",
    "UndidBefore",
    "Vote",
]
