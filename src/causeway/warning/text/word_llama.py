"""The embedder that comes along: WordLlama's static vectors, from the files inside its own package, without a network.

Needs the extra `text`. A mean of word vectors knows no word order; for that it takes tens of thousands of messages a
second on one core. An operator with a processor to spare puts a sentence model behind `Embedder` instead.
"""

import logging
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from causeway.warning.text.embedding import Vectors
from causeway.warning.text.errors import TextError

if TYPE_CHECKING:
    from wordllama.inference import WordLlamaInference

MAX_CHARACTERS = 1000
"""What is longer is cut: a batch is as wide as its longest text, and 64 such stay under 100 MB."""
_DIMENSIONS = 256
_BATCH = 64


class WordLlamaEmbedder:
    """WordLlama with 256 dimensions.

    Raises:
        TextError: the extra `text` is not installed, or its package lacks its files.
    """

    def __init__(self) -> None:
        self._model = _loaded()
        self.name = f"wordllama-{version('wordllama')}-{_DIMENSIONS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text; a text without a known piece of a word is a row of zeros."""
        whole = [text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8") for text in texts]
        if not whole:
            return np.zeros((0, _DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(whole)), key=lambda place: len(whole[place]))
        found = np.empty((len(whole), _DIMENSIONS), dtype=np.float32)
        found[by_length] = self._model.embed([whole[place] for place in by_length], norm=False, batch_size=_BATCH)
        return found


def _loaded() -> "WordLlamaInference":
    """The model; its package sets up logging for the whole program when it is imported, which is undone."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        import wordllama
    except ImportError as fault:
        raise TextError("embedder", "WordLlama is not installed; install causeway[text]") from fault
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    try:
        return wordllama.WordLlama.load(
            dim=_DIMENSIONS, cache_dir=Path(wordllama.__file__).parent, disable_download=True
        )
    except (OSError, ValueError) as fault:
        raise TextError("embedder", "WordLlama's package lacks its own files; install causeway[text] anew") from fault
