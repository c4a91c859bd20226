"""The text scorer whole: messages in, evidence out, and no text kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from causeway.warning.text.calibration import Calibration
from causeway.warning.text.contrast import ContrastiveIndex
from causeway.warning.text.embedding import Embedder, Floats
from causeway.warning.text.errors import TextError


@dataclass(frozen=True, slots=True)
class TextScorer:
    """An operator's embedder, index and calibration, which must belong together."""

    embedder: Embedder
    index: ContrastiveIndex
    calibration: Calibration

    def __post_init__(self) -> None:
        if self.embedder.name != self.index.embedder:
            raise TextError("index", f"was made with {self.index.embedder}, not with {self.embedder.name}")

    def log_likelihood_ratios(self, texts: Sequence[str]) -> Floats:
        """The evidence of each message, in nats: over 0 speaks for the class, under 0 against it."""
        return self.calibration.log_likelihood_ratios(self.index.contrast(self.embedder.embed(texts)))
