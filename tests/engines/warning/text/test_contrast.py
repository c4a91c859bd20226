"""The contrast is what a plain reading of its definition gives; an index file holds vectors, and may be hostile."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.text import NEIGHBOURS, ContrastiveIndex, TextError, TextScorer, build_index, calibrate
from harmless_messages import WordCounts, sentence

RNG = np.random.default_rng(8)
BRIDGES = [sentence(RNG, "bridges") for _ in range(30)]
DOORS = [sentence(RNG, "doors") for _ in range(40)]


def test_the_contrast_is_the_ratio_of_mean_exponentials_of_the_nearest_cosines() -> None:
    vectors = RNG.normal(size=(700, 6))
    index = ContrastiveIndex(
        RNG.normal(size=(9, 6)).astype(np.float32), RNG.normal(size=(50, 6)).astype(np.float32), "x"
    )
    by_hand = [np.log(_nearest(row, index.positive) / _nearest(row, index.negative)) for row in vectors]
    assert index.contrast(vectors.astype(np.float32)) == pytest.approx(by_hand, abs=1e-5)


def _nearest(row: np.ndarray, table: np.ndarray) -> float:
    cosines = table @ row / np.linalg.norm(table, axis=1) / np.linalg.norm(row)
    return float(np.exp(np.sort(cosines)[-NEIGHBOURS:]).mean())


def test_messages_like_the_positive_index_stand_out_and_an_empty_one_says_nothing() -> None:
    index = build_index(WordCounts(), BRIDGES, DOORS)
    arch, knob, nothing = index.contrast(WordCounts().embed(["the arch of a span", "the knob of a latch", ""]))
    assert arch > 0 > knob
    assert nothing == 0


def test_an_index_is_read_as_it_was_written_and_holds_no_text() -> None:
    index, file = build_index(WordCounts(), BRIDGES, DOORS), io.BytesIO()
    index.write(file)
    again = ContrastiveIndex.read(io.BytesIO(file.getvalue()))
    assert np.allclose(again.positive, index.positive, atol=1e-6)
    assert np.allclose(again.negative, index.negative, atol=1e-6)
    assert again.embedder == "word-counts"
    assert not any(word.encode() in file.getvalue() for text in BRIDGES for word in text.split() if len(word) > 4)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_as_no_index(data: bytes) -> None:
    with pytest.raises(TextError):
        ContrastiveIndex.read(io.BytesIO(data))


@given(st.integers(0, 3000), st.integers(1, 255))
def test_a_damaged_index_is_read_as_vectors_or_refused(at: int, change: int) -> None:
    file = io.BytesIO()
    build_index(WordCounts(), BRIDGES[:5], DOORS[:5]).write(file)
    data = bytearray(file.getvalue())
    data[at % len(data)] ^= change
    try:
        read = ContrastiveIndex.read(io.BytesIO(bytes(data)))
    except TextError:
        return
    assert np.isfinite(read.positive).all()


def test_a_file_that_would_run_code_is_refused() -> None:
    file = io.BytesIO()
    np.savez(file, positive=np.array([{"a": 1}], dtype=object), negative=np.zeros((5, 2)), embedder=np.array("x"))
    with pytest.raises(TextError):
        ContrastiveIndex.read(io.BytesIO(file.getvalue()))


def test_members_that_are_no_tables_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        for name in ("positive", "negative", "embedder"):
            members.writestr(f"{name}.npy", b"neither vectors nor a name")
    with pytest.raises(TextError, match="something else"):
        ContrastiveIndex.read(io.BytesIO(file.getvalue()))


def test_a_table_that_claims_more_rows_than_any_memory_is_refused() -> None:
    header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999, 256), }"
    padded = header.ljust(117) + b"\n"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        for name in ("positive", "negative", "embedder"):
            members.writestr(f"{name}.npy", b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded)
    with pytest.raises(TextError):
        ContrastiveIndex.read(io.BytesIO(file.getvalue()))


def test_too_few_messages_and_vectors_of_another_length_are_refused() -> None:
    with pytest.raises(TextError, match="positive: holds 4"):
        build_index(WordCounts(), BRIDGES[:4], DOORS)
    with pytest.raises(TextError, match="vectors"):
        build_index(WordCounts(), BRIDGES, DOORS).contrast(np.zeros((1, 3), dtype=np.float32))


def test_a_scorer_takes_only_an_index_of_its_own_embedder() -> None:
    index = build_index(WordCounts(), BRIDGES, DOORS)
    more = np.random.default_rng(1)
    texts = [sentence(more, topic) for topic in ("bridges", "doors") for _ in range(25)]
    labels = [1] * 25 + [0] * 25
    calibration = calibrate(index.contrast(WordCounts().embed(texts)), labels)
    scorer = TextScorer(WordCounts(), index, calibration)
    ratios = scorer.log_likelihood_ratios(["an arch over the river", "a hinge and a key"])
    assert ratios[0] > 0 > ratios[1]
    with pytest.raises(TextError, match="index"):
        TextScorer(WordCounts(), ContrastiveIndex(index.positive, index.negative, "another"), calibration)
