"""How the figures of early warning by text are told: JSON for programs, tables for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

import typer

from causeway.cli.output import print_table
from causeway.cli.warning_daily_figures import print_alerts
from causeway.warning.evaluation.clinc_trial import DomainFigures, Settings
from causeway.warning.evaluation.comparison import Comparison
from causeway.warning.evaluation.daily_figures import alerts_document
from causeway.warning.evaluation.figures import Chance, EarlyFigures, ScorerFigures
from causeway.warning.evaluation.intervals import CONFIDENCE, Interval
from causeway.warning.evaluation.pan_trial import KIND, CorpusFigures
from causeway.warning.evaluation.pseudo_days import MESSAGES_A_DAY
from causeway.warning.evaluation.rivals import OURS, SENTINEL_RULE

_TITLES = {OURS: "ours", SENTINEL_RULE: "Sentinel rule"}


def domain_document(found: DomainFigures, settings: Settings) -> dict[str, Any]:
    """One domain of CLINC150 as JSON."""
    return {
        "corpus": "clinc150",
        "rare": found.rare,
        "embedder": found.embedder,
        "design": asdict(settings.design),
        "seed": settings.seed,
        "sentences": dict(found.sentences),
        "calibration": asdict(found.calibration),
        **_comparison(found.comparison, settings.replicates),
    }


def corpus_document(found: CorpusFigures, chance: Chance) -> dict[str, Any]:
    """PAN-2012 as JSON."""
    return {
        "corpus": "pan2012",
        "embedder": found.embedder,
        "seed": chance.seed,
        "accounts": dict(found.accounts),
        "positive": dict(found.positive),
        "calibration": asdict(found.calibration),
        **_comparison(found.comparison, chance.replicates),
    }


def _comparison(found: Comparison, replicates: int) -> dict[str, Any]:
    document: dict[str, Any] = {name: _scorer(one) for name, one in found.scorers.items()}
    for baseline in ("length_only", "two_party_only"):
        by_kind = found.baselines.get(baseline)  # sentences have no parties, so that one is null for CLINC150
        document[baseline] = by_kind and _named({_name(kind, "ap"): one for kind, one in by_kind.items()})
    document["gain"] = {_name(kind, "ap"): _gain(one) for kind, one in found.gain.items()}
    document["gain"]["f_latency"] = _gain(found.f_latency_gain)
    document["alerts_a_day"] = {"messages_in_a_pseudo_day": MESSAGES_A_DAY, **alerts_document(found.daily)}
    document["intervals_of"] = {"confidence": CONFIDENCE, "replicates": replicates, "resampled": "authors"}
    return document


def _scorer(found: ScorerFigures) -> dict[str, Any]:
    intervals = {_name(kind, "ap"): one.average_precision for kind, one in found.rankings.items()}
    intervals |= {_name(kind, "p_at_50"): one.precision_at_50 for kind, one in found.rankings.items()}
    intervals["f_latency"] = found.early.f_latency
    recalls = {_name(kind, "recall_at_100"): one.recall_at_100 for kind, one in found.rankings.items()}
    return {**_named(intervals), **recalls, **_early(found.early)}


def _early(found: EarlyFigures) -> dict[str, Any]:
    waited = found.messages_until_quarter_half_three_quarters
    return {
        **{name: getattr(found, name) for name in ("precision", "recall", "f1", "speed", "threshold")},
        "messages_until": {
            share: count if isfinite(count) else None
            for share, count in zip(("quarter", "half", "three_quarters"), waited, strict=True)
        },
    }


def _named(intervals: Mapping[str, Interval]) -> dict[str, Any]:
    estimates: dict[str, Any] = {name: one.estimate for name, one in intervals.items()}
    return {**estimates, "intervals": {name: [one.low, one.high] for name, one in intervals.items()}}


def _gain(found: Interval) -> dict[str, Any]:
    return {**asdict(found), "excludes_zero": found.excludes_zero}


def _name(kind: str, figure: str) -> str:
    return figure if kind == KIND else f"{kind}_{figure}"


def print_domains(found: Sequence[DomainFigures]) -> None:
    """The domains as two tables: who comes first, and who is warned of how early."""
    rows = []
    for domain in found:
        for kind, gain in domain.comparison.gain.items():
            ours, rule = (domain.comparison.scorers[name].rankings[kind] for name in (OURS, SENTINEL_RULE))
            length = domain.comparison.baselines["length_only"][kind]
            precisions = (f"{one.precision_at_50.estimate:.2f}" for one in (ours, rule))
            average = (_told(one.average_precision) for one in (ours, rule))
            rows.append((domain.rare, kind, *average, _told(gain, "+"), *precisions, f"{length.estimate:.3f}"))
    headings = ("Rare", "Accounts", "AP, ours", "AP, rule", "Gain", "P@50, ours", "P@50, rule", "AP, length")
    print_table("Who comes first; 95% intervals in brackets", headings, rows)
    _print_early({domain.rare: domain.comparison for domain in found})


def print_corpus(found: CorpusFigures) -> None:
    """The corpus as two tables, with how many accounts stand behind them."""
    scored, positive = found.accounts["scored"], found.positive["scored"]
    rows = []
    for name, scorer in found.comparison.scorers.items():
        ranking = scorer.rankings[KIND]
        rows.append((_TITLES[name], _told(ranking.average_precision), _told(ranking.precision_at_50)))
    rows += [(name, _told(by_kind[KIND]), "") for name, by_kind in found.comparison.baselines.items()]
    rows.append(("gain over the rule", _told(found.comparison.gain[KIND], "+"), ""))
    title = f"Who comes first, of {scored:,} accounts with {positive:,} positive; 95% intervals in brackets"
    print_table(title, ("Scorer", "AP", "P@50"), rows)
    _print_early({"pan2012": found.comparison})


def _print_early(found: Mapping[str, Comparison]) -> None:
    rows = [
        (
            name,
            _TITLES[scorer],
            _told(one.early.f_latency),
            f"{one.early.precision:.2f}",
            f"{one.early.recall:.2f}",
            f"{one.early.speed:.2f}",
            " / ".join(_waited(count) for count in one.early.messages_until_quarter_half_three_quarters),
        )
        for name, comparison in found.items()
        for scorer, one in comparison.scorers.items()
    ]
    headings = ("Corpus", "Scorer", "F-latency", "Precision", "Recall", "Speed", "Messages until 1/4, 1/2, 3/4 found")
    print_table("Who is warned of, and how early", headings, rows)
    for name, comparison in found.items():
        typer.echo(f"{name}: F-latency {_told(comparison.f_latency_gain, '+')} over the rule.")
    for name, comparison in found.items():
        title = f"{name}: what a team finds on pseudo-days of {MESSAGES_A_DAY} messages an account"
        print_alerts(title, alerts_document(comparison.daily), _TITLES)


def _waited(count: float) -> str:
    return f"{count:.0f}" if isfinite(count) else "never"


def _told(value: Interval, sign: str = "") -> str:
    return f"{value.estimate:{sign}.3f} ({value.low:{sign}.3f} to {value.high:{sign}.3f})"
