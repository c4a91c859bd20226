"""What all formats of signals share: pages, faults, checks of values, and a signal's own JSON form."""

from causeway.interchange.signals.document import change_document, change_from, signal_document, signal_from
from causeway.interchange.signals.errors import NotWritable, PageDamaged, SignalFormatError
from causeway.interchange.signals.lists import changes_from_hash_list, changes_from_vics
from causeway.interchange.signals.page import SignalPage
from causeway.interchange.signals.values import value_fault

__all__ = [
    "NotWritable",
    "PageDamaged",
    "SignalFormatError",
    "SignalPage",
    "change_document",
    "change_from",
    "changes_from_hash_list",
    "changes_from_vics",
    "signal_document",
    "signal_from",
    "value_fault",
]
