"""Tables of surveys: instruments, waves, who was asked, and sealed answers."""

from causeway.hub.knowledge.surveys.models.instrument import DraftInstrument, PublishedInstrument
from causeway.hub.knowledge.surveys.models.report import WaveReport
from causeway.hub.knowledge.surveys.models.wave import Invited, SealedAnswer, Wave
from causeway.hub.knowledge.surveys.models.words import Coding, Interview, Passage, PassageCodes

__all__ = [
    "Coding",
    "DraftInstrument",
    "Interview",
    "Invited",
    "Passage",
    "PassageCodes",
    "PublishedInstrument",
    "SealedAnswer",
    "Wave",
    "WaveReport",
]
