"""A trial fits nothing on what it scores, gives the same figures twice, and ours wins where the rule fails."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.clinc150 import Corpus
from causeway.warning.evaluation.clinc_trial import (
    DomainFigures,
    EmbeddedCorpus,
    Settings,
    _half,
    embed_corpus,
    try_domain,
)
from causeway.warning.evaluation.pseudo_accounts import Design, Innocents, Kind, draw_population
from causeway.warning.evaluation.rivals import OURS, SENTINEL_RULE
from harmless_messages import WordCounts, small_corpus

QUICK = Settings(Design(accounts=1000), replicates=100)


def embedded(corpus: Corpus | None = None) -> EmbeddedCorpus:
    return embed_corpus(corpus or small_corpus(), WordCounts())


@pytest.fixture(scope="module")
def bridges() -> DomainFigures:
    return try_domain(embedded(), "bridges", QUICK)


def test_nothing_that_is_fitted_depends_on_what_is_scored(bridges: DomainFigures) -> None:
    """With every test sentence another, the calibration and both thresholds stay the same to the last bit."""
    other = try_domain(embedded(small_corpus(test_seed=77)), "bridges", QUICK)
    assert other.calibration == bridges.calibration
    for name in (OURS, SENTINEL_RULE):
        assert other.comparison.scorers[name].early.threshold == bridges.comparison.scorers[name].early.threshold
    assert other.comparison.baselines != bridges.comparison.baselines


def test_calibration_and_thresholds_share_no_sentence() -> None:
    rare = np.arange(100) < 10
    fitted = _half(rare, np.random.default_rng(3))
    assert fitted.sum() == 50
    assert (fitted & rare).sum() == 5


def test_ours_beats_the_rule_on_heavy_and_saturated_accounts_and_costs_nothing_on_light_ones(
    bridges: DomainFigures,
) -> None:
    gain = bridges.comparison.gain
    assert gain[Kind.HEAVY].low > 0
    assert gain[Kind.SATURATED].low > 0
    assert gain[Kind.LIGHT].high >= 0
    assert bridges.comparison.scorers[OURS].rankings[Kind.SATURATED].average_precision.estimate > 0.95


def test_the_same_seed_gives_the_same_figures(bridges: DomainFigures) -> None:
    assert try_domain(embedded(), "bridges", QUICK) == bridges


def test_another_seed_gives_others(bridges: DomainFigures) -> None:
    assert try_domain(embedded(), "bridges", replace(QUICK, seed=2)) != bridges


def test_a_smaller_positive_index_is_told(bridges: DomainFigures) -> None:
    small = try_domain(embedded(), "bridges", replace(QUICK, positive_index=8))
    assert small.sentences["positive_index"] == 8
    assert bridges.sentences["positive_index"] == 60


@pytest.mark.parametrize(
    ("rare", "settings", "field"),
    [("castles", QUICK, "rare"), ("bridges", replace(QUICK, positive_index=61), "positive_index")],
)
def test_what_the_corpus_lacks_is_refused(rare: str, settings: Settings, field: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        try_domain(embedded(), rare, settings)
    assert refused.value.field == field


@pytest.mark.parametrize("innocents", list(Innocents))
def test_accounts_hold_as_many_rare_messages_as_their_kind_says(innocents: Innocents) -> None:
    rare = np.arange(200) < 40
    intents = np.array([f"intent {place // 10}" for place in range(200)])
    design = Design(accounts=1000, innocents=innocents)
    population = draw_population(np.random.default_rng(1), rare, intents, design)
    held = rare[population.messages].sum(axis=1)
    scored = population.scored
    for kind in Kind:
        rows = scored.ranked[kind]
        own = held[rows[scored.positive[rows]]]
        low, high = design.rare_messages(kind)
        assert len(rows) == 1000
        assert len(own) == 10
        assert low <= own.min() <= own.max() <= high
    assert not held[~scored.positive].any()
    assert scored.positive[scored.warned].sum() == 10
    focused = sum(len(set(intents[row])) == 1 for row in population.messages[~scored.positive])
    assert focused == (297 if innocents is Innocents.FOCUSED else 0)


@pytest.mark.parametrize(
    ("faulty", "field"), [({"accounts": 10}, "accounts"), ({"messages": 5}, "messages"), ({"light": (0, 3)}, "light")]
)
def test_a_design_that_cannot_be_drawn_is_refused(faulty: dict[str, Any], field: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        replace(Design(), **faulty)
    assert refused.value.field == field
