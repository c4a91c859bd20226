"""CLINC150 as a harmless stand-in: sentences to an assistant in ten domains, of which one plays the rare class.

The corpus (Larson and others, "An evaluation dataset for intent classification and out-of-scope prediction", EMNLP
2019; CC BY 3.0) is read from where the user keeps it and never comes along. A sentence that stands in two of its parts
is kept in the one that is fitted first, so that no sentence is both fitted and scored.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causeway.warning.evaluation.errors import EvaluationError

MAX_BYTES = 100_000_000
_PARTS = ("train", "val", "test")


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """One part of the corpus: each sentence with its intent and domain."""

    texts: tuple[str, ...]
    intents: NDArray[np.str_]
    domains: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Train for the indexes, validation for calibration and thresholds, test for what is scored."""

    train: Sentences
    validation: Sentences
    test: Sentences

    @property
    def domains(self) -> tuple[str, ...]:
        """The names of the domains, in order."""
        return tuple(str(one) for one in np.unique(self.test.domains))


def read_clinc150(folder: Path) -> Corpus:
    """Read `data_full.json` and `domains.json` from a folder.

    Raises:
        EvaluationError: a file is missing, too large, no JSON, or not of the corpus's shape.
    """
    domain_of = _domains(_json(folder / "domains.json"))
    data = _json(folder / "data_full.json")
    seen: set[str] = set()
    parts = [_sentences(data, part, domain_of, seen) for part in _PARTS]
    return Corpus(*parts)


def alike(text: str) -> str:
    """The form in which two sentences count as one and the same."""
    return " ".join(text.casefold().split())


def _sentences(data: Any, part: str, domain_of: dict[str, str], seen: set[str]) -> Sentences:
    rows = data.get(part) if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise EvaluationError("data_full.json", f"has no list {part!r}")
    before = frozenset(seen)
    kept = [(text, intent) for text, intent in _pairs(rows, part) if alike(text) not in before]
    seen.update(alike(text) for text, _ in kept)
    unknown = {intent for _, intent in kept} - domain_of.keys()
    if unknown or not kept:
        raise EvaluationError("domains.json", f"lacks the domain of {min(unknown, default='any intent')!r}")
    return Sentences(
        texts=tuple(text for text, _ in kept),
        intents=np.array([intent for _, intent in kept]),
        domains=np.array([domain_of[intent] for _, intent in kept]),
    )


def _pairs(rows: list[Any], part: str) -> Iterable[tuple[str, str]]:
    for number, row in enumerate(rows):
        if not (isinstance(row, list) and len(row) == 2 and all(isinstance(one, str) for one in row)):
            raise EvaluationError("data_full.json", f"{part}, row {number} is not a sentence and an intent")
        yield row[0], row[1]


def _domains(document: Any) -> dict[str, str]:
    if not isinstance(document, dict) or not all(isinstance(intents, list) for intents in document.values()):
        raise EvaluationError("domains.json", "is not a list of intents for each domain")
    return {str(intent): domain for domain, intents in document.items() for intent in intents}


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise EvaluationError(path.name, f"is larger than {MAX_BYTES:,} bytes")
        return json.loads(path.read_text("utf-8"))
    except EvaluationError:
        raise
    except OSError as fault:
        raise EvaluationError(path.name, f"cannot be read: {fault.strerror}") from fault
    except (ValueError, RecursionError) as fault:
        raise EvaluationError(path.name, "is no JSON text") from fault
