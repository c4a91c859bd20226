"""The embedder that comes along works from its own files, and takes whatever people write."""

import logging
import subprocess
import sys

import numpy as np
import pytest

from causeway.warning.text import WordLlamaEmbedder
from causeway.warning.text.word_llama import MAX_CHARACTERS


@pytest.fixture(scope="module")
def embedder() -> WordLlamaEmbedder:
    return WordLlamaEmbedder()


def test_texts_that_mean_the_same_lie_nearer(embedder: WordLlamaEmbedder) -> None:
    bridge, crossing, kettle = embedder.embed(
        ["a bridge over the river", "crossing the river", "boil the kettle for tea"]
    )
    assert _cosine(bridge, crossing) > _cosine(bridge, kettle)


def test_a_text_has_the_same_vector_in_whatever_company(embedder: WordLlamaEmbedder) -> None:
    texts = ["door knob", "a very long sentence about the piers of an old bridge " * 9, "hinge", ""]
    together = embedder.embed(texts)
    assert np.allclose(together, np.concatenate([embedder.embed([text]) for text in texts]), atol=1e-6)


def test_whatever_people_write_becomes_finite_numbers(embedder: WordLlamaEmbedder) -> None:
    found = embedder.embed(["", "\x00", "\ud800", "🌉🚪", "\u202e\u0301" * 50, "a" * 1_000_000])
    assert found.shape == (6, 256)
    assert np.isfinite(found).all()
    assert not found[0].any()


def test_a_text_is_cut_where_it_is_too_long(embedder: WordLlamaEmbedder) -> None:
    whole = "bridge " * (MAX_CHARACTERS // 7 + 1)
    assert np.array_equal(
        embedder.embed([whole[:MAX_CHARACTERS]]), embedder.embed([whole[:MAX_CHARACTERS] + "door " * 99])
    )


def test_loading_it_leaves_the_program_s_logging_alone() -> None:
    program = (
        "import logging; from causeway.warning.text import WordLlamaEmbedder; WordLlamaEmbedder();"
        "print(logging.getLogger().handlers, logging.getLogger().level)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"[] {logging.WARNING}"


def _cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
