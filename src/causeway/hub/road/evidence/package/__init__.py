"""One encrypted package for a force's own system: written piece by piece, nothing of it plain on disk."""

from causeway.hub.base.theme.pdf import Heading, Lines, Paragraph, Section, Table, pdf
from causeway.hub.road.evidence.package.age_stream import BadRecipient, Lock, PassphraseLock, PublicKeyLock, encrypted
from causeway.hub.road.evidence.package.archive import Part, zipped

__all__ = [
    "BadRecipient",
    "Heading",
    "Lines",
    "Lock",
    "Paragraph",
    "Part",
    "PassphraseLock",
    "PublicKeyLock",
    "Section",
    "Table",
    "encrypted",
    "pdf",
    "zipped",
]
