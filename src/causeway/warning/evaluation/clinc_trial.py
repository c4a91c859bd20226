"""One domain of CLINC150 as the rare class, from indexes to figures, where nothing scored was ever fitted.

Four sets of sentences that share none: train makes the two indexes; one half of validation fits the calibration; the
other half makes the accounts on which the threshold of the rule is chosen; test makes those that are scored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from causeway.warning.evaluation._arrays import Flags, Floats
from causeway.warning.evaluation.clinc150 import Corpus, Sentences
from causeway.warning.evaluation.comparison import Comparison, Reviewed, Warned, compare_on
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.intervals import REPLICATES
from causeway.warning.evaluation.pseudo_accounts import Design, draw_population
from causeway.warning.evaluation.pseudo_days import ALERTS_A_DAY, first_day
from causeway.warning.evaluation.rivals import Watched, running_of, thresholds_of
from causeway.warning.evaluation.running import run
from causeway.warning.text import NEIGHBOURS, Calibration, ContrastiveIndex, Embedder, calibrate
from causeway.warning.text.embedding import Vectors

_THRESHOLD_ACCOUNTS = 4000


@dataclass(frozen=True, slots=True)
class Settings:
    """What of a trial may be chosen."""

    design: Design = field(default_factory=Design)
    seed: int = 1
    replicates: int = REPLICATES
    positive_index: int | None = None
    """How many sentences of the rare class the operator has for its index; without it, all of train."""
    alerts_a_day: tuple[int, ...] = ALERTS_A_DAY


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """What came of one domain."""

    rare: str
    embedder: str
    calibration: Calibration
    sentences: Mapping[str, int]
    comparison: Comparison


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedCorpus:
    """The corpus with the vectors of its sentences, made once for all domains."""

    corpus: Corpus
    vectors: Mapping[str, Vectors]
    embedder: str


def embed_corpus(corpus: Corpus, embedder: Embedder) -> EmbeddedCorpus:
    """Embed every sentence."""
    parts = {"train": corpus.train, "validation": corpus.validation, "test": corpus.test}
    return EmbeddedCorpus(corpus, {name: embedder.embed(part.texts) for name, part in parts.items()}, embedder.name)


def try_domain(embedded: EmbeddedCorpus, rare: str, settings: Settings) -> DomainFigures:
    """Score the accounts of one domain and give the figures.

    Raises:
        EvaluationError: the corpus has no such domain, or a setting is out of range.
        TextError: the domain is too small to index or calibrate.
    """
    corpus = embedded.corpus
    if rare not in corpus.domains:
        raise EvaluationError("rare", f"must be one of {', '.join(corpus.domains)}, not {rare!r}")
    rng = np.random.default_rng(settings.seed)
    index = _index(embedded, rare, settings.positive_index, rng)
    validation = _part(index, embedded.vectors["validation"], corpus.validation, rare)
    test = _part(index, embedded.vectors["test"], corpus.test, rare)
    fitted = _half(validation.rare, rng)
    calibration = calibrate(validation.contrasts[fitted], validation.rare[fitted])
    held_back = validation.only(~fitted)
    early = _watched(held_back, replace(settings.design, accounts=_THRESHOLD_ACCOUNTS), rng)
    rate = early.penalty_rate()
    thresholds = thresholds_of(early, calibration, rate)
    population = draw_population(rng, test.rare, test.intents, settings.design)
    length = np.array([len(text) for text in corpus.test.texts], dtype=np.float64)
    return DomainFigures(
        rare=rare,
        embedder=embedded.embedder,
        calibration=calibration,
        sentences={
            "positive_index": len(index.positive),
            "negative_index": len(index.negative),
            "calibration": int(fitted.sum()),
            "thresholds": int((~fitted).sum()),
            "scored": len(length),
        },
        comparison=compare_on(
            population.scored,
            running_of(Watched(test.contrasts, population.messages, population.scored.positive), calibration),
            {"length_only": run(population.messages, lambda messages: length[messages].cumsum(axis=1))},
            Warned(thresholds, rate),
            Reviewed(settings.alerts_a_day, first_day(population.messages, test.rare)),
            Chance(settings.seed, settings.replicates),
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Sentences that accounts are drawn from, with their contrasts."""

    contrasts: Floats
    rare: Flags
    intents: NDArray[np.str_]

    def only(self, kept: Flags) -> "_Part":
        return _Part(self.contrasts[kept], self.rare[kept], self.intents[kept])


def _part(index: ContrastiveIndex, vectors: Vectors, sentences: Sentences, rare: str) -> _Part:
    return _Part(index.contrast(vectors), sentences.domains == rare, sentences.intents)


def _index(embedded: EmbeddedCorpus, rare: str, wanted: int | None, rng: np.random.Generator) -> ContrastiveIndex:
    vectors, of_class = embedded.vectors["train"], embedded.corpus.train.domains == rare
    rows = np.flatnonzero(of_class)
    if wanted is not None:
        if not NEIGHBOURS <= wanted <= len(rows):
            raise EvaluationError("positive_index", f"must be {NEIGHBOURS} to {len(rows)}, not {wanted}")
        rows = rng.choice(rows, wanted, replace=False)
    return ContrastiveIndex(vectors[rows], vectors[~of_class], embedded.embedder)


def _half(rare: Flags, rng: np.random.Generator) -> Flags:
    """A half of the sentences, by chance, with half of the rare ones."""
    chosen = np.zeros(len(rare), dtype=bool)
    for rows in (np.flatnonzero(rare), np.flatnonzero(~rare)):
        chosen[rng.permutation(rows)[: len(rows) // 2]] = True
    return chosen


def _watched(part: _Part, design: Design, rng: np.random.Generator) -> Watched:
    population = draw_population(rng, part.rare, part.intents, design)
    rows = population.scored.warned
    return Watched(part.contrasts, population.messages[rows], population.scored.positive[rows])
