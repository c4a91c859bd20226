"""The corpus is read as it is, a sentence in one part only, and a file that is something else is refused."""

import json
from pathlib import Path

import pytest

from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.clinc150 import Corpus, alike, read_clinc150
from shared_data import shared_data

DOMAINS = {"crossings": ["bridge"], "entries": ["door"]}
DATA = {
    "train": [["the arch of a bridge", "bridge"], ["the knob of a door", "door"]],
    "val": [["The  arch of a BRIDGE", "bridge"], ["a pier", "bridge"], ["a hinge", "door"]],
    "test": [["a pier", "bridge"], ["a truss", "bridge"], ["a latch", "door"]],
}


def read(folder: Path, data: object = DATA, domains: object = DOMAINS) -> Corpus:
    (folder / "data_full.json").write_text(json.dumps(data))
    (folder / "domains.json").write_text(json.dumps(domains))
    return read_clinc150(folder)


def test_a_sentence_stays_only_in_the_part_that_is_fitted_first(tmp_path: Path) -> None:
    corpus = read(tmp_path)
    assert corpus.validation.texts == ("a pier", "a hinge")
    assert corpus.test.texts == ("a truss", "a latch")
    assert corpus.test.domains.tolist() == ["crossings", "entries"]
    assert corpus.domains == ("crossings", "entries")


def test_no_sentence_of_the_real_corpus_is_both_fitted_and_scored() -> None:
    corpus = read_clinc150(shared_data("clinc150"))
    train, validation, test = (
        {alike(text) for text in part.texts} for part in (corpus.train, corpus.validation, corpus.test)
    )
    assert not train & validation
    assert not (train | validation) & test
    assert len(corpus.domains) == 10
    assert len(test) > 4400


@pytest.mark.parametrize(
    ("data", "domains", "field"),
    [
        ([], DOMAINS, "data_full.json"),
        ({**DATA, "val": None}, DOMAINS, "data_full.json"),
        ({**DATA, "val": [["a pier"]]}, DOMAINS, "data_full.json"),
        ({**DATA, "val": [["a pier", 3]]}, DOMAINS, "data_full.json"),
        (DATA, {"crossings": ["bridge"]}, "domains.json"),
        (DATA, {"crossings": "bridge"}, "domains.json"),
        (DATA, [], "domains.json"),
        ({**DATA, "test": []}, DOMAINS, "domains.json"),
    ],
)
def test_another_shape_is_refused_by_file(tmp_path: Path, data: object, domains: object, field: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        read(tmp_path, data, domains)
    assert refused.value.field == field


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"{"])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "domains.json").write_bytes(content)
    with pytest.raises(EvaluationError, match=r"domains\.json"):
        read_clinc150(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_clinc150(tmp_path / "nowhere")
