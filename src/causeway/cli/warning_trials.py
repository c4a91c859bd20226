"""What `causeway warning evaluate` runs: by text, the scorer beside the rule it has to beat, on a corpus that the user
brings; by behaviour, the engine beside plain counts, on a generated world.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from causeway.cli.output import CommandFailed, print_json
from causeway.cli.warning_evaluate import ALL
from causeway.cli.warning_figures import corpus_document, domain_document, print_corpus, print_domains
from causeway.cli.warning_world import ALERTS_A_DAY as WORLD_ALERTS
from causeway.cli.warning_world import evaluate_world
from causeway.cli.warning_world_figures import print_world
from causeway.cli.warning_worlds import evaluate_worlds, print_worlds
from causeway.warning.errors import CalibrationImpossible
from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.clinc150 import read_clinc150
from causeway.warning.evaluation.clinc_trial import DomainFigures, Settings, embed_corpus, try_domain
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pan2012 import Message, read_messages, read_truth
from causeway.warning.evaluation.pan_trial import try_corpus
from causeway.warning.evaluation.pseudo_accounts import Design, Innocents
from causeway.warning.evaluation.pseudo_days import ALERTS_A_DAY as PSEUDO_DAYS_ALERTS
from causeway.warning.text import TextError, WordLlamaEmbedder

__all__ = ["Chance", "clinc_settings", "told_faults", "try_clinc", "try_pan", "try_world"]

_CLINC_ACCOUNTS: Final = 10_000
_WORLD_ACCOUNTS: Final = 4_000
_FEWEST_WORLD_ACCOUNTS: Final = 500
"""A world of fewer holds too few of each kind to say anything."""


@contextmanager
def told_faults() -> Iterator[None]:
    """What is wrong with the corpus or the options, as a command's failure."""
    try:
        yield
    except (EvaluationError, TextError) as fault:
        raise CommandFailed(str(fault), exit_code=2) from fault
    except CalibrationImpossible as fault:
        told = f"too few accounts to calibrate on ({fault}): ask for more of them, or for more weeks"
        raise CommandFailed(told, exit_code=2) from fault


def clinc_settings(
    accounts: int | None, innocents: str, chance: Chance, positives: int | None, alerts_a_day: tuple[int, ...]
) -> Settings:
    """The options of a trial on CLINC150 as its settings. Raises EvaluationError for what makes no sense."""
    design = Design(accounts=_CLINC_ACCOUNTS if accounts is None else accounts, innocents=Innocents(innocents))
    return Settings(design, chance.seed, chance.replicates, positives, alerts_a_day or PSEUDO_DAYS_ALERTS)


def try_clinc(path: Path | None, rare: str, settings: Settings, *, as_json: bool) -> None:
    """One domain of CLINC150 as the rare class, or each in turn, told as it is asked."""
    corpus = read_clinc150(_given(path))
    if rare not in (ALL, *corpus.domains):
        raise EvaluationError("rare", f"must be all or one of {', '.join(corpus.domains)}, not {rare!r}")
    say = _Progress()
    embedded = embed_corpus(corpus, WordLlamaEmbedder())
    say.done(f"{len(corpus.train.texts) + len(corpus.validation.texts) + len(corpus.test.texts):,} sentences embedded")
    found: list[DomainFigures] = []
    for domain in corpus.domains if rare == ALL else (rare,):
        found.append(try_domain(embedded, domain, settings))
        say.done(f"{domain} scored")
    if not as_json:
        print_domains(found)
    elif rare == ALL:
        print_json({"domains": [domain_document(one, settings) for one in found]})
    else:
        print_json(domain_document(found[0], settings))


def try_pan(
    path: Path | None, truth: Path | None, chance: Chance, alerts_a_day: tuple[int, ...], *, as_json: bool
) -> None:
    """The PAN-2012 corpus of a user, told as it is asked."""
    corpus = _given(path)
    if truth is None:
        raise EvaluationError("truth", "say who is positive, with --truth")
    say = _Progress()

    def reading() -> Iterator[Message]:
        with corpus.open("rb") as file:
            yield from read_messages(file)
        say.done("corpus read")

    try:
        found = try_corpus(reading, read_truth(truth), WordLlamaEmbedder(), chance, alerts_a_day or PSEUDO_DAYS_ALERTS)
    except OSError as fault:
        raise EvaluationError("path", f"cannot be read: {fault.strerror}") from fault
    if as_json:
        print_json(corpus_document(found, chance))
    else:
        print_corpus(found)


def try_world(
    seed: int, accounts: int | None, weeks: int, worlds: int, alerts_a_day: tuple[int, ...], *, as_json: bool
) -> None:
    """Behaviour without text on a generated world, told as it is asked."""
    count = _WORLD_ACCOUNTS if accounts is None else accounts
    if count < _FEWEST_WORLD_ACCOUNTS:
        raise EvaluationError("accounts", f"a world needs at least {_FEWEST_WORLD_ACCOUNTS}, not {count}")
    alerts = alerts_a_day or WORLD_ALERTS
    say = _Progress()

    def begins(step: str) -> None:
        say.done(f"begins: {step}")

    if worlds > 1:
        found = evaluate_worlds(seed, worlds, accounts=count, weeks=weeks, alerts_a_day=alerts, on_step=begins)
    else:
        found = evaluate_world(seed, accounts=count, weeks=weeks, alerts_a_day=alerts, on_step=begins)
    say.done("measured")
    if as_json:
        print_json(found)
    elif worlds > 1:
        print_worlds(found)
    else:
        print_world(found)


def _given(path: Path | None) -> Path:
    if path is None:
        raise EvaluationError("path", "say where the corpus lies, with --path")
    return path


class _Progress:
    """What has been done and how long it took, on standard error, beside JSON too: it can take many minutes."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def done(self, what: str) -> None:
        """Say it."""
        typer.echo(f"{time.monotonic() - self._began:6.1f} s  {what}", err=True)
