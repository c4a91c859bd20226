"""A scorer of messages by likeness to an operator's own examples; it ships none, keeps no text and decides nothing.

Reading private messages needs a legal basis: whoever calls this has recorded one. The scores are evidence for a person.
"""

from causeway.warning.text.account import AccountEvidence, message_terms, running_scores, scores_of_sums
from causeway.warning.text.calibration import Calibration, calibrate
from causeway.warning.text.contrast import NEIGHBOURS, ContrastiveIndex, build_index
from causeway.warning.text.embedding import Embedder, unit_vectors
from causeway.warning.text.errors import TextError
from causeway.warning.text.scorer import TextScorer
from causeway.warning.text.word_llama import WordLlamaEmbedder

__all__ = [
    "NEIGHBOURS",
    "AccountEvidence",
    "Calibration",
    "ContrastiveIndex",
    "Embedder",
    "TextError",
    "TextScorer",
    "WordLlamaEmbedder",
    "build_index",
    "calibrate",
    "message_terms",
    "running_scores",
    "scores_of_sums",
    "unit_vectors",
]
